"""What each adapter makes of each answer that is written down: states, results, bills, six classes of failure."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from exchanges import BLIND, TODAY, TOKEN, USUAL, Heard, Played, adapter, exchange, job, names, playing

from longtake.errors import OperatorError
from longtake.generation.adapter import Adapter
from longtake.generation.failures import CallFailedError
from longtake.generation.provider import Asset, Bill, Job, JobState, Output
from longtake.media import digest_bytes

STATES = {
    "ark/poll-cancelled": "cancelled",
    "ark/poll-expired": "failed transient",
    "ark/poll-failed": "failed transient",
    "ark/poll-queued": "queued",
    "ark/poll-refused": "failed refusal",
    "ark/poll-running": "running",
    "ark/poll-succeeded": "succeeded",
    "dashscope/poll-cancelled": "cancelled",
    "dashscope/poll-failed": "failed transient",
    "dashscope/poll-gone": "unknown unknown",
    "dashscope/poll-pending": "queued",
    "dashscope/poll-refused": "failed refusal",
    "dashscope/poll-running": "running",
    "dashscope/poll-succeeded": "succeeded",
    "atlas/poll-failed": "failed transient",
    "atlas/poll-gone": "unknown unknown",
    "atlas/poll-refused": "failed refusal",
    "atlas/poll-running": "running",
    "atlas/poll-succeeded": "succeeded",
    "atlas/poll-timeout": "failed transient",
    "comfyui/poll-queued": "queued",
    "comfyui/poll-running": "running",
    "fal/poll-cancelled": "cancelled",
    "fal/poll-failed": "failed transient",
    "fal/poll-gone": "unknown unknown",
    "fal/poll-queued": "queued",
    "fal/poll-running": "running",
    "gemini/poll-failed": "failed transient",
    "gemini/poll-refused": "failed refusal",
    "gemini/poll-running": "running",
    "gemini/poll-succeeded": "succeeded",
    "h3/poll-cancelled": "cancelled",
    "h3/poll-failed": "failed transient",
    "h3/poll-gone": "unknown unknown",
    "h3/poll-queued": "queued",
    "h3/poll-refused": "failed refusal",
    "h3/poll-refused-output": "failed refusal",
    "h3/poll-running": "running",
    "h3/poll-succeeded": "succeeded",
    "heygen/poll-failed": "failed transient",
    "heygen/poll-pending": "queued",
    "heygen/poll-processing": "running",
    "heygen/poll-refused": "failed refusal",
    "heygen/poll-succeeded": "succeeded",
    "heygen/poll-waiting": "queued",
    "kie/poll-failed": "failed transient",
    "kie/poll-gone": "unknown unknown",
    "kie/poll-queued": "queued",
    "kie/poll-refused": "failed refusal",
    "kie/poll-running": "running",
    "kie/poll-succeeded": "succeeded",
    "kie/poll-throttled": "queued",
    "kling/poll-failed": "failed transient",
    "kling/poll-gone": "unknown unknown",
    "kling/poll-processing": "running",
    "kling/poll-refused": "failed refusal",
    "kling/poll-submitted": "queued",
    "kling/poll-succeeded": "succeeded",
    "kling/legacy-poll-failed": "failed transient",
    "kling/legacy-poll-processing": "running",
    "kling/legacy-poll-refused": "failed refusal",
    "kling/legacy-poll-submitted": "queued",
    "kling/legacy-poll-succeeded": "succeeded",
    "kling-acting/poll-failed": "failed transient",
    "kling-acting/poll-processing": "running",
    "kling-acting/poll-refused": "failed refusal",
    "kling-acting/poll-submitted": "queued",
    "kling-acting/poll-succeeded": "succeeded",
    "luma/poll-failed": "failed transient",
    "luma/poll-gone": "unknown unknown",
    "luma/poll-queued": "queued",
    "luma/poll-refused": "failed refusal",
    "luma/poll-running": "running",
    "luma/poll-succeeded": "succeeded",
    "luma-agents/poll-failed": "failed transient",
    "luma-agents/poll-gone": "unknown unknown",
    "luma-agents/poll-queued": "queued",
    "luma-agents/poll-refused": "failed refusal",
    "luma-agents/poll-running": "running",
    "luma-agents/poll-succeeded": "succeeded",
    "minimax/poll-failed": "failed transient",
    "minimax/poll-preparing": "queued",
    "minimax/poll-queued": "queued",
    "minimax/poll-refused": "failed refusal",
    "minimax/poll-refused-output": "failed refusal",
    "minimax/poll-running": "running",
    "omni/poll-cancelled": "cancelled",
    "omni/poll-empty": "failed transient",
    "omni/poll-failed": "failed transient",
    "omni/poll-incomplete": "failed transient",
    "omni/poll-queued": "queued",
    "omni/poll-refused": "failed refusal",
    "omni/poll-running": "running",
    "omni/poll-succeeded": "succeeded",
    "omni/poll-succeeded-inline": "succeeded",
    "openai/poll-failed": "failed transient",
    "openai/poll-gone": "unknown unknown",
    "openai/poll-queued": "queued",
    "openai/poll-refused": "failed refusal",
    "openai/poll-running": "running",
    "openai/poll-succeeded": "succeeded",
    "openrouter/poll-cancelled": "cancelled",
    "openrouter/poll-expired": "failed transient",
    "openrouter/poll-failed": "failed transient",
    "openrouter/poll-gone": "unknown unknown",
    "openrouter/poll-queued": "queued",
    "openrouter/poll-refused": "failed refusal",
    "openrouter/poll-running": "running",
    "openrouter/poll-stored": "succeeded",
    "openrouter/poll-succeeded": "succeeded",
    "replicate/poll-cancelled": "cancelled",
    "replicate/poll-empty": "succeeded",
    "replicate/poll-failed": "failed transient",
    "replicate/poll-gone": "unknown unknown",
    "replicate/poll-queued": "queued",
    "replicate/poll-refused": "failed refusal",
    "replicate/poll-running": "running",
    "replicate/poll-succeeded": "succeeded",
    "omnihuman/poll-failed": "failed transient",
    "omnihuman/poll-gone": "unknown unknown",
    "omnihuman/poll-queued": "queued",
    "omnihuman/poll-refused": "failed refusal",
    "omnihuman/poll-running": "running",
    "omnihuman/poll-succeeded": "succeeded",
    "runway/poll-cancelled": "cancelled",
    "runway/poll-failed": "failed transient",
    "runway/poll-failed-asset": "failed invalid",
    "runway/poll-failed-preprocessing": "failed transient",
    "runway/poll-failed-third-party": "failed transient",
    "runway/poll-gone": "unknown unknown",
    "runway/poll-pending": "queued",
    "runway/poll-refused": "failed refusal",
    "runway/poll-refused-output": "failed refusal",
    "runway/poll-running": "running",
    "runway/poll-succeeded": "succeeded",
    "runway/poll-throttled": "queued",
    "synthesia/poll-failed": "failed transient",
    "synthesia/poll-refused": "failed refusal",
    "synthesia/poll-running": "running",
    "synthesia/poll-succeeded": "succeeded",
    "topaz/poll-accepted": "queued",
    "topaz/poll-canceled": "cancelled",
    "topaz/poll-complete": "succeeded",
    "topaz/poll-failed": "failed transient",
    "topaz/poll-gone": "unknown unknown",
    "topaz/poll-processing": "running",
    "vertex/poll-failed": "failed transient",
    "vertex/poll-refused": "failed refusal",
    "vertex/poll-running": "running",
    "vertex/poll-succeeded": "succeeded",
    "vertex/poll-succeeded-inline": "succeeded",
}
GONE = (
    "ark/error-gone",
    "gemini/error-gone",
    "kling-acting/error-gone",
    "kling/legacy-error-gone",
    "minimax/error-gone",
    "heygen/error-gone",
    "omni/error-gone",
    "synthesia/error-gone",
    "vertex/error-gone",
)
FAILURES = {
    "balance": "operator",
    "capacity": "capacity",
    "combination": "invalid",
    "deadline": "unknown",
    "duplicate": "unknown",
    "gateway": "unknown",
    "internal": "unknown",
    "invalid": "invalid",
    "key": "operator",
    "key-not-valid": "operator",
    "model": "invalid",
    "node": "invalid",
    "permission": "operator",
    "plan": "operator",
    "precondition": "operator",
    "quota": "capacity",
    "refused": "refusal",
    "refused-image": "refusal",
    "throttled": "transient",
    "unavailable": "unknown",
    "version": "invalid",
}
"""The class of an order's failure. A fault of the provider's may have taken the order, so it is unknown."""
FOLDERS = tuple(folder for folder in USUAL if folder != "legacy")


def folder_of(name: str) -> str:
    return "legacy" if "/legacy-" in name else name.partition("/")[0]


def polled(*exchanges: str) -> JobState:
    folder = folder_of(exchanges[0])
    return asyncio.run(playing(folder, *exchanges).poll(job(folder)))


def failure_of(name: str) -> CallFailedError:
    """What an order comes to that is answered like this."""
    folder = folder_of(name)
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(playing(folder, name, bucket="gs://bucket/takes").submit(USUAL[folder]))
    return caught.value


def test_every_poll_and_error_that_is_written_down_is_read_here() -> None:
    polls = {name for folder in FOLDERS for part in ("poll-", "legacy-poll-") for name in names(folder, part)}
    assert polls == {*STATES, "comfyui/poll-over", "fal/poll-succeeded", "minimax/poll-succeeded"}
    errors = {name for folder in FOLDERS for part in ("error-", "legacy-error-") for name in names(folder, part)}
    assert {name.partition("error-")[2] for name in errors} == {*FAILURES, "gone"}


@pytest.mark.parametrize("name", STATES)
def test_a_poll_says_how_far_the_job_is(name: str) -> None:
    state = polled(name)
    assert " ".join(filter(None, (state.status, state.failure and state.failure.cls))) == STATES[name]
    assert (state.result is not None) == (state.status == "succeeded")


@pytest.mark.parametrize("name", GONE)
def test_a_job_that_has_vanished_is_unknown_and_not_failed(name: str) -> None:
    assert polled(name).status == "unknown"


ERRORS = sorted(
    name
    for folder in FOLDERS
    for part in ("error-", "legacy-error-")
    for name in names(folder, part)
    if not name.endswith("-gone")
)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_that_answers_an_order_has_its_class_and_its_next_step(name: str) -> None:
    error = failure_of(name)
    kind = name.partition("error-")[2]
    expected = "operator" if name == "ark/error-model" else FAILURES[kind]  # a model that must be switched on first
    assert error.failure.cls == expected
    assert error.failure.next_step in str(error)
    assert isinstance(error, OperatorError) == (expected == "operator")
    assert error.exit_code == (4 if expected == "operator" else 1)


def test_the_same_faults_are_transient_where_nothing_was_ordered() -> None:
    answer = exchange("runway/error-unavailable")["response"]
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(adapter("runway", Heard(answer["status"], answer["body"])).poll(job("runway")))
    assert caught.value.failure.cls == "transient"


def test_what_a_provider_says_is_told_with_its_code() -> None:
    assert str(failure_of("kling/error-capacity").failure) == "kling: parallel task over resource pack limit (1303)"
    assert "ratio: Invalid option" in failure_of("runway/error-invalid").failure.what
    assert "body.duration: unexpected value" in failure_of("fal/error-invalid").failure.what
    assert failure_of("fal/error-unavailable").failure.what.startswith("503 Service Temporarily Unavailable nginx")


@pytest.mark.parametrize("name", ["permission", "throttled", "internal"])
def test_an_error_that_says_nothing_of_omnihumans_job_is_no_end_of_it(name: str) -> None:
    response = exchange(f"omnihuman/error-{name}")["response"]
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(adapter("omnihuman", Heard(response["status"], response["body"])).poll(job("omnihuman")))
    assert caught.value.failure.cls == ("operator" if name == "permission" else "transient")


def test_a_wait_in_googles_own_words_is_kept() -> None:
    assert failure_of("gemini/error-throttled").failure.retry_after == 12.0


def test_results_name_what_is_to_be_fetched() -> None:
    ark = polled("ark/poll-succeeded")
    assert ark.result is not None
    assert ark.result.outputs[0].url.endswith("X-Tos-Signature=9f2c")
    assert ark.result.last_frame.endswith("X-Tos-Signature=9f2d")
    assert (ark.result.seed, ark.result.version) == (11, "dreamina-seedance-2-0-260128")
    assert ark.result.expires is not None
    assert ark.bill == Bill(Decimal(108000), "tokens")
    assert polled("runway/poll-succeeded").bill == Bill(Decimal(60), "credits")
    assert polled("kling/poll-succeeded").bill == Bill(Decimal("0.70"), "cash")
    assert polled("runway/poll-running").progress == 0.4
    inline = polled("omni/poll-succeeded-inline").result
    assert inline is not None
    assert inline.outputs[0].content == b"\0\0\0 ftypisom\0\0\2\0isomiso2avc1mp41"


@pytest.mark.parametrize(
    ("result", "says"),
    [
        ("fal/result", "succeeded"),
        ("fal/result-refused", "failed refusal"),
        ("fal/result-no-media", "failed refusal"),
        ("fal/result-failed", "failed transient"),
        ("fal/result-early", "running"),
    ],
)
def test_fals_completed_is_believed_only_with_its_result(result: str, says: str) -> None:
    state = polled("fal/poll-succeeded", result)
    assert " ".join(filter(None, (state.status, state.failure and state.failure.cls))) == says


def test_hailuos_take_is_a_file_whose_address_is_asked_for_apart() -> None:
    state = polled("minimax/poll-succeeded", "minimax/retrieve")
    assert state.result is not None
    assert state.result.outputs[0].url.startswith("https://public-cdn-video-data")
    again = playing("minimax", "minimax/poll-succeeded", "minimax/retrieve").fetch(job("minimax"))
    assert asyncio.run(again) == state.result


@pytest.mark.parametrize(
    ("history", "says"),
    [
        ("comfyui/history-succeeded", "succeeded"),
        ("comfyui/history-failed", "failed transient"),
        ("comfyui/history-memory", "failed invalid"),
        ("comfyui/history-empty", "failed invalid"),
        ("comfyui/history-two", "failed invalid"),
        ("comfyui/history-interrupted", "cancelled"),
        ("comfyui/history-none", "unknown unknown"),
    ],
)
def test_comfyuis_history_tells_what_came_of_a_job_that_left_the_queue(history: str, says: str) -> None:
    state = polled("comfyui/poll-over", history)
    assert " ".join(filter(None, (state.status, state.failure and state.failure.cls))) == says


def test_comfyuis_take_is_the_clip_of_the_node_that_the_workflow_names() -> None:
    provider = playing("comfyui", "comfyui/poll-over", "comfyui/history-two")
    state = asyncio.run(provider.poll(Job(job("comfyui").id, {"output": "51"})))
    assert state.result is not None
    (take,) = state.result.outputs
    place = "https://comfyui.example.org/view?filename=other_00001.mp4&subfolder=video&type=output"
    assert provider.link(take).url == place
    unnamed = polled("comfyui/poll-over", "comfyui/history-two")
    assert unnamed.failure is not None
    assert "name the node" in unnamed.failure.next_step


def test_comfyui_says_which_node_is_meant() -> None:
    assert "node 37: Value not in list (unet_name: 'own_video" in failure_of("comfyui/error-node").failure.what


def test_a_lost_answer_of_comfyuis_is_found_by_our_mark_in_queue_or_history() -> None:
    none, one = exchange("comfyui/poll-over"), exchange("comfyui/list")
    entry = one["response"]["body"][one["job"]]
    entry["prompt"][1] = "an-id-of-an-older-server"
    found = adapter("comfyui", Played(none, one)).find(USUAL["comfyui"], TODAY, ())
    assert str(asyncio.run(found)) == "an-id-of-an-older-server"
    entry["prompt"][3]["longtake"]["token"] = "longtake-another"
    assert asyncio.run(adapter("comfyui", Played(none, one)).find(USUAL["comfyui"], TODAY, ())) is None


def test_a_fault_in_place_of_hailuos_file_is_no_failure_of_the_job() -> None:
    fault = {**exchange("minimax/retrieve"), "response": exchange("minimax/error-internal")["response"]}
    provider = adapter("minimax", Played(exchange("minimax/poll-succeeded"), fault))
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(provider.poll(job("minimax")))
    assert caught.value.failure.cls == "transient"


def test_a_gateways_error_in_place_of_fals_result_is_no_failure_of_the_job() -> None:
    gateway = {**exchange("fal/result"), "response": exchange("fal/error-unavailable")["response"]}
    provider = adapter("fal", Played(exchange("fal/poll-succeeded"), gateway))
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(provider.poll(job("fal")))
    assert caught.value.failure.cls == "transient"


def test_an_error_with_the_id_of_another_request_is_no_failure_of_fals_job() -> None:
    """A job that is done and billed would be bought again."""
    response = exchange("fal/result-failed")["response"]
    foreign = response | {"headers": response["headers"] | {"x-fal-request-id": "1b0d6f0e-0000-4000-8000-000000000000"}}
    provider = adapter("fal", Played(exchange("fal/poll-succeeded"), {**exchange("fal/result"), "response": foreign}))
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(provider.poll(job("fal")))
    assert caught.value.failure.cls == "transient"


@pytest.mark.parametrize(
    ("folder", "played", "says"),
    [
        ("ark", ("ark/poll-queued", "ark/cancel"), "asked"),
        ("ark", ("ark/poll-queued", "ark/cancel-running"), "too late"),
        ("ark", ("ark/poll-running",), "not offered"),
        ("ark", ("ark/poll-succeeded",), "too late"),
        ("dashscope", ("dashscope/poll-pending", "dashscope/cancel"), "asked"),
        ("dashscope", ("dashscope/poll-pending", "dashscope/cancel-running"), "too late"),
        ("dashscope", ("dashscope/poll-running",), "not offered"),
        ("fal", ("fal/poll-queued", "fal/cancel"), "asked"),
        ("fal", ("fal/poll-queued", "fal/cancel-late"), "too late"),
        ("fal", ("fal/poll-queued", "fal/cancel-gone"), "too late"),
        ("omnihuman", ("omnihuman/poll-queued",), "not offered"),
        ("runway", ("runway/poll-running", "runway/cancel"), "asked"),
        ("runway", ("runway/poll-succeeded",), "too late"),
        ("omni", ("omni/poll-running", "omni/cancel"), "asked"),
        ("gemini", ("gemini/poll-running",), "not offered"),
        ("h3", ("h3/poll-queued", "h3/cancel"), "asked"),
        ("h3", ("h3/poll-queued", "h3/cancel-running"), "too late"),
        ("h3", ("h3/poll-running",), "not offered"),
        ("h3", ("h3/poll-succeeded",), "too late"),
        ("luma", ("luma/poll-queued",), "not offered"),
        ("luma-agents", ("luma-agents/poll-queued",), "not offered"),
        ("minimax", ("minimax/poll-queued",), "not offered"),
        ("heygen", ("heygen/poll-pending",), "not offered"),
        ("comfyui", ("comfyui/poll-queued", "comfyui/cancel"), "asked"),
        ("comfyui", ("comfyui/poll-running", "comfyui/cancel-running"), "asked"),
        ("comfyui", ("comfyui/poll-over", "comfyui/history-succeeded"), "too late"),
        ("kling", ("kling/poll-processing",), "not offered"),
        ("synthesia", ("synthesia/poll-running",), "not offered"),
        ("topaz", ("topaz/poll-accepted", "topaz/cancel"), "asked"),
        ("topaz", ("topaz/poll-accepted", "topaz/cancel-late"), "too late"),
        ("topaz", ("topaz/poll-processing",), "not offered"),
        ("openai", ("openai/poll-running",), "not offered"),
        ("openrouter", ("openrouter/poll-queued",), "not offered"),
        ("replicate", ("replicate/poll-queued", "replicate/cancel"), "asked"),
        ("replicate", ("replicate/poll-succeeded",), "too late"),
    ],
)
def test_a_job_is_cancelled_only_while_that_cannot_lose_a_take(folder: str, played: tuple[str, ...], says: str) -> None:
    assert asyncio.run(playing(folder, *played).cancel(job(folder))) == says


def found(folder: str, answer: str, known: tuple[str, ...] = (), **changed: object) -> str | None:
    one = exchange(answer)
    body = one["response"]["body"]
    for name in ("items", "generations"):
        if name in body:
            body[name] = [{**item, **changed} for item in body[name]]
    provider = adapter(folder, Played(one))
    job = asyncio.run(provider.find(USUAL[folder], TODAY, known))
    return job and str(job)


def test_a_lost_answer_is_found_by_our_own_id() -> None:
    assert found("kling", "kling/find") == "kt_7f3a1c9e52"
    assert found("kling", "kling/find-none") is None
    assert found("legacy", "kling/legacy-find") == '{"id":"893104733215207488","kind":"text2video"}'
    assert found("heygen", "heygen/list") == exchange("heygen/list")["job"]
    assert found("heygen", "heygen/list-none") is None
    assert found("synthesia", "synthesia/list") == exchange("synthesia/list")["job"]
    assert found("synthesia", "synthesia/list-none") is None


def test_a_lost_answer_is_found_in_the_list_by_seed_length_and_time() -> None:
    made = int(TODAY.timestamp())
    assert found("ark", "ark/list", created_at=made) == "cgt-20261121100000-x7k2m"
    assert found("ark", "ark/list", created_at=made, seed=12) is None
    assert found("ark", "ark/list", created_at=made, duration=6) is None
    assert found("ark", "ark/list", created_at=made - 600) is None
    assert found("ark", "ark/list", ("cgt-20261121100000-x7k2m",), created_at=made) is None


def test_a_lost_answer_is_found_in_the_list_by_all_that_was_asked() -> None:
    asked = exchange("luma/list")["response"]["body"]["generations"][0]["request"]
    assert found("luma", "luma/list") == "123e4567-e89b-12d3-a456-426614174000"
    assert found("luma", "luma/list", created_at="2026-11-21T09:50:00Z") is None
    for change in ({"prompt": "A bus"}, {"resolution": "1080p"}, {"duration": "9s"}, {"aspect_ratio": "1:1"}):
        assert found("luma", "luma/list", request=asked | change) is None


def test_a_list_without_words_or_seeds_shows_only_that_an_order_never_arrived() -> None:
    """Another order of the same length may be the one that is seen."""
    made = int(TODAY.timestamp())
    assert found("h3", "h3/list", created_at=made - 600) is None
    assert found("h3", "h3/list", created_at=made, duration=6) is None
    assert found("h3", "h3/list", created_at=made, resolution="2K") is None
    assert found("h3", "h3/list", ("424010985738629",), created_at=made) is None
    with pytest.raises(CallFailedError, match="1 job may be the one that was ordered: 424010985738629"):
        found("h3", "h3/list", created_at=made)


def rows(**changed: object) -> str | None:
    """What is found in DashScope's list where its task is changed so."""
    one = exchange("dashscope/list")
    made = {"gmt_create": int(TODAY.timestamp()) * 1000}
    one["response"]["body"]["data"] = [{**item, **made, **changed} for item in one["response"]["body"]["data"]]
    job = asyncio.run(adapter("dashscope", Played(one)).find(USUAL["dashscope"], TODAY, ()))
    return job and str(job)


