"""Google Cloud's voices: SSML with a mark before each word, whose times come back; its newest take plain text only."""

from __future__ import annotations

import base64
import re
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
from longtake.speech.hosted.samples import samples_of_wav
from longtake.speech.hosted.ssml import marked
from longtake.speech.hosted.tagged import plain_text
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire, TimedText
from longtake.speech.voice import Phrase

__all__ = ["GoogleCloudSpeech"]

_RATE = 24_000
_PLAIN = "Chirp3-HD"
_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")


class GoogleCloudSpeech(SpeechWire):
    """Keys: `key`, or `token` of OAuth with the setting `project`. A voice's full name begins with its language."""

    provider = "google-cloud"
    rules = (Rule("API_KEY_INVALID", "operator"), Rule("FAILED_PRECONDITION", "operator"))

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        if "key" in account.keys:
            return {"x-goog-api-key": self.key(account)}
        project = {"x-goog-user-project": account.settings["project"]} if "project" in account.settings else {}
        return {"authorization": self.key(account, "token").after("Bearer "), **project}

    def marks(self, model: str) -> Marks:
        if model == _PLAIN:
            return Marks(least_pace=Fraction(1, 4), most_pace=Fraction(2))
        pace = (Fraction(1, 4), Fraction(4))
        return Marks(Fraction(10), emphasis=True, least_pace=pace[0], most_pace=pace[1], phrase_pace=True)

    def text(self, order: SpeechOrder) -> str:
        if order.model == _PLAIN:
            return plain_text(order.utterance)
        return f"<speak>{marked(order.utterance, names_words=True)}</speak>"

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        audio: dict[str, Any] = {"audioEncoding": "LINEAR16", "sampleRateHertz": _RATE}
        if order.utterance.pace != 1:
            audio["speakingRate"] = float(order.utterance.pace)
        is_plain = order.model == _PLAIN
        body: dict[str, Any] = {
            "input": {"text" if is_plain else "ssml": self.text(order)},
            "voice": {"languageCode": _locale(order), "name": order.voice},
            "audioConfig": audio,
        }
        if not is_plain:
            body["enableTimePointing"] = ["SSML_MARK"]
        return Call("POST", f"/{'v1' if is_plain else 'v1beta1'}/text:synthesize", body)

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        body = answer.json()
        pcm, rate = samples_of_wav(base64.b64decode(body["audioContent"], validate=True))
        seconds = Fraction(len(pcm) // 2, rate)
        return Said(pcm, rate, tuple(_timed(order, body.get("timepoints") or [], seconds)))

    def told(self, answer: Answer) -> Told:
        error = answer.json()["error"]
        reasons = [str(one["reason"]) for one in error.get("details", []) if isinstance(one, dict) and "reason" in one]
        return Told(str(error["message"]), (*reasons, str(error["status"])))


def _locale(order: SpeechOrder) -> str:
    """The language of a voice, which its name begins with; else the utterance's."""
    found = _LOCALE.match(order.voice)
    return found.group() if found else order.utterance.language


def _timed(order: SpeechOrder, points: list[Any], seconds: Fraction) -> Iterator[TimedText]:
    """Each word from its mark to the next one; nothing where a mark is missing."""
    words = [word for part in order.utterance.parts if isinstance(part, Phrase) for word in _as_heard(part)]
    times = {str(one["markName"]): Fraction(str(one.get("timeSeconds", 0))) for one in points}
    if any(f"w{number}" not in times for number in range(len(words))):
        return
    for number, word in enumerate(words):
        yield TimedText(word, times[f"w{number}"], times.get(f"w{number + 1}", seconds))


def _as_heard(part: Phrase) -> list[str]:
    """One run a mark: a respelt phrase is heard as a whole after the mark of its first word."""
    words = part.text.split()
    return words if not part.sounds else [part.sounds, *[""] * (len(words) - 1)]
