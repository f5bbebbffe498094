"""What services that speak have in common: a model of the catalogue, a text that it takes, a voice that it has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from longtake.catalogue import SpeechModel, load_voices
from longtake.emulator.speaking import Speech, spoken
from longtake.emulator.wire import Call, Refused

__all__ = ["heard", "said", "wav"]

_SPOILT: Mapping[str, float] = {"take-cut-off": 0.125, "take-short": 0.125, "take-nothing": 0.0}
"""By the name of the fate: how much of the sound is sent."""
_PAGE = b"<!doctype html><html><head><title>Just a moment...</title></head></html>"


def said(provider: str, model: str, text: str, voice: str, rate: int, pace: Fraction = Fraction(1)) -> Speech:
    """What the model says. Raises Refused for a model, a text or a voice that the service would not take."""
    known = _model(provider, model)
    limit = known.text_limit
    size = len(text.encode()) if limit.unit == "bytes" else len(text)
    if limit.count and limit.unit != "tokens" and size > limit.count:
        raise Refused("invalid", f"the text has {size} {limit.unit}; {limit.count} are allowed")
    if not re.sub(r"<[^<>]*>", "", text).strip():
        raise Refused("invalid", "the text is empty")
    if not known.has_voice(voice):
        raise Refused("invalid", f"voice {voice} is not known")
    if not Fraction(1, 4) <= pace <= 4:
        raise Refused("invalid", f"speed {float(pace):g} is out of range")
    return spoken(text, voice, rate, pace)


def heard(call: Call, speech: Speech) -> bytes:
    """The samples as they are sent: spoilt where a fault asks for it."""
    fate = call.fate.media
    if fate == "take-html":
        return _PAGE
    share = _SPOILT.get(fate, 1.0)
    return speech.pcm[: int(len(speech.pcm) * share) // 2 * 2]


def wav(pcm: bytes, rate: int) -> bytes:
    """A WAV file of one channel of 16 bits."""
    sizes = [(36 + len(pcm), 4), (16, 4), (1, 2), (1, 2), (rate, 4), (2 * rate, 4), (2, 2), (16, 2), (len(pcm), 4)]
    whole, length, *form, data = (number.to_bytes(size, "little") for number, size in sizes)
    return b"RIFF" + whole + b"WAVEfmt " + length + b"".join(form) + b"data" + data + pcm


def _model(provider: str, name: str) -> SpeechModel:
    found = [one for one in load_voices().values() if (one.provider, one.wire_name) == (provider, name)]
    if not found:
        raise Refused("model", f"model {name} is not known")
    return found[0]
