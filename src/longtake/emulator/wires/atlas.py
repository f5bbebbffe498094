"""Atlas Cloud: predictions of many models, whose fields stand beside the model's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longtake.emulator.job import State
from longtake.emulator.wire import Answer, Call, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.forms import asked_by_form
from longtake.emulator.wires.links import bearer, download
from longtake.media import digest_of

__all__ = ["ATLAS"]

_WORDS: Mapping[State, str] = {
    "queued": "processing",
    "throttled": "processing",
    "running": "processing",
    "finished": "completed",
    "empty": "completed",
    "expired": "timeout",
}
_FAILURES: Mapping[State, tuple[str, int]] = {"refused": ("The input was rejected by content moderation.", 1039)}
_FAILURE = ("The generation failed.", 1000)
_ERRORS: Mapping[str, tuple[int, str]] = {
    "invalid": (400, "invalid request"),
    "refused": (400, "the input was rejected by content moderation"),
    "key": (401, "unauthorized"),
    "balance": (402, "insufficient balance"),
    "permission": (403, "forbidden"),
    "precondition": (403, "forbidden"),
    "model": (404, "model not found"),
    "gone": (404, "prediction not found"),
    "throttled": (429, "rate limit reached"),
    "capacity": (429, "rate limit reached"),
    "internal": (500, "internal error"),
    "unavailable": (503, "temporarily unavailable"),
    "gateway-timeout": (504, "timeout"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, words = _ERRORS[trouble.word]
    request = digest_of(["error", trouble.word])[:32]
    body = {"code": status, "msg": trouble.message or words, "request_id": request, "data": None}
    return Answer(status, body, {"x-request-id": request})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    job = call.ordered(asked_by_form(call, "atlas", body.text("model"), body), lambda mine, _: mine[:32])
    return Answer(200, {"code": 200, "data": {"id": job.id, "status": "processing"}})


def _poll(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "atlas"))
    links = [f"{call.base}/takes/{call.studio.link(job)}/output.mp4"] if state == "finished" else None
    data: dict[str, Any] = {"id": job.id, "status": _WORDS.get(state, "failed"), "outputs": links}
    if data["status"] in ("failed", "timeout"):
        data["error"], data["error_code"] = _FAILURES.get(state, _FAILURE)
    return Answer(200, {"code": 200, "data": data})


ATLAS = Wire(
    "atlas",
    "/atlas",
    (
        Route("create", "POST", "/api/v1/model/generateVideo", _create),
        Route("poll", "GET", "/api/v1/model/prediction/{id}", _poll),
        download("/takes/{token}/output.mp4", expired=403),
    ),
    bearer,
    _refuse,
)
