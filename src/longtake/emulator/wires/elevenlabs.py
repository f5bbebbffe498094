"""ElevenLabs: samples, with or without the times of all characters."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from longtake.emulator.composing import composed
from longtake.emulator.speaking import Speech
from longtake.emulator.wire import Answer, Call, Refused, Route, Trouble, Wire
from longtake.emulator.wires.fields import Fields, media_digest
from longtake.emulator.wires.speech import heard, said

__all__ = ["ELEVENLABS"]

_ERRORS: Mapping[str, tuple[int, str, str]] = {
    "invalid": (400, "invalid_request", "The request is not valid."),
    "refused": (400, "content_against_policy", "The text goes against our terms of service."),
    "precondition": (400, "invalid_request", "This model cannot be used."),
    "key": (401, "invalid_api_key", "Invalid API key"),
    "balance": (401, "quota_exceeded", "This request exceeds your quota."),
    "permission": (403, "missing_permissions", "The API key is missing the permission text_to_speech."),
    "model": (400, "model_not_found", "A model with that id was not found."),
    "gone": (404, "not_found", "Not found"),
    "throttled": (429, "system_busy", "Our system is busy. Please try again."),
    "capacity": (429, "too_many_concurrent_requests", "Too many concurrent requests."),
    "internal": (500, "internal_error", "Something went wrong."),
    "unavailable": (503, "unavailable", "Service unavailable."),
    "gateway-timeout": (504, "timeout", "The request timed out."),
}


def _refuse(trouble: Trouble) -> Answer:
    status, code, words = _ERRORS[trouble.word]
    return Answer(status, {"detail": {"status": code, "message": trouble.message or words}})


def _speech(call: Call) -> tuple[str, Speech]:
    body = Fields(call.body)
    form, _, rate = call.one("output_format", "mp3_44100_128").partition("_")
    if form != "pcm" or rate not in ("16000", "22050", "24000", "44100"):
        raise Refused("invalid", f"this emulator sends samples, not {form}_{rate}")
    pace, text = body.fields("voice_settings").get("speed", 1), body.text("text")
    model = body.text("model_id", "eleven_multilingual_v2")
    if model == "eleven_v3" and ("previous_text" in body or "next_text" in body):
        raise Refused("invalid", "previous_text and next_text are not supported by eleven_v3")
    return text, said("elevenlabs", model, text, call.parts["voice"], int(rate), Fraction(str(pace)))


def _told(text: str, call: Call) -> Mapping[str, str]:
    return {"request-id": media_digest(call.request)[:20], "character-cost": str(len(text))}


def _create(call: Call) -> Answer:
    text, speech = _speech(call)
    return Answer(200, heard(call, speech), {"content-type": "application/octet-stream", **_told(text, call)})


def _with_times(call: Call) -> Answer:
    text, speech = _speech(call)
    signs = speech.signs(text)
    alignment: dict[str, Any] = {
        "characters": [sign for sign, _, _ in signs],
        "character_start_times_seconds": [round(float(start), 3) for _, start, _ in signs],
        "character_end_times_seconds": [round(float(end), 3) for _, _, end in signs],
    }
    sound = base64.b64encode(heard(call, speech)).decode()
    body = {"audio_base64": sound, "alignment": alignment, "normalized_alignment": alignment}
    return Answer(200, body, _told(text, call))


def _music(call: Call) -> Answer:
    body = Fields(call.body)
    length = body.whole("music_length_ms") or 0
    if not 3000 <= length <= 600_000 or not call.one("output_format", "mp3_44100_128").startswith("mp3_"):
        raise Refused("invalid", "music_length_ms must be from 3000 to 600000, and this emulator sends MP3")
    sound = composed(call, body.text("prompt"), -(-length // 1000), "mp3")
    return Answer(200, sound, {"content-type": "audio/mpeg", "song-id": media_digest(call.request)[:20]})


ELEVENLABS = Wire(
    "elevenlabs",
    "/elevenlabs",
    (
        Route("create", "POST", "/v1/text-to-speech/{voice}/with-timestamps", _with_times),
        Route("create", "POST", "/v1/text-to-speech/{voice}", _create),
        Route("create", "POST", "/v1/music", _music),
    ),
    lambda headers: headers.get("xi-api-key", ""),
    _refuse,
)
