"""fal's queue: one contract for many apps; the answer to an order names the addresses to follow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from longtake.emulator.job import Job, State
from longtake.emulator.signing import fal_keys, fal_signed
from longtake.emulator.wire import Answer, Call, Callback, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.forms import asked_by_form
from longtake.emulator.wires.links import download
from longtake.media import digest_of

__all__ = ["FAL"]

_WAITING = ("queued", "throttled")
_DOCS = "https://docs.fal.ai/errors#"
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "key": (401, "Authentication is required to access this application.", ""),
    "permission": (403, "Access denied", ""),
    "precondition": (403, "Access denied", ""),
    "balance": (403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.", ""),
    "model": (404, "Application not found", ""),
    "gone": (404, "Request not found", ""),
    "early": (400, "Request is still in progress", ""),
    "throttled": (429, "Too many requests", "rate_limited"),
    "capacity": (429, "Too many requests", "rate_limited"),
    "internal": (500, "Internal server error", "internal_server_error"),
    "gateway-timeout": (504, "Gateway timeout", "request_timeout"),
}
_NGINX = (
    "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>nginx</center></body></html>"
)


def _refuse(trouble: Trouble) -> Answer:
    word, message = trouble.word, trouble.message
    if word == "unavailable":
        return Answer(503, _NGINX, {"content-type": "text/html"})
    if word == "invalid":
        return _detail("value_error", message or "unexpected value", ["body"], "")
    if word == "refused":
        return _detail("content_policy_violation", _FLAGGED, ["body", "prompt"], {})
    status, words, kind = _ERRORS[word]
    body = {"detail": message or words} | ({"error_type": kind} if kind else {})
    named = {"x-fal-error-type": kind, "x-fal-request-id": hexadecimal_uuid(digest_of(["error", word]))}
    return Answer(status, body, named if kind else {})


_FLAGGED = "The content could not be processed because it contained material flagged by a content checker."


def _detail(kind: str, message: str, place: list[str], given: Any, request: str = "") -> Answer:
    problem = {"loc": place, "msg": message, "type": kind, "url": f"{_DOCS}{kind}", "input": given}
    return Answer(422, {"detail": [problem]}, {"x-fal-request-id": request} if request else {})


def _key(headers: Mapping[str, str]) -> str:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "key" else ""


def _create(call: Call) -> Answer:
    asked = asked_by_form(call, "fal", call.path.strip("/"), Fields(call.body))
    job = call.ordered(asked, lambda mine, _: hexadecimal_uuid(mine))
    body = {"status": "IN_QUEUE", **_addresses(call, job), "queue_position": 0}
    return Answer(200, body | ({"gateway_request_id": job.id} if call.one("fal_webhook") else {}))


def _status(call: Call) -> Answer:
    job, state = _found(call)
    body: dict[str, Any] = {"status": _word(state), **_addresses(call, job)}
    if state in _WAITING:
        return Answer(202, body | {"queue_position": 0})
    body["logs"] = [] if call.one("logs") in ("1", "true", "True") else None
    if state == "running":
        return Answer(202, body)
    body["metrics"] = {} if state == "cancelled" else {"inference_time": (job.ends - job.starts) / 1000}
    if state != "finished":
        kind = {"cancelled": "request_cancelled", "refused": "content_policy_violation"}.get(state)
        words = {"cancelled": "Request cancelled", "refused": _FLAGGED}.get(state, "Internal server error")
        body |= {"error": words, "error_type": kind or "internal_server_error"}
    return Answer(200, body)


def _result(call: Call) -> Answer:
    job, state = _found(call)
    headers = {"x-fal-request-id": job.id}
    if state in (*_WAITING, "running"):
        raise Refused("early")
    if state == "refused":
        return _detail("content_policy_violation", _FLAGGED, ["body", "prompt"], {"prompt": job.asked.prompt}, job.id)
    if state == "empty":
        words = "The model did not produce the expected output."
        return _detail("no_media_generated", words, ["body"], {"prompt": job.asked.prompt}, job.id)
    if state == "finished":
        return Answer(200, _output(call, job), headers)
    failed = _refuse(Trouble("internal"))
    return Answer(failed.status, failed.body, {**failed.headers, **headers})


def _output(call: Call, job: Job) -> Mapping[str, Any]:
    link = f"{call.base}/takes/{call.studio.link(job)}/output.mp4"
    size = len(call.take(job))
    video = {"url": link, "content_type": "video/mp4", "file_name": "output.mp4", "file_size": size}
    return {"video": video, "seed": job.seed}


def _called(call: Call, job: Job, is_forged: bool) -> Callback:
    """The result that a job has, or the answer that its result would be."""
    said: dict[str, Any] = {"request_id": job.id, "gateway_request_id": job.id}
    if job.state(call.now) == "finished" and not is_forged:
        said |= {"status": "OK", "payload": _output(call, job)}
    else:
        said |= {"status": "ERROR", "error": "Unexpected status code: 500", "payload": {"detail": "Internal error"}}
    body = json.dumps(said).encode()
    return Callback(fal_signed(job.id, body, is_forged), body)


def _keys(call: Call) -> Answer:
    return Answer(200, fal_keys())


def _cancel(call: Call) -> Answer:
    job = call.studio.job(call.parts["id"], "fal")
    if job is None or job.account != call.account or job.state(call.now) == "vanished":
        return Answer(404, {"status": "NOT_FOUND"})
    if job.state(call.now) not in (*_WAITING, "running"):
        return Answer(400, {"status": "ALREADY_COMPLETED"})
    if job.state(call.now) in _WAITING:
        call.studio.cancel(job)
    return Answer(202, {"status": "CANCELLATION_REQUESTED"})


def _found(call: Call) -> tuple[Job, State]:
    return call.known(call.studio.job(call.parts["id"], "fal"))


def _word(state: State) -> str:
    return "IN_QUEUE" if state in _WAITING else "IN_PROGRESS" if state == "running" else "COMPLETED"


def _addresses(call: Call, job: Job) -> Mapping[str, str]:
    """Of owner and app alone, whatever path below the app was ordered from."""
    owner, app, *_ = job.asked.model.split("/")
    here = f"{call.base}/{owner}/{app}/requests/{job.id}"
    return {"request_id": job.id, "response_url": here, "status_url": f"{here}/status", "cancel_url": f"{here}/cancel"}


FAL = Wire(
    "fal",
    "/fal",
    (
        download("/takes/{token}/output.mp4", expired=404),
        Route("account", "GET", "/.well-known/jwks.json", _keys, is_open=True),
        Route("poll", "GET", "/{owner}/{app}/requests/{id}/status", _status),
        Route("poll", "GET", "/{owner}/{app}/requests/{id}", _result),
        Route("cancel", "PUT", "/{owner}/{app}/requests/{id}/cancel", _cancel),
        Route("create", "POST", "/{owner}/{app:path}", _create),
    ),
    _key,
    _refuse,
    _called,
)