def test_wans_list_of_models_and_times_shows_only_that_an_order_never_arrived() -> None:
    assert rows(gmt_create=int(TODAY.timestamp() - 600) * 1000) is None
    assert rows(model_name="wan2.6-i2v") is None
    with pytest.raises(
        CallFailedError, match=f"1 job may be the one that was ordered: {exchange('dashscope/list')['job']}"
    ):
        rows()


def test_sound_goes_to_wan_by_its_address_only() -> None:
    voice = Asset(digest_bytes(b"wav"), "audio/wav", b"wav")
    with pytest.raises(CallFailedError, match="only its address is taken") as caught:
        asyncio.run(playing("dashscope").upload(voice))
    assert "name a bucket of yours" in str(caught.value)


def test_two_jobs_that_may_be_the_one_are_left_to_a_person() -> None:
    one = exchange("ark/list")
    item = {**one["response"]["body"]["items"][0], "created_at": int(TODAY.timestamp())}
    one["response"]["body"]["items"] = [item, {**item, "id": "cgt-20261121100000-other"}]
    with pytest.raises(CallFailedError, match="2 jobs may be the one that was ordered") as caught:
        asyncio.run(adapter("ark", Played(one)).find(USUAL["ark"], TODAY, ()))
    assert caught.value.failure.cls == "unknown"


