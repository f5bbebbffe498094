"""Azure's voices: SSML in, samples out, errors as bare words."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire
from longtake.emulator.wires.speech import heard, said
from longtake.emulator.wires.ssml import read

__all__ = ["AZURE"]

_MODEL = "cognitiveservices/v1"
_FORMAT = "raw-24khz-16bit-mono-pcm"
_RATE = 24_000
_ERRORS: Mapping[str, tuple[int, str]] = {
    "invalid": (400, "Bad Request"),
    "refused": (400, "The text was refused"),
    "precondition": (400, "Unsupported voice"),
    "model": (400, "Unsupported voice"),
    "key": (401, "Unauthorized"),
    "permission": (403, "Forbidden"),
    "balance": (403, "Quota exceeded"),
    "gone": (404, "Not Found"),
    "throttled": (429, "Too Many Requests"),
    "capacity": (429, "Too Many Requests"),
    "internal": (500, "Internal Server Error"),
    "unavailable": (503, "Service Unavailable"),
    "gateway-timeout": (504, "Gateway Timeout"),
}


def _refuse(trouble: Trouble) -> Answer:
    status, words = _ERRORS[trouble.word]
    return Answer(status, trouble.message or words, {"content-type": "text/plain"})


def _create(call: Call) -> Answer:
    if call.headers.get("x-microsoft-outputformat") != _FORMAT:
        raise Refused("invalid", f"this emulator sends {_FORMAT}")
    if not isinstance(call.body, str):
        raise Refused("invalid", "the body is no SSML")
    marked = read(call.body, "speak")
    if not marked.voice:
        raise Refused("invalid", "no voice is named")
    speech = said("azure", _MODEL, marked.text, marked.voice, _RATE, marked.pace)
    return Answer(200, heard(call, speech), {"content-type": "audio/basic"})


AZURE = Wire(
    "azure",
    "/azure",
    (Route("create", "POST", "/cognitiveservices/v1", _create),),
    lambda headers: headers.get("ocp-apim-subscription-key", ""),
    _refuse,
)
