"""Stability: Stable Audio, a form in, a WAV file out."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.emulator.composing import composed
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.links import bearer

__all__ = ["STABILITY"]

_LONGEST = 190
_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "bad_request", "some-field: is required"),
    "precondition": (400, "bad_request", "the model is not available"),
    "model": (400, "bad_request", "the model is not known"),
    "key": (401, "unauthorized", "authorization: is not valid"),
    "balance": (402, "payment_required", "you lack sufficient credits"),
    "permission": (403, "forbidden", "you lack permission"),
    "refused": (403, "content_moderation", "your request was flagged by our content moderation system"),
    "gone": (404, "not_found", "not found"),
    "throttled": (429, "rate_limit_exceeded", "you have exceeded the rate limit"),
    "capacity": (429, "rate_limit_exceeded", "you have exceeded the rate limit"),
    "internal": (500, "internal_error", "an unexpected error happened"),
    "unavailable": (503, "unavailable", "the service is unavailable"),
    "gateway-timeout": (504, "timeout", "the request timed out"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, name, words = _ERRORS[trouble.word]
    return Answer(status, {"id": "0f2c", "name": name, "errors": [trouble.message or words]})


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    if body.text("model", "stable-audio-2") not in ("stable-audio-2", "stable-audio-2.5"):
        raise Refused("model")
    seconds = int(body.text("duration", "190"))
    if not 1 <= seconds <= _LONGEST or body.text("output_format", "mp3") != "wav":
        raise Refused("invalid", "duration: is out of range, or this emulator does not send that format")
    sound = composed(call, body.text("prompt"), seconds, "wav")
    return Answer(200, sound, {"content-type": "audio/wav", "finish-reason": "SUCCESS", "seed": body.text("seed", "1")})


STABILITY = Wire(
    "stability",
    "/stability",
    (Route("create", "POST", "/v2beta/audio/stable-audio-2/text-to-audio", _create),),
    bearer,
    _refuse,
)