def test_a_list_is_read_to_the_page_where_older_jobs_begin() -> None:
    one = exchange("ark/list")
    made = int(TODAY.timestamp())
    item = one["response"]["body"]["items"][0]
    page = [{**item, "id": f"other-{at}", "seed": 100 + at, "created_at": made} for at in range(100)]
    last = [{**item, "created_at": made}, {**item, "id": "old", "created_at": made - 3600}]
    answers = [
        {**one, "response": {**one["response"], "body": {"total": 102, "items": items}}} for items in (page, last)
    ]
    transport = Played(*answers)
    job = asyncio.run(adapter("ark", transport).find(USUAL["ark"], TODAY, ()))
    assert str(job) == "cgt-20261121100000-x7k2m"
    assert [request.url.params["page_num"] for request in transport.seen] == ["1", "2"]


@pytest.mark.parametrize("folder", BLIND)
def test_a_blind_provider_cannot_be_asked_for_a_lost_order(folder: str) -> None:
    provider = playing(folder)
    assert provider.reconcile == "blind"
    with pytest.raises(CallFailedError, match="cannot be looked up"):
        asyncio.run(provider.find(USUAL[folder], TODAY, ()))


ASSET = Asset(digest_bytes(b"png"), "image/png", b"png")
LARGE = Asset(digest_bytes(b"large"), "image/png", bytes(4 << 20))


