"""What is particular to the providers of many makers' models: lost orders, files, addresses, keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from exchanges import FIRST, TODAY, USUAL, Heard, Played, adapter, exchange, job, playing

from longtake.errors import OperatorError
from longtake.generation.accounts import account_of
from longtake.generation.failures import CallFailedError
from longtake.generation.provider import Asset, Bill, Order, Output
from longtake.media import digest_bytes

OURS = {"replicate": "results", "openai": "data"}


def listed(folder: str, name: str = "list", **changes: Any) -> dict[str, Any]:
    """The provider's list with its one job changed."""
    one = exchange(f"{folder}/{name}")
    body = one["response"]["body"]
    body[OURS[folder]] = [{**body[OURS[folder]][0], **changes}]
    return one


def found(folder: str, *pages: dict[str, Any], order: Order | None = None, known: tuple[str, ...] = ()) -> str | None:
    job = asyncio.run(adapter(folder, Played(*pages)).find(order or USUAL[folder], TODAY, known))
    return job and job.id


def test_a_lost_order_is_found_at_replicate_by_all_that_was_asked() -> None:
    inside = exchange("replicate/list")["response"]["body"]["results"][0]["input"]
    assert found("replicate", listed("replicate")) == "gm3qorzdhgbfurvjtvhg6dckhu"
    assert found("replicate", listed("replicate"), known=("gm3qorzdhgbfurvjtvhg6dckhu",)) is None
    assert found("replicate", listed("replicate", created_at="2026-11-21T09:50:00.123456789Z")) is None
    assert found("replicate", listed("replicate", model="google/veo-3.1")) is None
    for change in ({"prompt": "A bus"}, {"seed": 43}, {"duration": 6}):
        assert found("replicate", listed("replicate", input=inside | change)) is None


def test_a_lost_order_with_a_picture_is_found_whatever_became_of_the_pictures_address() -> None:
    asked = replace(USUAL["replicate"], kind="image", inputs=(FIRST,))
    inside = exchange("replicate/list")["response"]["body"]["results"][0]["input"]
    moved = inside | {"image": "https://replicate.delivery/pbxt/first.png"}
    assert found("replicate", listed("replicate", input=moved), order=asked) == "gm3qorzdhgbfurvjtvhg6dckhu"


def test_a_prediction_whose_input_was_deleted_may_be_the_one_and_is_left_to_a_person() -> None:
    """Another order would be paid twice, this one's take may be another's."""
    with pytest.raises(CallFailedError, match="1 job may be the one that was ordered: gm3q") as caught:
        found("replicate", listed("replicate", "list-removed"))
    assert caught.value.failure.cls == "unknown"
    assert found("replicate", listed("replicate", "list-removed", model="google/veo-3.1")) is None


def test_a_list_goes_on_where_the_provider_says() -> None:
    first, last = listed("replicate", model="google/other"), listed("replicate")
    first["response"]["body"]["next"] = "https://api.replicate.com/v1/predictions?cursor=cD0y"
    transport = Played(first, last)
    assert asyncio.run(adapter("replicate", transport).find(USUAL["replicate"], TODAY, ())) is not None
    assert [str(one.url) for one in transport.seen][1] == "https://api.replicate.com/v1/predictions?cursor=cD0y"


def test_a_list_that_leads_to_another_host_is_not_followed() -> None:
    first = listed("replicate", model="google/other")
    first["response"]["body"]["next"] = "https://evil.example/v1/predictions?cursor=cD0y"
    with pytest.raises(CallFailedError, match="leads to another host"):
        found("replicate", first)


def test_a_lost_order_is_found_at_a_gateway_by_words_length_size_and_time() -> None:
    made = int(TODAY.timestamp())
    assert found("openai", listed("openai", created_at=made)) == exchange("openai/list")["job"]
    for change in ({"prompt": "A bus"}, {"seconds": "4"}, {"size": "720x1280"}, {"model": "sora-2-pro"}):
        assert found("openai", listed("openai", created_at=made, **change)) is None
    assert found("openai", listed("openai", created_at=made - 600)) is None


def test_a_gateway_that_tells_no_words_leaves_the_order_to_a_person() -> None:
    with pytest.raises(CallFailedError, match="1 job may be the one that was ordered"):
        found("openai", listed("openai", created_at=int(TODAY.timestamp()), prompt=None))


