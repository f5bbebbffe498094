"""How a service is asked to speak, as pure functions: what is sent for an utterance, and what its answer holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from longtake.generation.http import Answer
from longtake.generation.provider import Account
from longtake.generation.wire import Call, Wire
from longtake.speech.hosted.marks import NO_MARKS, Marks
from longtake.speech.voice import Utterance

__all__ = ["Said", "SpeechOrder", "SpeechWire", "TimedText"]


@dataclass(frozen=True, slots=True)
class SpeechOrder:
    """What is to be said. model: the service's name for it; voice: the service's name or id of the voice."""

    model: str
    voice: str
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class TimedText:
    """A run of the text that was sent, and when it is heard, in seconds from the sound's start."""

    text: str
    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer holds. pcm: 16-bit samples of one channel, little-endian; rate: of them a second. timed: runs of
    the text that was sent, in order; () of a service that tells no times. bill: the characters that it counted, None
    where it does not say."""

    pcm: bytes = field(repr=False)
    rate: int
    timed: Sequence[TimedText] = ()
    bill: int | None = None


class SpeechWire(Wire):
    """The base of all services. Readings raise ValueError, LookupError or TypeError for an answer of another shape."""

    most_answer = 96 << 20
    patience = 300.0

    def marks(self, model: str) -> Marks:
        """What the model can be told of how to say it."""
        return NO_MARKS

    def text(self, order: SpeechOrder) -> str:
        """What is sent as text, marks included: what the service counts."""
        raise NotImplementedError

    def saying(self, order: SpeechOrder, account: Account) -> Call:
        raise NotImplementedError

    def said(self, order: SpeechOrder, answer: Answer) -> Said:
        raise NotImplementedError