BY_ADDRESS = ("comfyui", "heygen", "kie", "luma", "omnihuman", "synthesia")


@pytest.mark.parametrize("folder", [folder for folder in USUAL if folder not in BY_ADDRESS])
def test_a_small_file_goes_along_in_the_order(folder: str) -> None:
    uploaded = asyncio.run(playing(folder).upload(ASSET))
    assert (uploaded.address, uploaded.expires) == ("data:image/png;base64,cG5n", None)


def test_a_large_file_is_uploaded_to_runway_without_the_key() -> None:
    ticket = exchange("runway/upload")
    ticket["request"]["body"] = {"filename": f"{LARGE.digest[:16]}.png", "type": "ephemeral"}
    form = {
        "request": {"method": "POST", "path": "/ephemeral", "query": {}, "headers": {}, "body": None},
        "response": {"status": 204, "headers": {}, "body": None},
    }
    transport = Played(ticket, form)
    uploaded = asyncio.run(adapter("runway", transport).upload(LARGE))
    assert uploaded.address == "runway://eyJhbGciOiJIUzI1NiJ9.first"
    assert uploaded.expires == TODAY + timedelta(hours=24)
    sent = transport.seen[1]
    assert sent.url.host == "uploads.runwayml.com"
    assert "authorization" not in sent.headers
    assert sent.headers["content-type"].startswith("multipart/form-data")


