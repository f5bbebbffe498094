"""Topaz's express interface: a clip is fetched at once, or put into storage, after which the work begins."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.job import Fate
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire, hexadecimal_uuid
from longtake.emulator.wires.fields import Fields, media_digest
from longtake.emulator.wires.links import download
from longtake.media import Digest, Size, digest_of

__all__ = ["TOPAZ"]

_CREDIT = Decimal("0.12")
"""USD, on the smallest plan."""
_STATES = {
    "queued": "accepted",
    "throttled": "accepted",
    "running": "processing",
    "finished": "complete",
    "cancelled": "canceled",
}
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "INVALID_INPUT", "The request is invalid"),
    "precondition": (400, "INVALID_INPUT", "The model does not support this"),
    "model": (400, "INVALID_INPUT", "The model is not known"),
    "refused": (400, "INVALID_INPUT", "The request is invalid"),
    "running": (400, "INVALID_INPUT", "The request can not be canceled"),
    "key": (401, "UNAUTHORIZED", "Invalid API key"),
    "balance": (402, "INSUFFICIENT_CREDITS", "Not enough credits"),
    "permission": (403, "FORBIDDEN", "Access is forbidden"),
    "gone": (404, "UNKNOWN", "Request not found"),
    "throttled": (429, "UNKNOWN", "Too many requests"),
    "capacity": (429, "UNKNOWN", "Too many requests"),
    "internal": (500, "SERVER_ERROR", "Internal server error"),
    "unavailable": (503, "SERVER_MAINTENANCE", "The service is under maintenance"),
    "gateway-timeout": (504, "SERVER_ERROR", "Gateway timeout"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, code, words = _ERRORS[trouble.word]
    return Answer(status, {"message": trouble.message or words, "errorCode": code})


def _key(headers: Mapping[str, str]) -> str:
    return headers.get("x-api-key", "")


def _create(call: Call) -> Answer:
    source = Fields(call.body).fields("source")
    if source.text("container") not in ("mp4", "mov", "mkv", "webm", "avi", "m4v"):
        raise Refused("invalid", "source.container is not supported")
    external = source.fields("external")
    asked = _asked(call.body, call.request, external.text("presignedUrl", ""))
    if "presignedUrl" in external:
        return Answer(200, {"requestId": call.ordered(asked, lambda mine, _: hexadecimal_uuid(mine)).id})
    nth = call.studio.times_asked(f"topaz {call.account} {call.request}")
    id = hexadecimal_uuid(digest_of(["topaz", call.account, call.request, nth]))
    ticket = {"id": id, "account": call.account, "body": call.body, "fate": asdict(call.fate)}
    place = urlsafe_b64encode(json.dumps(ticket).encode()).decode().rstrip("=")
    return Answer(200, {"requestId": id, "uploadId": id[:8], "uploadUrls": [f"{call.base}/uploads/{place}"]})


def _asked(body: Any, request: Digest, clip: str) -> Asked:
    """How long the clip is cannot be seen here: 5 s."""
    said = Fields(body)
    filters = [Fields(one, "filters") for one in said.list("filters")]
    output = said.fields("output")
    size = output.fields("resolution")
    width, height = size.whole("width"), size.whole("height")
    if not filters or not width or not height:
        raise Refused("invalid", "filters and output.resolution are required")
    return Asked(
        "topaz",
        filters[0].text("model"),
        "enhance",
        "",
        Fraction(5),
        Size(width, height),
        request,
        output.text("audioTransfer", "Copy") != "None",
        inputs=(media_digest(clip),),
    )


def _uploaded(call: Call) -> Answer:
    """The clip lies there: its work begins, once."""
    place = call.parts["place"]
    ticket = json.loads(urlsafe_b64decode(place + "=" * (-len(place) % 4)))
    if call.studio.job(ticket["id"], "topaz") is None:
        asked = _asked(ticket["body"], digest_of(["topaz", ticket["id"]]), ticket["id"])
        call.studio.order(asked, ticket["account"], Fate(**ticket["fate"]), lambda mine, _: ticket["id"])
    return Answer(200, None, {"etag": f'"{media_digest(place)[:32]}"'})


def _poll(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "topaz"))
    credits_ = int((job.price.amount / _CREDIT).to_integral_value()) or 1
    said: dict[str, Any] = {
        "status": _STATES.get(state, "failed"),
        "progress": int(job.progress(call.now) * 100),
        "estimates": {"cost": [credits_, credits_ + 1], "time": [60, 120]},
    }
    if said["status"] == "failed":
        said |= {"message": "Processing failed", "errorCode": "PROCESSING_FAILED"}
    if state == "finished":
        said["download"] = {"url": f"{call.base}/takes/{call.studio.link(job)}/output.mp4"}
    return Answer(200, said)


def _cancel(call: Call) -> Answer:
    job, state = call.known(call.studio.job(call.parts["id"], "topaz"))
    if state not in ("queued", "throttled", "running"):
        raise Refused("running")
    call.studio.cancel(job)
    return Answer(200, {"message": "Request canceled"})


TOPAZ = Wire(
    "topaz",
    "/topaz",
    (
        Route("create", "POST", "/video/express", _create),
        Route("upload", "PUT", "/uploads/{place}", _uploaded, is_open=True),
        Route("poll", "GET", "/video/{id}/status", _poll),
        Route("cancel", "DELETE", "/video/{id}", _cancel),
        download("/takes/{token}/output.mp4", expired=403),
    ),
    _key,
    _refuse,
)
