"""Cartesia: samples as they are, or as events with the times of words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from longtake.emulator.speaking import Speech
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest
from longtake.emulator.wires.links import bearer
from longtake.emulator.wires.speech import heard, said, wav

__all__ = ["CARTESIA"]

_ERRORS: Mapping[str, tuple[int, str | None, str]] = {
    "invalid": (400, None, "Invalid request"),
    "refused": (400, "content_moderated", "The transcript was refused"),
    "precondition": (400, None, "This model cannot be used"),
    "key": (401, None, "Invalid API key"),
    "balance": (402, "quota_exceeded", "Quota exceeded"),
    "permission": (403, "plan_upgrade_required", "Plan upgrade required"),
    "model": (404, "model_not_found", "Model not found"),
    "gone": (404, None, "Not found"),
    "throttled": (429, "rate_limited", "Too many requests"),
    "capacity": (429, "concurrency_limited", "Too many concurrent requests"),
    "internal": (500, None, "Internal server error"),
    "unavailable": (503, None, "Service unavailable"),
    "gateway-timeout": (504, None, "Gateway timeout"),
}
_CHUNK = 16_384


def _refuse(trouble: Trouble) -> Answer:
    status, code, title = _ERRORS[trouble.word]
    told = {"error_code": code, "title": title, "message": trouble.message or f"{title}.", "request_id": "0f2c"}
    return Answer(status, told)


def _speech(call: Call, containers: tuple[str, ...]) -> tuple[str, Speech]:
    body = Fields(call.body)
    form, voice = body.fields("output_format"), body.get("voice")
    if form.text("container") not in containers or form.text("encoding", "pcm_s16le") != "pcm_s16le":
        raise Refused("invalid", f"this emulator sends pcm_s16le in {' or '.join(containers)}")
    name = str(voice.get("id", "")) if isinstance(voice, dict) else body.text("voice")
    pace = Fraction(str(body.fields("generation_config").get("speed", 1)))
    rate = form.whole("sample_rate") or 44_100
    return form.text("container"), said("cartesia", body.text("model_id"), body.text("transcript"), name, rate, pace)


def _bytes(call: Call) -> Answer:
    container, speech = _speech(call, ("wav", "raw"))
    pcm = heard(call, speech)
    return Answer(200, wav(pcm, speech.rate) if container == "wav" else pcm, {"content-type": "audio/wav"})


def _events(call: Call) -> Answer:
    _, speech = _speech(call, ("raw",))
    told = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in _told(call, speech))
    return Answer(200, told.encode(), {"content-type": "text/event-stream"})


def _told(call: Call, speech: Speech) -> Iterator[Mapping[str, Any]]:
    about = {"status_code": 206, "done": False, "context_id": media_digest(call.request)[:16]}
    pcm = heard(call, speech)
    for at in range(0, len(pcm), _CHUNK):
        data = base64.b64encode(pcm[at : at + _CHUNK]).decode()
        yield {"type": "chunk", "data": data, "step_time": 10.0, **about}
    if Fields(call.body).flag("add_timestamps"):
        words = {
            "words": [word for word, _, _ in speech.words],
            "start": [round(float(start), 3) for _, start, _ in speech.words],
            "end": [round(float(end), 3) for _, _, end in speech.words],
        }
        yield {"type": "timestamps", "word_timestamps": words, **about}
    yield {"type": "done", **about, "status_code": 200, "done": True}


CARTESIA = Wire(
    "cartesia",
    "/cartesia",
    (Route("create", "POST", "/tts/sse", _events), Route("create", "POST", "/tts/bytes", _bytes)),
    lambda headers: bearer(headers) or headers.get("x-api-key", ""),
    _refuse,
)
