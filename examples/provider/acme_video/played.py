"""Acme as Longtake's emulator plays it, written from Acme's documentation and never from the wire format beside it: the
contract holds the one against the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.job import Job, State
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest, pixels
from longtake.emulator.wires.links import bearer, download

__all__ = ["ACME_PLAYED"]

_WORDS: Mapping[State, str] = {
    "queued": "waiting",
    "throttled": "waiting",
    "running": "working",
    "finished": "done",
    "cancelled": "cancelled",
}
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "parameter", "a parameter is wrong"),
    "precondition": (400, "parameter", "the model does not do this"),
    "duplicate": (409, "reference_used", "this reference was used before"),
    "refused": (400, "policy", "this is against our policy"),
    "key": (401, "key", "the key is not known"),
    "permission": (403, "permission", "this is not allowed"),
    "balance": (402, "credit", "there is no credit left"),
    "model": (404, "model", "there is no such model"),
    "gone": (404, "job", "there is no such job"),
    "throttled": (429, "rate", "too many requests"),
    "capacity": (429, "rate", "too many jobs"),
    "internal": (500, "internal", "something broke"),
    "unavailable": (503, "internal", "come back later"),
    "gateway-timeout": (504, "internal", "it took too long"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, code, words = _ERRORS[trouble.word]
    return Answer(status, {"error": {"code": code, "message": trouble.message or words}})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    reference = body.text("reference", "")
    if call.studio.external(reference, "acme", call.account):
        raise Refused("duplicate")
    asked = Asked(
        "acme",
        body.text("model"),
        "image" if "image" in body else "text",
        body.text("prompt"),
        body.seconds("seconds", 5),
        pixels(body.text("size", "1280x720")),
        call.request,
        sound=False,
        seed=body.whole("seed"),
        inputs=(media_digest(body.text("image")),) if "image" in body else (),
        external=reference,
    )
    return Answer(201, _told(call, call.ordered(asked, lambda mine, _: hexadecimal_uuid(mine))))


def _poll(call: Call) -> Answer:
    job, _ = call.known(call.studio.job(call.parts["id"], "acme"))
    return Answer(200, _told(call, job))


def _list(call: Call) -> Answer:
    job = call.studio.external(call.one("reference"), "acme", call.account)
    return Answer(200, {"jobs": [_told(call, job)] if job else []})


def _cancel(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "acme"))
    if state not in ("queued", "throttled"):
        raise Refused("invalid", "only what waits can be cancelled")
    return Answer(200, _told(call, call.studio.cancel(job)))


def _told(call: Call, job: Job) -> Mapping[str, Any]:
    state = job.state(call.now)
    told: dict[str, Any] = {"id": job.id, "status": _WORDS.get(state, "failed"), "seed": job.seed}
    if state == "finished":
        told["video"] = f"{call.base}/takes/{call.studio.link(job, is_fresh=True)}/video.mp4"
        told["cost"] = {"amount": str(job.price.amount), "currency": job.price.currency}
    elif told["status"] == "failed":
        _, code, words = _ERRORS["refused" if state == "refused" else "internal"]
        told["error"] = {"code": code, "message": words}
    return told


ACME_PLAYED = Wire(
    "acme",
    "/acme",
    (
        Route("create", "POST", "/v1/jobs", _create),
        Route("list", "GET", "/v1/jobs", _list),
        Route("poll", "GET", "/v1/jobs/{id}", _poll),
        Route("cancel", "DELETE", "/v1/jobs/{id}", _cancel),
        download("/takes/{token}/video.mp4", expired=403),
    ),
    bearer,
    _refuse,
)