HUGE = Asset(digest_bytes(b"huge"), "video/mp4", bytes((10 << 20) + 1))
PUT = {"method": "PUT", "path": "/5f6c7e0a-1b2c-4d3e-9f40-8a9b0c1d2e3f", "query": {}, "headers": {}, "body": None}


def given_to_luma(*looks: str, stored: int = 200) -> tuple[Played, Adapter]:
    leave = exchange("luma-agents/upload")
    leave["request"]["body"]["filename"] = f"{HUGE.digest[:32]}.mp4"
    put = {"request": PUT, "response": {"status": stored, "headers": {}, "body": None}}
    transport = Played(leave, put, exchange("luma-agents/upload-complete"), *map(exchange, looks))
    return transport, adapter("luma-agents", transport)


def test_a_large_file_is_put_into_lumas_storage_and_waited_for() -> None:
    transport, provider = given_to_luma("luma-agents/upload-ready")
    uploaded = asyncio.run(provider.upload(HUGE))
    assert uploaded.address == "luma-file:5f6c7e0a-1b2c-4d3e-9f40-8a9b0c1d2e3f"
    put = transport.seen[1]
    assert (len(put.content), put.headers["content-type"]) == (len(HUGE.content), "video/mp4")
    assert "authorization" not in put.headers


def test_a_file_that_luma_refuses_is_a_refusal() -> None:
    _, provider = given_to_luma("luma-agents/upload-refused")
    with pytest.raises(CallFailedError, match="flagged by our content moderation") as caught:
        asyncio.run(provider.upload(HUGE))
    assert caught.value.failure.cls == "refusal"


