"""What is said in one breath: an utterance cut into stretches, as a model speaks them, with the silence between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from longtake.media import Pause

__all__ = ["BREATH", "Sounded", "Stretch", "stretches_of"]

BREATH = Fraction(2, 5)
"""Seconds between two sentences."""

_COMMA = Fraction(1, 8)
_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLOSING = "\"'”’»)]」』）"


@dataclass(frozen=True, slots=True)
class Sounded:
    """A word as it is written, and its sounds in the letters of its phonemiser, punctuation included. pace: in times
    the utterance's."""

    text: str
    sounds: str
    pace: Fraction = Fraction(1)

    @property
    def ends_sentence(self) -> bool:
        return self.sounds.rstrip(_CLOSING + " ").endswith(_ENDS)

    @property
    def ends_clause(self) -> bool:
        return self.sounds.rstrip(_CLOSING + " ").endswith((",", ";", ":", "—", "、"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that a model says at once, all at one pace. rest: seconds of silence after it."""

    words: tuple[Sounded, ...]
    rest: Fraction = Fraction(0)

    @property
    def pace(self) -> Fraction:
        return self.words[0].pace


def stretches_of(parts: Sequence[Sounded | Pause], most: int) -> tuple[Stretch, ...]:
    """The stretches, none of more than `most` letters of sound, as far as words allow. A pause at the very beginning or
    end is silence after nothing, and is kept with its neighbour by whoever puts them together."""
    return tuple(part for stretch in _sentences(parts) for part in _fitting(stretch, most))


def _sentences(parts: Sequence[Sounded | Pause]) -> Iterator[Stretch]:
    held: list[Sounded] = []
    for part in parts:
        if isinstance(part, Pause):
            yield Stretch(tuple(held), part.seconds)
            held = []
            continue
        if held and held[-1].ends_sentence:
            yield Stretch(tuple(held), BREATH)
            held = []
        elif held and held[-1].pace != part.pace:
            yield Stretch(tuple(held), _COMMA if held[-1].ends_clause else Fraction(0))
            held = []
        held.append(part)
    if held:
        yield Stretch(tuple(held))


def _fitting(stretch: Stretch, most: int) -> Iterator[Stretch]:
    """The stretch, cut where it is too long: after the last clause that still fits, else after the last word."""
    words = stretch.words
    while sum(len(word.sounds) + 1 for word in words) > most and len(words) > 1:
        at = _cut(words, most)
        yield Stretch(words[:at], _COMMA if words[at - 1].ends_clause else Fraction(0))
        words = words[at:]
    yield Stretch(words, stretch.rest)


def _cut(words: Sequence[Sounded], most: int) -> int:
    length, fits, clause = 0, 1, 0
    for number, word in enumerate(words[:-1], start=1):
        length += len(word.sounds) + 1
        if length > most:
            break
        fits = number
        clause = number if word.ends_clause else clause
    return clause or fits
