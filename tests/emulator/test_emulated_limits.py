"""The emulator makes what the catalogue says that a model makes, and refuses the rest in the provider's own words: so a
mapping that asks for something else is caught without a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from emulator_bench import Bench, exchange

Change = Mapping[str, Any]


def ordered(folder: str, name: str, change: Change, path: str = "") -> tuple[Bench, int, Any]:
    """The written order with fields of its body changed; a name with dots leads inside."""
    bench, written = Bench(), exchange(folder, name)
    body = dict(written.request["body"])
    for place, value in change.items():
        inner, *names = body, *place.split(".")
        for step in names[:-1]:
            inner = inner[int(step)] if step.isdecimal() else inner[step]
        inner[names[-1]] = value
    prefix = "gemini" if folder == "omni" else folder
    reply, told = bench.call("POST", f"/{prefix}{path or written.request['path']}", body, written.request["headers"])
    return bench, reply.status, told


@pytest.mark.parametrize(
    ("folder", "name", "change", "status", "says"),
    [
        ("ark", "create-text", {"duration": 60}, 400, "duration 60 is not supported for text at 720p"),
        ("ark", "create-text", {"ratio": "2:1"}, 400, "size 720p is not supported"),
        ("fal", "create-text", {"duration": "5s"}, 422, "duration 5 is not supported for text"),
        ("fal", "create-text", {"resolution": "360p"}, 422, "size 360p is not supported"),
        ("gemini", "create-text", {"parameters.durationSeconds": 5}, 400, "duration 5 is not supported"),
        ("gemini", "create-text", {"parameters.aspectRatio": "1:1"}, 400, "size 720p is not supported"),
        ("gemini", "create-references", {"parameters.durationSeconds": 4}, 400, "duration 4 is not supported for ref"),
        ("kling", "create-text", {"settings.duration": 2}, 400, "duration 2 is not supported"),
        (
            "kling",
            "legacy-create-text",
            {"model_name": "kling-v2-6", "duration": "7"},
            400,
            "duration 7 is not supported",
        ),
        ("omni", "create-text", {"response_format.duration": "30s"}, 400, "duration 30 is not supported"),
        ("runway", "create-text", {"ratio": "1920:1080"}, 400, "size 1920x1080 is not supported"),
        ("runway", "create-text", {"duration": 11}, 400, "duration 11 is not supported"),
        ("runway", "create-frames", {"model": "gen4_turbo", "duration": 11}, 400, "duration 11 is not supported"),
        ("vertex", "create-text", {"parameters.durationSeconds": 7}, 400, "duration 7 is not supported"),
    ],
)
def test_what_a_model_does_not_make_is_refused_as_its_provider_does(
    folder: str, name: str, change: Change, status: int, says: str
) -> None:
    bench, found, told = ordered(folder, name, change)
    assert (found, says in str(told)) == (status, True), told
    assert not bench.studio.jobs()
    written = exchange(folder, f"{'legacy-' if name.startswith('legacy') else ''}error-invalid").response
    assert found == written["status"]
    assert told.keys() == written["body"].keys()


def test_what_goes_together_is_what_counts() -> None:
    """Veo makes 1080p in 8 seconds alone."""
    large = {"parameters.resolution": "1080p"}
    assert ordered("gemini", "create-text", large)[1] == 200
    assert ordered("gemini", "create-text", {"parameters.durationSeconds": 6})[1] == 200
    _, status, told = ordered("gemini", "create-text", {**large, "parameters.durationSeconds": 6})
    assert (status, told["error"]["message"]) == (400, "duration 6 is not supported for text at 1080p")


def test_more_inputs_than_a_model_takes_are_refused() -> None:
    picture = exchange("gemini", "create-references").request["body"]["instances"][0]["referenceImages"][0]
    _, status, told = ordered("gemini", "create-references", {"instances.0.referenceImages": [picture] * 4})
    assert (status, told["error"]["message"]) == (400, "4 inputs are not supported for references")


def test_a_model_that_makes_nothing_from_words_alone_is_not_asked_for_that() -> None:
    _, status, told = ordered("runway", "create-text", {"model": "gen4_turbo"})
    assert (status, "gen4_turbo makes nothing from text" in str(told)) == (400, True)


def test_a_model_that_the_catalogue_does_not_know_makes_anything() -> None:
    _, status, _ = ordered("runway", "create-text", {"model": "somebody-made-this-up", "duration": 599})
    assert status == 200
