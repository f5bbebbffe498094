"""MiniMax's speech: a WAV file in hexadecimal."""

from __future__ import annotations

from fractions import Fraction

from longtake.emulator.wire import Answer, Call, Refused, Route
from longtake.emulator.wires.fields import Fields
from longtake.emulator.wires.speech import heard, said, wav

__all__ = ["MINIMAX_SPEECH"]


def _create(call: Call) -> Answer:
    body = Fields(call.body)
    how, audio = body.fields("voice_setting"), body.fields("audio_setting")
    if audio.text("format", "mp3") != "wav" or body.text("output_format", "hex") != "hex":
        raise Refused("invalid", "invalid params, this emulator sends wav in hex")
    pace, rate, text = Fraction(str(how.get("speed", 1))), audio.whole("sample_rate") or 32_000, body.text("text")
    speech = said("minimax", body.text("model"), text, how.text("voice_id"), rate, pace)
    info = {"audio_length": int(speech.seconds * 1000), "usage_characters": len(text), "audio_format": "wav"}
    sound = {"audio": wav(heard(call, speech), rate).hex(), "status": 2}
    return Answer(200, {"data": sound, "extra_info": info, "base_resp": {"status_code": 0, "status_msg": "success"}})


MINIMAX_SPEECH = (Route("create", "POST", "/v1/t2a_v2", _create),)
