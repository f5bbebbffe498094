"""OpenAI's speech: a text in, samples out, and no times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told
from longtake.speech.hosted.marks import NO_MARKS, Marks
from longtake.speech.hosted.samples import checked
from longtake.speech.hosted.tagged import plain_text
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire

__all__ = ["OpenAISpeech"]

_RATE = 24_000  # of its format pcm


class OpenAISpeech(SpeechWire):
    """Keys: `key`. Its newest model takes directions and no speed."""

    provider = "openai"
    rules = (
        Rule("insufficient_quota", "operator"),
        Rule("billing_hard_limit_reached", "operator"),
        Rule("model_not_found", "invalid", "name another voice: longtake voices"),
        Rule("moderation_blocked", "refusal"),
        Rule("400", "refusal", says="moderation|safety"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer ")}

    def marks(self, model: str) -> Marks:
        return Marks(least_pace=Fraction(1, 4), most_pace=Fraction(4)) if model.startswith("tts-1") else NO_MARKS

    def text(self, order: SpeechOrder) -> str:
        return plain_text(order.utterance)

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        voice = {"id": order.voice} if order.voice.startswith("voice_") else order.voice
        body: dict[str, object] = {"model": order.model, "input": self.text(order), "voice": voice}
        body |= {"response_format": "pcm"}
        if order.utterance.pace != 1:
            body["speed"] = float(order.utterance.pace)
        return Call("POST", "/v1/audio/speech", body)

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        return Said(checked(answer.body), _RATE)

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        return Told(str(error["message"]), tuple(str(error[key]) for key in ("code", "type") if error.get(key)))
