"""OpenAI's speech: samples, or a WAV file where that is asked for."""

from __future__ import annotations

from fractions import Fraction

from longtake.emulator.wire import Answer, Call, Refused, Route, Wire
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.links import bearer
from longtake.emulator.wires.openai_videos import openai_refuse
from longtake.emulator.wires.speech import heard, said, wav

__all__ = ["OPENAI_SPEECH"]

_RATE = 24_000


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    form = body.text("response_format", "mp3")
    voice = body.get("voice")
    name = str(voice.get("id", "")) if isinstance(voice, dict) else body.text("voice")
    pace = Fraction(str(body.get("speed", 1)))
    speech = said("openai", body.text("model"), body.text("input"), name, _RATE, pace)
    pcm = heard(call, speech)
    if form == "pcm":
        return Answer(200, pcm, {"content-type": "audio/pcm"})
    if form == "wav":
        return Answer(200, wav(pcm, _RATE), {"content-type": "audio/wav"})
    raise Refused("invalid", f"this emulator sends pcm and wav, not {form}")


OPENAI_SPEECH = Wire(
    "openai-speech",
    "/openai-speech",
    (Route("create", "POST", "/v1/audio/speech", _create),),
    bearer,
    openai_refuse,
)