def test_a_file_that_a_storage_does_not_take_is_not_uploaded() -> None:
    _, provider = given_to_luma(stored=403)
    with pytest.raises(CallFailedError, match="storage answers the file with HTTP 403"):
        asyncio.run(provider.upload(HUGE))


def test_a_file_goes_to_comfyui_in_one_form_and_is_named_there() -> None:
    uploaded = asyncio.run(playing("comfyui", "comfyui/upload").upload(ASSET))
    assert uploaded.address == f"longtake/{ASSET.digest[:32]}.png"
    assert uploaded.expires is not None


def test_a_file_goes_to_heygen_in_one_form_and_stays() -> None:
    transport = Played(exchange("heygen/upload"))
    uploaded = asyncio.run(adapter("heygen", transport).upload(ASSET))
    assert (uploaded.address, uploaded.expires) == ("heygen://2b7f4a1c0d9e4f36", None)
    assert transport.seen[0].headers["content-type"].startswith("multipart/form-data")
    assert b'name="file"; filename="' in transport.seen[0].read()


def test_a_recording_goes_up_to_synthesias_other_host_as_it_is_and_only_as_mp3() -> None:
    transport = Played(exchange("synthesia/upload"))
    provider = adapter("synthesia", transport)
    uploaded = asyncio.run(provider.upload(Asset(digest_bytes(b"mp3"), "audio/mpeg", b"mp3")))
    assert uploaded.address == "synthesia://5d1c7e90-b1f2-4c53-9e0a-7c0d9e4f36aa"
    assert transport.seen[0].url.host == "upload.api.synthesia.io"
    assert transport.seen[0].read() == b"mp3"
    with pytest.raises(CallFailedError, match="MP3 alone, and this file is audio/wav"):
        asyncio.run(provider.upload(Asset(digest_bytes(b"wav"), "audio/wav", b"wav")))