def test_a_gateways_list_goes_on_after_its_last_video() -> None:
    made = int(TODAY.timestamp())
    first, last = listed("openai", created_at=made, id="video_other", seconds="4"), listed("openai", created_at=made)
    first["response"]["body"]["has_more"] = True
    last["request"]["query"] = {"limit": "100", "order": "desc", "after": "video_other"}
    assert found("openai", first, last) == exchange("openai/list")["job"]


def test_a_large_file_is_uploaded_to_replicate_in_one_call() -> None:
    content = bytes(300 << 10)
    asset = Asset(digest_bytes(content), "image/png", content)
    written = exchange("replicate/upload")
    name = f"{asset.digest[:16]}.png"
    written["request"]["body"] = {"$form": {"content": {"name": name, "type": "image/png"}}}
    uploaded = asyncio.run(adapter("replicate", Played(written)).upload(asset))
    assert uploaded.address == written["response"]["body"]["urls"]["get"]
    assert uploaded.expires == TODAY + timedelta(hours=24)


def test_a_take_at_a_gateway_and_at_openrouter_is_fetched_with_the_key_and_a_stored_one_without() -> None:
    state = asyncio.run(playing("openai", "openai/poll-succeeded").poll(job("openai")))
    assert state.result is not None
    link = playing("openai").link(state.result.outputs[0])
    assert link.url == f"https://gateway.example/v1/videos/{job('openai').id}/content"
    assert list(link.headers) == ["authorization"]
    content = playing("openrouter").link(Output(f"https://openrouter.ai/api/v1/videos/{job('openrouter').id}/content"))
    assert list(content.headers) == ["authorization"]
    stored = asyncio.run(playing("openrouter", "openrouter/poll-stored").poll(job("openrouter"))).result
    assert stored is not None
    assert not playing("openrouter").link(stored.outputs[0]).headers
    assert stored.expires == datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_openrouter_states_its_bill_in_dollars() -> None:
    state = asyncio.run(playing("openrouter", "openrouter/poll-succeeded").poll(job("openrouter")))
    assert state.bill == Bill(Decimal("3.2"), "USD")


def test_replicates_outputs_are_one_address_or_a_list_and_last_an_hour() -> None:
    one = exchange("replicate/poll-succeeded")
    for made in ("https://replicate.delivery/a.mp4", ["https://replicate.delivery/a.mp4"]):
        one["response"]["body"]["output"] = made
        result = asyncio.run(adapter("replicate", Played(one)).poll(job("replicate"))).result
        assert result is not None
        assert result.outputs == (Output("https://replicate.delivery/a.mp4"),)
        assert result.expires == datetime(2026, 11, 21, 11, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("folder", "field"),
    [("atlas", "webhook_url"), ("kie", "callBackUrl"), ("openrouter", "callback_url"), ("replicate", "webhook")],
)
def test_where_the_provider_may_call_goes_along(folder: str, field: str) -> None:
    heard = Heard(body=exchange(f"{folder}/create-text")["response"]["body"])
    asyncio.run(adapter(folder, heard).submit(replace(USUAL[folder], callback="https://us.example/called/1")))
    assert heard.said[field] == "https://us.example/called/1"


def test_a_gateway_is_asked_only_where_the_user_says_that_it_stands() -> None:
    key = {"OPENAI_GATEWAY_KEY": "sk-ours", "OPENAI_API_KEY": "sk-openai"}
    with pytest.raises(OperatorError, match="stands at an address of yours") as caught:
        account_of("openai-gateway", key)
    assert "LONGTAKE_OPENAI_GATEWAY_URL" in str(caught.value)
    found = account_of("openai-gateway", {**key, "LONGTAKE_OPENAI_GATEWAY_URL": "https://gateway.example/"})
    assert (found.base, found.keys["key"].reveal()) == ("https://gateway.example", "sk-ours")


def test_kies_code_counts_where_http_says_that_all_is_well() -> None:
    failing = {"code": 500, "msg": "Server exception", "data": None}
    provider = adapter("kie", Heard(body=failing))
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(provider.submit(USUAL["kie"]))
    assert caught.value.failure.cls == "unknown"
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(provider.poll(job("kie")))
    assert caught.value.failure.cls == "transient"
