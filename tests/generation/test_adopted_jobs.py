"""A job of which a person knows the id is asked after as the one that the provider named itself."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from exchanges import MODELS, PROVIDERS, job

from longtake.generation.provider import Job
from longtake.generation.providers import wire_of
from longtake.generation.wire import Call


def plain(call: Call | None) -> Call | None:
    """The call without the host that an address of the provider's names."""
    return call and replace(call, path=urlsplit(call.path).path if "://" in call.path else call.path)


@pytest.mark.parametrize("folder", MODELS)
def test_an_adopted_job_is_asked_after_fetched_and_cancelled_as_one_that_was_placed(folder: str) -> None:
    wire, placed = wire_of(PROVIDERS.get(folder, folder), MODELS[folder]), job(folder)
    adopted = wire.adopted(placed.id, MODELS[folder], "text")
    assert Job.parse(str(adopted)) == adopted
    for ask in (wire.polling, wire.fetching, lambda one: wire.cancelling(one, "queued")):
        assert plain(ask(adopted)) == plain(ask(placed))


def test_a_request_at_fal_lies_below_the_apps_name_and_not_below_the_path_it_was_sent_to() -> None:
    adopted = wire_of("fal", "fal-ai/veo3.1").adopted("7", "fal-ai/kling-video/v3/pro", "image")
    assert adopted.links["response"] == "/fal-ai/kling-video/requests/7"


def test_a_job_of_kling_lies_where_its_kind_does() -> None:
    legacy = wire_of("kling", "kling-v3")
    assert legacy.adopted("7", "kling-v3", "image").links == {"kind": "image2video"}
    assert legacy.adopted("7", "kling-v3-omni", "image").links == {"kind": "omni-video"}
