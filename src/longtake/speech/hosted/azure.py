"""Azure's voices: SSML of our own in, samples out. Times of words come by its socket alone, which is not spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from xml.sax.saxutils import quoteattr

from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call, Told
from longtake.speech.hosted.marks import Marks
from longtake.speech.hosted.samples import checked
from longtake.speech.hosted.ssml import marked, percent
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire

__all__ = ["AzureSpeech"]

_RATE = 24_000
_FORMAT = "raw-24khz-16bit-mono-pcm"
_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")


class AzureSpeech(SpeechWire):
    """Keys: `key`; settings: `region`, which its address begins with. A voice's full name begins with its language."""

    provider = "azure"

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        return {"ocp-apim-subscription-key": self.key(account)}

    def marks(self, model: str) -> Marks:
        least, most = Fraction(1, 2), Fraction(2)
        return Marks(Fraction(20), emphasis=True, least_pace=least, most_pace=most, phrase_pace=True)

    def text(self, order: SpeechOrder) -> str:
        said = marked(order.utterance)
        pace = order.utterance.pace
        return said if pace == 1 else f'<prosody rate="{percent(pace)}">{said}</prosody>'

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        locale = _LOCALE.match(order.voice)
        language = quoteattr(locale.group() if locale else order.utterance.language)
        voice = f"<voice name={quoteattr(order.voice)}>{self.text(order)}</voice>"
        speak = f'<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang={language}>{voice}</speak>'
        headers = {"content-type": "application/ssml+xml", "x-microsoft-outputformat": _FORMAT}
        return Call("POST", "/cognitiveservices/v1", speak.encode(), headers=headers)

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        return Said(checked(answer.body), _RATE)

    def told(self, answer: Answer) -> Told:
        return Told(answer.text)