@pytest.mark.parametrize(
    ("folder", "most", "says"),
    [
        ("kling", 10 << 20, "too large to go along"),
        ("heygen", 32 << 20, "only its address is taken"),
        ("kie", 0, "only its address is taken"),
        ("luma", 0, "only its address is taken"),
        ("omnihuman", 0, "only its address is taken"),
    ],
)
def test_a_file_that_is_too_large_to_go_along_needs_a_bucket(folder: str, most: int, says: str) -> None:
    asset = Asset(digest_bytes(b"huge"), "video/mp4", bytes(most + 1))
    with pytest.raises(CallFailedError, match=says) as caught:
        asyncio.run(playing(folder).upload(asset))
    assert "name a bucket of yours" in str(caught.value)


def test_the_key_goes_along_to_a_takes_address_only_at_the_providers_own_host() -> None:
    def headers(folder: str, url: str) -> dict:
        return dict(playing(folder).link(Output(url)).headers)

    theirs = "https://generativelanguage.googleapis.com/v1beta/files/f8:download?alt=media"
    assert list(headers("gemini", theirs)) == ["x-goog-api-key"]
    assert headers("gemini", "https://elsewhere.example/f8.mp4") == {}
    assert headers("fal", "https://v3b.fal.media/files/b/output.mp4") == {}
    assert headers("runway", "https://dnznrvs05pmza.cloudfront.net/output.mp4") == {}
    assert list(headers("vertex", "gs://bucket/takes/6b1f/sample_0.mp4")) == ["authorization"]


