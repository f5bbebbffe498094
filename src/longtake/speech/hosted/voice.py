"""A voice at a service: what is asked of it, and what its answer means. It books nothing and tries nothing again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.catalogue import Price, Voice
from longtake.catalogue.model import PromptLimit
from longtake.errors import SpeechError
from longtake.media import SAMPLE_RATE, Digest, SpokenWord, digest_of
from longtake.planning.speaking import speaking_seconds
from longtake.speech.hosted.marks import check
from longtake.speech.hosted.tagged import words_heard
from longtake.speech.hosted.wire import Said, SpeechOrder, SpeechWire
from longtake.speech.voice import Pause, Phrase, Utterance

if TYPE_CHECKING:
    from longtake.generation.adapter import Adapter
    from longtake.generation.http import Answer

__all__ = ["HostedVoice", "Sound"]

_HURRIED = 4
"""Nobody speaks so many times as fast as the estimate: sound that is shorter is not all of it."""
_SLOW = 3
"""Nobody speaks so many times as slowly."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What was said. pcm: 16-bit samples of one channel, little-endian; rate: of them a second. words: at 48 kHz; None
    of a service that tells no times, or not those of the text. bill: the characters that it counted, where it says so.
    """

    pcm: bytes
    rate: int
    words: tuple[SpokenWord, ...] | None = None
    bill: int | None = None

    @property
    def seconds(self) -> Fraction:
        return Fraction(len(self.pcm) // 2, self.rate)


class HostedVoice:
    """One voice on one account. adapter: made of `wire` and the account."""

    def __init__(self, voice: Voice, wire: SpeechWire, adapter: Adapter) -> None:
        self.voice, self.account = voice, adapter.account
        self._wire, self._adapter = wire, adapter

    def order(self, utterance: Utterance) -> SpeechOrder:
        """What is to be asked. Raises SpeechError for what the voice cannot do: a language, a mark, so much text."""
        model = self.voice.model
        if not model.speaks(utterance.language):
            advice = ("name another voice: longtake voices", "or write language: …")
            what = f"{model.name} does not speak {utterance.language}; it speaks {', '.join(model.languages)}"
            raise SpeechError(what, advice=advice)
        check(utterance, self._wire.marks(model.wire_name), model.name)
        order = SpeechOrder(model.wire_name, self.voice.name, utterance)
        _check_length(self._wire.text(order), model.text_limit, model.name)
        return order

    def digest(self, order: SpeechOrder) -> Digest:
        """What the sound is known by: all that is asked for but the text around it."""
        said = order.utterance
        parts = [
            {"pause": part.seconds}
            if isinstance(part, Pause)
            else {"text": part.text, "sounds": part.sounds, "stress": part.is_stressed, "pace": part.pace}
            for part in said.parts
        ]
        asked = {"model": order.model, "voice": order.voice, "language": said.language, "pace": said.pace}
        return digest_of({"speech": parts, "provider": self.account.provider, **asked})

    def price(self, order: SpeechOrder, sound: Sound | None = None) -> Price:
        """By the catalogue: of a sound as it came, else the most that it may come to."""
        seconds = sound.seconds if sound else _SLOW * _estimate(order.utterance)
        return self.voice.price(self.voice.model.characters(self._wire.text(order)), seconds)

    async def asked(self, order: SpeechOrder) -> Answer:
        """Buys it. Raises CallFailedError; `unknown` means that it may be paid for."""
        return await self._adapter.bought(self._wire.saying(order, self.account))

    def heard(self, order: SpeechOrder, answer: Answer) -> Sound:
        """What an answer holds. Raises SpeechError where it is not the sound that was asked for."""
        try:
            said = self._wire.said(order, answer)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
            raise self._spoilt(f"{error}" if isinstance(error, ValueError) else "it has another shape") from error
        sound = Sound(said.pcm, said.rate, _words(order, said), said.bill)
        if sound.seconds * _HURRIED < _estimate(order.utterance):
            raise self._spoilt(f"{float(sound.seconds):.1f} s are too short for the words: it is cut off")
        return sound

    def _spoilt(self, why: str) -> SpeechError:
        model = self.voice.model
        return SpeechError(f"{model.provider} was paid, and what it sent cannot be used: {why}", place=model.name)


def _words(order: SpeechOrder, said: Said) -> tuple[SpokenWord, ...] | None:
    samples = len(said.pcm) // 2 * SAMPLE_RATE // said.rate
    return words_heard(order.utterance, said.timed, samples) if said.timed else None


def _estimate(utterance: Utterance) -> Fraction:
    """About how long the words take."""
    phrases = (part for part in utterance.parts if isinstance(part, Phrase))
    said = sum((speaking_seconds(one.text, utterance.language) / one.pace for one in phrases), Fraction(0))
    pauses = sum((part.seconds for part in utterance.parts if isinstance(part, Pause)), Fraction(0))
    return said / utterance.pace + pauses


def _check_length(text: str, limit: PromptLimit, name: str) -> None:
    sizes = {"characters": len(text), "bytes": len(text.encode()), "tokens": len(text.encode()) // 4}
    size = sizes.get(limit.unit, len(text))
    if limit.count and size > limit.count:
        about = "about " if limit.unit == "tokens" else ""
        what = f"{name} takes {limit.count:,} {limit.unit} at once, and the line has {about}{size:,}"
        raise SpeechError(what, advice=("write it as several lines", "or name a voice that takes more"))
