"""Replicate: one contract of predictions for many models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from longtake.emulator.clock import iso_time
from longtake.emulator.job import Job, State
from longtake.emulator.signing import standard_signed
from longtake.emulator.sounds import note_sound
from longtake.emulator.wire import Answer, Call, Callback, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.forms import asked_by_form
from longtake.emulator.wires.links import bearer, download
from longtake.media import digest_of

__all__ = ["REPLICATE"]

_PAGE = 100
_WORDS: Mapping[State, str] = {
    "queued": "starting",
    "throttled": "starting",
    "running": "processing",
    "finished": "succeeded",
    "empty": "succeeded",
    "cancelled": "canceled",
}
_FAILURES: Mapping[State, str] = {
    "refused": "The input or output was flagged as sensitive. Please try again with different inputs. (E005)",
}
_FAILURE = "Prediction interrupted; please retry (code: PA)"
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "key": (401, "Unauthenticated", "You did not pass a valid authentication token"),
    "permission": (403, "Forbidden", "You do not have permission to perform this action."),
    "precondition": (403, "Forbidden", "You do not have permission to perform this action."),
    "balance": (402, "Insufficient credit", "You have insufficient credit to run this model."),
    "model": (404, "Not found", "The requested resource could not be found."),
    "gone": (404, "Not found", "The requested resource could not be found."),
    "internal": (500, "Internal server error", "An internal server error occurred."),
    "unavailable": (503, "Service unavailable", "The service is temporarily unavailable."),
    "gateway-timeout": (504, "Gateway timeout", "The service did not answer in time."),
}


def _refuse(trouble: Trouble) -> Answer:
    word, message = trouble.word, trouble.message
    if word in ("throttled", "capacity"):
        return Answer(429, {"detail": "Request was throttled. Your rate limit resets in ~30s."})
    if word in ("invalid", "refused"):
        field = {"type": "value_error", "field": "input", "description": message or "unexpected value"}
        body = {"title": "Input validation failed", "detail": f"- input: {message or 'unexpected value'}"}
        return Answer(422, {**body, "status": 422, "invalid_fields": [field]})
    status, title, detail = _ERRORS[word]
    return Answer(status, {"title": title, "detail": message or detail, "status": status})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    name = f"{call.parts['owner']}/{call.parts['name']}" if "name" in call.parts else ""
    version = "" if name else body.text("version")
    asked = asked_by_form(call, "replicate", name or version, body.fields("input"))
    asked = replace(asked, said=body.get("input", {}))
    job = call.ordered(asked, lambda mine, _: mine[:26])
    return Answer(201, _prediction(call, job, job.state(call.now)))


def _poll(call: Call) -> Answer:
    return Answer(200, _prediction(call, *_found(call)))


def _cancel(call: Call) -> Answer:
    job, state = _found(call)
    if state in ("queued", "throttled", "running"):
        job = call.studio.cancel(job)
    return Answer(200, _prediction(call, job, job.state(call.now)))


def _list(call: Call) -> Answer:
    known = [job for job in call.studio.jobs("replicate", call.account) if job.state(call.now) != "vanished"]
    cursor = call.one("cursor", "0")
    first = int(cursor) if cursor.isdecimal() else 0
    newest = known[::-1][first : first + _PAGE]
    more = f"{call.base}/v1/predictions?cursor={first + _PAGE}" if len(known) > first + _PAGE else None
    results = [_prediction(call, job, job.state(call.now)) for job in newest]
    return Answer(200, {"previous": None, "next": more, "results": results})


def _upload(call: Call) -> Answer:
    file = Fields(call.body).fields("content")
    mine = digest_of([call.account, file.text("digest")])[:26]
    now = call.now
    note_sound(call, f"{call.base}/v1/files/{mine}", file)
    told = {
        "id": mine,
        "name": file.text("name"),
        "content_type": file.text("type"),
        "size": file.whole("size"),
        "etag": mine,
        "checksums": {"sha256": file.text("digest")},
        "metadata": {},
        "created_at": _time(now),
        "expires_at": _time(now + 24 * 3600 * 1000),
        "urls": {"get": f"{call.base}/v1/files/{mine}"},
    }
    return Answer(201, told)


def _found(call: Call) -> tuple[Job, State]:
    return call.known(call.studio.job(call.parts["id"], "replicate"))


def _prediction(call: Call, job: Job, state: State) -> Mapping[str, Any]:
    """What a prediction says. An hour after it is over its input and output are gone."""
    word, is_removed = _WORDS.get(state, "failed"), call.now >= job.expires
    here = f"{call.base}/v1/predictions/{job.id}"
    name, _, version = job.asked.model.partition(":")
    told: dict[str, Any] = {
        "id": job.id,
        "model": name,
        "version": version or "hidden",
        "input": {} if is_removed else job.asked.said,
        "logs": "",
        "output": None,
        "data_removed": is_removed,
        "error": None,
        "source": "api",
        "status": word,
        "created_at": _time(job.ordered),
        "urls": {"cancel": f"{here}/cancel", "get": here, "stream": f"{here}/stream", "web": f"{here}/web"},
    }
    if word == "starting":
        return told
    told["started_at"] = _time(job.starts)
    if word == "processing":
        return told
    told |= {
        "completed_at": _time(job.changed_at(call.now)),
        "metrics": {"predict_time": (job.ends - job.starts) / 1000},
    }
    if state == "finished" and not is_removed:
        told["output"] = f"{call.base}/takes/{call.studio.link(job)}/output.mp4"
    if word == "failed":
        told["error"] = _FAILURES.get(state, _FAILURE)
    return told


def _time(milliseconds: int) -> str:
    return iso_time(milliseconds).replace("Z", ".000Z")


def _called(call: Call, job: Job, is_forged: bool) -> Callback:
    """The prediction as a poll gives it, signed."""
    said = {**_prediction(call, job, job.state(call.now)), **({"status": "failed"} if is_forged else {})}
    body = json.dumps(said).encode()
    return Callback(standard_signed(f"msg_{job.id}", body, is_forged), body)


REPLICATE = Wire(
    "replicate",
    "/replicate",
    (
        Route("create", "POST", "/v1/models/{owner}/{name}/predictions", _create),
        Route("create", "POST", "/v1/predictions", _create),
        Route("list", "GET", "/v1/predictions", _list),
        Route("poll", "GET", "/v1/predictions/{id}", _poll),
        Route("cancel", "POST", "/v1/predictions/{id}/cancel", _cancel),
        Route("upload", "POST", "/v1/files", _upload),
        download("/takes/{token}/output.mp4", expired=404),
    ),
    bearer,
    _refuse,
    _called,
)