def test_a_takes_address_in_a_bucket_is_read_by_its_json_interface() -> None:
    link = playing("vertex").link(Output("gs://bucket/takes/6b1f0c9a/sample_0.mp4"))
    written = exchange("vertex/download")["request"]
    assert link.url == f"https://storage.googleapis.com{written['path']}?alt=media"


def test_an_answer_that_leads_the_key_to_another_host_is_not_followed() -> None:
    answer = exchange("fal/create-text")["response"]["body"] | {"status_url": "https://evil.example/status"}
    heard = Heard(body=answer)
    provider = adapter("fal", heard)
    state = asyncio.run(provider.poll(asyncio.run(provider.submit(USUAL["fal"]))))
    assert state.failure is not None
    assert "leads to another host" in state.failure.what
    assert [request.url.host for request in heard.seen] == ["queue.fal.run"]


@pytest.mark.parametrize("body", [None, "<html>", [], {}, {"id": None}, {"data": 3}, {"request_id": 1}])
@pytest.mark.parametrize("folder", USUAL)
def test_an_answer_of_another_shape_leaves_an_order_unknown(folder: str, body: object) -> None:
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(adapter(folder, Heard(body=body)).submit(USUAL[folder]))
    assert caught.value.failure.cls == "unknown"


@pytest.mark.parametrize("folder", USUAL)
def test_a_poll_that_is_answered_in_another_shape_may_be_repeated(folder: str) -> None:
    with pytest.raises(CallFailedError, match="not the shape") as caught:
        asyncio.run(adapter(folder, Heard(body="<html>soon back</html>")).poll(job(folder)))
    assert caught.value.failure.cls == "transient"


def test_what_a_provider_says_never_shows_the_key() -> None:
    provider = adapter("runway", Heard(401, {"error": "no such key: key_test"}))
    for call in (provider.submit(USUAL["runway"]), provider.poll(job("runway"))):
        with pytest.raises(CallFailedError) as caught:
            asyncio.run(call)
        assert "no such key: ***" in str(caught.value)
        assert "key_test" not in str(caught.value) + repr(caught.value.failure)


@pytest.mark.parametrize("before", [0, 290, 295, 299])
def test_not_even_half_a_key_is_left_where_words_are_cut(before: int) -> None:
    said = "x" * before + " key_test"
    state = exchange("runway/poll-failed")["response"]["body"] | {"failure": said}
    failure = asyncio.run(adapter("runway", Heard(body=state)).poll(job("runway"))).failure
    assert failure is not None
    assert "key" not in failure.what
    with pytest.raises(CallFailedError) as caught:
        asyncio.run(adapter("runway", Heard(400, {"error": said})).submit(USUAL["runway"]))
    assert "key" not in caught.value.failure.what


def test_kling_signs_a_token_that_is_good_for_half_an_hour() -> None:
    heard = Heard(body=exchange("kling/legacy-create-text")["response"]["body"])
    asyncio.run(adapter("legacy", heard).submit(USUAL["legacy"]))
    scheme, _, token = heard.seen[0].headers["authorization"].partition(" ")
    signed, _, signature = token.rpartition(".")
    head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in signed.split("."))
    expected = hmac.digest(b"secret-key", signed.encode(), hashlib.sha256)
    assert scheme == "Bearer"
    assert head == {"alg": "HS256", "typ": "JWT"}
    assert claims == {"iss": "access-key", "exp": int(TODAY.timestamp()) + 1800, "nbf": int(TODAY.timestamp()) - 5}
    assert base64.urlsafe_b64decode(signature + "==") == expected
    assert heard.said["external_task_id"] == TOKEN
