"""ElevenLabs: samples with the times of every character, in the tone of what was said before and will be after."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told
from longtake.speech.hosted.marks import Marks
from longtake.speech.hosted.samples import checked
from longtake.speech.hosted.tagged import break_tag, tagged
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire, TimedText

__all__ = ["ElevenLabs"]

_RATE = 24_000  # the finest that every plan may ask for
_EXPRESSIVE = "eleven_v3"
"""Takes neither pauses by their seconds nor the text before and after."""
_BY_LANGUAGE = ("eleven_turbo_v2_5", "eleven_flash_v2_5", _EXPRESSIVE)


class ElevenLabs(SpeechWire):
    """Keys: `key`. Voices are an account's, by their ids."""

    provider = "elevenlabs"
    rules = (
        Rule("invalid_api_key", "operator"),
        Rule("quota_exceeded", "operator"),
        Rule("missing_permissions", "operator"),
        Rule("payment_required", "operator"),
        Rule("too_many_concurrent_requests", "capacity"),
        Rule("concurrent_limit_exceeded", "capacity"),
        Rule("system_busy", "transient"),
        Rule("voice_not_found", "invalid", "take the voice's id from the service's own list"),
        Rule("max_character_limit_exceeded", "invalid", "write shorter lines"),
        Rule("content_against_policy", "refusal"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"xi-api-key": self.key(account)}

    def marks(self, model: str) -> Marks:
        pause = Fraction(0) if model == _EXPRESSIVE else Fraction(3)
        return Marks(most_pause=pause, least_pace=Fraction(7, 10), most_pace=Fraction(6, 5), tags=True)

    def text(self, order: SpeechOrder) -> str:
        return tagged(order.utterance, break_tag)

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        said = order.utterance
        body: dict[str, Any] = {"text": self.text(order), "model_id": order.model}
        if said.pace != 1:
            body["voice_settings"] = {"speed": float(said.pace)}
        if order.model in _BY_LANGUAGE:
            body["language_code"] = said.language.partition("-")[0].lower()
        if order.model != _EXPRESSIVE:
            body |= {"previous_text": said.before} if said.before else {}
            body |= {"next_text": said.after} if said.after else {}
        path = f"/v1/text-to-speech/{quote(order.voice, safe='')}/with-timestamps"
        return Call("POST", path, body, query=(("output_format", f"pcm_{_RATE}"),))

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        body = answer.json()
        pcm = checked(base64.b64decode(body["audio_base64"], validate=True))
        cost = answer.headers.get("character-cost", "")
        return Said(pcm, _RATE, tuple(_timed(body.get("alignment"))), int(cost) if cost.isdecimal() else None)

    def told(self, answer: Answer) -> Told:
        detail = answer.json()["detail"]
        if isinstance(detail, list):
            return Told("; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in detail))
        if isinstance(detail, str):
            return Told(detail)
        codes = (detail.get("status"), detail.get("code"), detail.get("type"))
        return Told(str(detail["message"]), tuple(str(code) for code in codes if code))


def _timed(alignment: Any) -> Iterator[TimedText]:
    if not alignment:
        return
    columns = ("characters", "character_start_times_seconds", "character_end_times_seconds")
    for text, start, end in zip(*(alignment[name] for name in columns), strict=True):
        yield TimedText(str(text), Fraction(str(start)), Fraction(str(end)))
