"""Cartesia: events with samples, and with the times of words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from longtake.generation.failures import Rule
from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told
from longtake.speech.hosted.marks import Marks
from longtake.speech.hosted.samples import checked
from longtake.speech.hosted.tagged import break_tag, tagged
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire, TimedText

__all__ = ["Cartesia"]

_RATE = 44_100
_VERSION = "2026-08-14"
_ANSWER = 200


class Cartesia(SpeechWire):
    """Keys: `key`. Voices by their ids."""

    provider = "cartesia"
    rules = (
        Rule("concurrency_limited", "capacity"),
        Rule("quota_exceeded", "operator"),
        Rule("plan_upgrade_required", "operator"),
        Rule("voice_not_found", "invalid", "take the voice's id from the service's own list"),
    )

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"authorization": self.key(account).after("Bearer "), "cartesia-version": _VERSION}

    def marks(self, model: str) -> Marks:
        least, most = Fraction(3, 5), Fraction(3, 2)
        return Marks(most_pause=Fraction(10), least_pace=least, most_pace=most, phrase_pace=True, tags=True)

    def text(self, order: SpeechOrder) -> str:
        return tagged(order.utterance, break_tag, lambda pace: f'<speed ratio="{float(pace):g}"/>')

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        said = order.utterance
        body: dict[str, Any] = {
            "model_id": order.model,
            "transcript": self.text(order),
            "voice": {"id": order.voice},
            "language": said.language.partition("-")[0].lower(),
            "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": _RATE},
            "add_timestamps": True,
        }
        if said.pace != 1:
            body["generation_config"] = {"speed": float(said.pace)}
        return Call("POST", "/tts/sse", body)

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        events = list(_events(answer.text))
        if not events or not events[-1].get("done"):
            raise ValueError("its answer is cut off")
        sound = b"".join(base64.b64decode(one["data"], validate=True) for one in events if one["type"] == "chunk")
        timed = [run for one in events if one["type"] == "timestamps" for run in _timed(one["word_timestamps"])]
        return Said(checked(sound), _RATE, timed)

    def status_of(self, answer: Answer) -> int:
        """An error after the first event has its status within."""
        if answer.status != _ANSWER or b'"error"' not in answer.body:
            return answer.status
        try:
            return next((int(one["status_code"]) for one in _events(answer.text) if one["type"] == "error"), _ANSWER)
        except (ValueError, LookupError, TypeError):
            return answer.status

    def told(self, answer: Answer) -> Told:
        if answer.text.lstrip().startswith("{"):
            error = answer.json()
        else:
            error = next(one for one in _events(answer.text) if one["type"] == "error")
        code = error.get("error_code")
        return Told(f"{error.get('title', '')}: {error['message']}".lstrip(": "), (str(code),) if code else ())


def _events(text: str) -> Iterator[Mapping[str, Any]]:
    """The data of server-sent events, each of one line of JSON."""
    for line in text.splitlines():
        if line.startswith("data:"):
            yield json.loads(line.removeprefix("data:"))


def _timed(told: Any) -> Iterator[TimedText]:
    for word, start, end in zip(told["words"], told["start"], told["end"], strict=True):
        yield TimedText(str(word), Fraction(str(start)), Fraction(str(end)))
