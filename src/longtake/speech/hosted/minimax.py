"""MiniMax: a text in, a WAV file in hexadecimal out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.providers.hailuo import Hailuo
from longtake.generation.wire import Call
from longtake.speech.hosted.marks import Marks
from longtake.speech.hosted.samples import samples_of_wav
from longtake.speech.hosted.tagged import tagged
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire

__all__ = ["MiniMaxSpeech"]

_RATE = 32_000


class MiniMaxSpeech(SpeechWire, Hailuo):
    """Keys: `key`, the one that its pictures are bought with. Voices by their ids."""

    def marks(self, model: str) -> Marks:
        return Marks(most_pause=Fraction(9999, 100), least_pace=Fraction(1, 2), most_pace=Fraction(2), tags=True)

    def text(self, order: SpeechOrder) -> str:
        return tagged(order.utterance, lambda seconds: f"<#{float(seconds):.2f}#>")

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        body: dict[str, Any] = {
            "model": order.model,
            "text": self.text(order),
            "stream": False,
            "voice_setting": {"voice_id": order.voice, "speed": float(order.utterance.pace)},
            "audio_setting": {"sample_rate": _RATE, "format": "wav", "channel": 1},
            "output_format": "hex",
        }
        return Call("POST", "/v1/t2a_v2", body)

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        body = answer.json()
        pcm, rate = samples_of_wav(bytes.fromhex(body["data"]["audio"]))
        counted = (body.get("extra_info") or {}).get("usage_characters")
        return Said(pcm, rate, bill=int(counted) if counted is not None else None)
