"""What a model on this machine keeps to, and how what it says becomes one sound with the times of its words."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from longtake.media import SAMPLE_RATE, Sample, SpokenWord, round_half_up
from longtake.speech.stretches import Sounded, Stretch
from longtake.speech.voice import Spoken

__all__ = ["Engine", "Floats", "Said", "SaidWord", "joined", "trimmed", "words_of"]

Floats = NDArray[np.float32]

_QUIET = 0.01  # of full scale; the models' own silence is below a tenth of that
_EDGE_SECONDS = Fraction(3, 100)


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word and when it is heard, in samples of its engine's."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """What an engine made of a stretch: mono samples within ±1.0."""

    sound: Floats
    words: tuple[SaidWord, ...]


class Engine(Protocol):
    """A model that speaks. rate: samples a second; most: letters of sound that it takes at once."""

    @property
    def rate(self) -> int: ...

    @property
    def most(self) -> int: ...

    def said(self, stretch: Stretch, pace: Fraction) -> Said:
        """The stretch, at so many times its own pace."""
        ...


def words_of(words: Sequence[Sounded], lengths: Sequence[int], at: int, late: int = 0) -> Iterator[SaidWord]:
    """When each word is heard. lengths: samples of each letter of their sounds, a space between two words; at: the
    sample at which the first letter begins. late: by how much a model's own times come behind what is heard."""
    number = 0
    for word in words:
        spans = []
        for sign in word.sounds:
            end = at + lengths[number]
            if sign.isalpha() or sign in "ˈˌ":
                spans.append((at, end))
            at, number = end, number + 1
        start, end = (spans[0][0], spans[-1][1]) if spans else (at, at)
        yield SaidWord(word.text, max(0, start - late), max(0, end - late))
        at += lengths[number] if number < len(lengths) else 0
        number += 1


def trimmed(said: Said, rate: int) -> Said:
    """Without the silence at its ends; none of a word is cut off."""
    loud = np.flatnonzero(np.abs(said.sound) > _QUIET)
    if not len(loud):
        return said
    edge = int(_EDGE_SECONDS * rate)
    first, last = max(0, int(loud[0]) - edge), min(len(said.sound), int(loud[-1]) + edge)
    words = tuple(
        SaidWord(word.text, min(max(word.start, first), last) - first, min(max(word.end, first), last) - first)
        for word in said.words
    )
    return Said(said.sound[first:last], words)


def joined(parts: Sequence[tuple[Said, Fraction]], rate: int) -> Spoken:
    """One WAV of all, each with its seconds of silence behind it, and its words at 48 kHz."""
    sounds, words, at = list[Floats](), list[SpokenWord](), 0
    for said, rest in parts:
        words += [
            SpokenWord(word.text, _sample(at + word.start, rate), _sample(at + word.end, rate)) for word in said.words
        ]
        silence = np.zeros(round_half_up(rest * rate), np.float32)
        sounds += [said.sound, silence]
        at += len(said.sound) + len(silence)
    return Spoken(_wav(np.concatenate(sounds), rate), tuple(words))


def _sample(at: int, rate: int) -> Sample:
    return Sample(round_half_up(Fraction(at * SAMPLE_RATE, rate)))


def _wav(sound: Floats, rate: int) -> bytes:
    """16 bits, mono."""
    whole = np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2")
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(whole.tobytes())
    return held.getvalue()
