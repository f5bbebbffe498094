"""The emulator says what fixtures/wire says that the providers say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from emulator_bench import PREFIXES, Bench, Exchange, exchange, exchanges

_JOB_FAULTS = {
    "a throttled job": "job-throttled",
    "a refused job": "job-refused",
    "a refused job, output": "job-refused-output",
    "a failed job": "job-failed",
    "a failed job, asset": "job-failed-asset",
    "a failed job, empty": "job-empty",
    "a finished job, empty": "job-empty",
    "a vanished job": "job-vanishes",
    "an expired job": "job-expired",
    "an incomplete job": "job-incomplete",
}
_FAULTS = {"bad gateway": "bad-gateway", "gateway timeout": "gateway-timeout"}
# What the emulator does not play: variants that only an adapter's table of errors has to know, and calls the other way.
_LEFT_OUT = {
    "ark/callback",
    "ark/error-refused-image",
    "fal/webhook-error",
    "fal/webhook-ok",
    "comfyui/error-node",
    "comfyui/history-interrupted",
    "comfyui/history-memory",
    "comfyui/history-two",
    "gemini/download-redirected",
    "gemini/error-key-not-valid",
    "kling-acting/identify-crowd",
    "kling/callback",
    "luma-agents/upload-refused",
    "luma/callback",
    "minimax/callback",
    "minimax/callback-challenge",
    "openrouter/poll-cancelled",
    "openrouter/poll-stored",
    "runway/poll-failed-preprocessing",
    "runway/poll-failed-third-party",
    "synthesia/error-plan",
    "vertex/error-permission",
}
_PLAYED = [one for one in exchanges() if f"{one.folder}/{one.name}" not in _LEFT_OUT]


@pytest.mark.parametrize("written", _PLAYED, ids=lambda one: f"{one.folder}/{one.name}")
def test_an_answer_has_the_written_status_and_shape(written: Exchange) -> None:
    bench = Bench()
    job = _given(bench, written)
    reply, body = _download(bench, written, job) if "download" in written.name else bench.play(written, job)
    assert reply.status == written.response["status"], body
    expected = written.response["body"]
    if isinstance(expected, dict) and "$bytes" in expected:
        assert reply.headers["content-type"] == expected["$bytes"]
        assert reply.headers.keys() >= {"etag", "accept-ranges"}
    elif expected is None or isinstance(expected, str):
        assert isinstance(body, bytes)
    else:
        assert list(_differences(expected, body, written.name)) == []
    for name in written.response["headers"].keys() & {"x-fal-error-type", "x-fal-request-id"}:
        assert name in reply.headers


def test_what_is_left_out_is_written_down() -> None:
    names = {f"{one.folder}/{one.name}" for one in exchanges()}
    assert names >= _LEFT_OUT


def _given(bench: Bench, written: Exchange) -> str:
    """Brings the emulator into the written state; the id of the job that it is about."""
    kind, _, fault = written.given.partition("fault: ")
    if fault:
        if fault != "version":
            bench.fault(_FAULTS.get(fault, fault))
        return ""
    if kind == "nothing":
        return ""
    if written.given in _JOB_FAULTS:
        bench.fault(_JOB_FAULTS[written.given])
    job = _create(bench, written)
    _pass_time(bench, written, job)
    return job


_CREATES = {
    **dict.fromkeys(("heygen", "kling-acting", "omnihuman"), "create-portrait"),
    "synthesia": "create-avatar",
    "topaz": "create-address",
}


def _create(bench: Bench, written: Exchange) -> str:
    name = "create-inline" if "inline" in written.given else _CREATES.get(written.folder, "create-text")
    if written.folder == "vertex" and name == "create-text":
        name = "create-frames"
    reply, body = bench.play(exchange(written.folder, "legacy-create-text" if written.is_legacy else name))
    assert reply.status in (200, 201, 202), body
    return bench.studio.jobs()[0].id


def _pass_time(bench: Bench, written: Exchange, job: str) -> None:
    (found,) = bench.studio.jobs()
    if written.given == "a cancelled job":
        _cancel(bench, written.folder, job)
    elif written.given == "a running job":
        bench.clock.advance(found.starts - bench.clock.now() + 1)
    elif written.given == "a removed job":
        bench.clock.advance(found.expires - bench.clock.now())
    elif "queued" not in written.given and "throttled" not in written.given:
        bench.finish()
    if written.given == "an expired result":
        _links(bench, written, job)
        bench.call("POST", "/_emulator/expire")


def _cancel(bench: Bench, folder: str, job: str) -> None:
    reply, _ = bench.play(exchange(folder, "cancel"), job)
    assert reply.status in (200, 202, 204)


def _links(bench: Bench, written: Exchange, job: str) -> list[str]:
    """Every link in the answer of a finished job."""
    name = {"fal": "result", "minimax": "retrieve", "topaz": "poll-complete"}.get(written.folder, "poll-succeeded")
    text = json.dumps(bench.play(exchange(written.folder, name), job)[1]).replace('\\"', '"')
    return re.findall(r'"((?:http|gs)s?://[^"]*?)"', text)


def _download(bench: Bench, written: Exchange, job: str) -> tuple[Any, Any]:
    if written.folder in ("openai", "openrouter"):
        return bench.play(written, job)
    if written.given == "an expired result":
        prefix = PREFIXES.get(written.folder, written.folder)
        link = f"http://127.0.0.1:8099/{prefix}/takes/{bench.studio.link(bench.studio.jobs()[0])}/output.mp4"
        if written.folder == "gemini":
            token = bench.studio.link(bench.studio.jobs()[0])
            link = f"http://127.0.0.1:8099/gemini/v1beta/files/{token}:download?alt=media"
    elif written.folder == "comfyui":
        token = bench.studio.link(bench.studio.jobs()[0])
        link = f"http://127.0.0.1:8099/comfyui/view?filename={token}.mp4&subfolder=video&type=output"
    else:
        link = next(one for one in _links(bench, written, job) if not one.startswith("https"))
    if link.startswith("gs://"):
        link = (
            f"http://127.0.0.1:8099/vertex/storage/v1/b/{link.removeprefix('gs://').replace('/', '/o/', 1)}?alt=media"
        )
    reply = bench.fetch(link, written.request["headers"])
    return reply, json.loads(reply.body) if reply.headers.get("content-type") == "application/json" else reply.body


def _differences(written: Any, said: Any, place: str) -> Iterator[str]:
    """Where two answers differ in their keys or in what kind of value stands there."""
    if isinstance(written, dict) and isinstance(said, dict):
        for key in sorted(written.keys() ^ said.keys()):
            yield f"{place}.{key}: {'missing' if key in written else 'nobody wrote of it'}"
        for key in written.keys() & said.keys() - {"id"}:  # an id is opaque: any text will do
            yield from _differences(written[key], said[key], f"{place}.{key}")
    elif isinstance(written, list) and isinstance(said, list):
        if bool(written) != bool(said):
            yield f"{place}: {len(written)} written, {len(said)} said"
        if written and said:
            yield from _differences(written[0], said[0], f"{place}[0]")
    elif _kind(written) != _kind(said):
        yield f"{place}: {_kind(written)} written, {_kind(said)} said: {said!r}"


def _kind(value: Any) -> str:
    """What a value is to a reader of it: times by their unit, text by its form."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return type(value).__name__
    if isinstance(value, int | float):
        return "milliseconds" if value > 10**12 else "seconds since 1970" if value > 10**9 else "number"
    forms = {
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ": "time",
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z": "time with milliseconds",
        r"https?://.*": "link",
        r"gs://.*": "place in a bucket",
        r"\d+s": "length with its unit",
        r"\d+(\.\d+)?": "number as text",
    }
    return next((kind for form, kind in forms.items() if re.fullmatch(form, value)), "text")
