"""Exact time: frame numbers on a rational grid for picture, sample numbers at 48 kHz for sound.

Seconds are `Fraction`s; a float second exists only in text for people. Ranges are half-open.
Rounding happens in the functions of this module and nowhere else; each says its direction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NewType

__all__ = [
    "SAMPLE_RATE",
    "Frame",
    "FrameRange",
    "FrameRate",
    "Sample",
    "SampleRange",
    "clock",
    "parse_seconds",
    "round_half_up",
]

Frame = NewType("Frame", int)
"""A frame number, counted from 0, on the grid of a film or of a conformed take."""

Sample = NewType("Sample", int)
"""A sample number, counted from 0, at 48 kHz."""

SAMPLE_RATE = 48_000
"""Samples a second of everything Longtake mixes and encodes."""

_CELL_SECONDS = 2
_STANDARD_RATES = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}


def round_half_up(value: Fraction | int) -> int:
    """The nearest integer; halves go up (towards plus infinity)."""
    return _nearest(value.numerator, value.denominator)


def _nearest(numerator: int, denominator: int) -> int:
    """The same of a quotient, for those who ask ten thousands of times."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class FrameRate:
    """Frames a second as an exact fraction, in lowest terms. Between 1 and 240."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        rate = Fraction(self.numerator, self.denominator)
        if not 1 <= rate <= 240:
            raise ValueError(f"a frame rate is between 1 and 240 frames a second, not {rate}")
        object.__setattr__(self, "numerator", rate.numerator)
        object.__setattr__(self, "denominator", rate.denominator)

    @classmethod
    def of(cls, value: Fraction | int) -> FrameRate:
        rate = Fraction(value)
        return cls(rate.numerator, rate.denominator)

    @classmethod
    def parse(cls, text: str) -> FrameRate:
        """Reads `24`, `24000/1001` or `12.5`. Raises ValueError with advice for `29.97` and its kin."""
        word = text.strip()
        if word in _STANDARD_RATES:
            exact = _STANDARD_RATES[word]
            raise ValueError(f"{word} is no exact rate: write {exact.numerator}/{exact.denominator}")
        if not re.fullmatch(r"\d{1,6}(/\d{1,6}|\.\d{1,3})?", word):
            raise ValueError(f"{text!r} is no frame rate: write a whole number or a fraction such as 24000/1001")
        try:
            return cls.of(Fraction(word))
        except ZeroDivisionError:
            raise ValueError(f"{text!r} is no frame rate: its denominator is zero") from None

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def cell_frames(self) -> int:
        """Frames in a cell: the longest closed GOP that lasts at most 2 s (48 at 24, 59 at 30000/1001)."""
        return max(1, floor(_CELL_SECONDS * self.fraction))

    def seconds(self, frames: int) -> Fraction:
        """How long `frames` frames last; also the time at which frame number `frames` begins."""
        return Fraction(frames * self.denominator, self.numerator)

    def frames(self, seconds: Fraction) -> int:
        """The whole number of frames nearest to `seconds`; halves go up."""
        return _nearest(seconds.numerator * self.numerator, seconds.denominator * self.denominator)

    def samples(self, frames: int) -> Sample:
        """The sample number (48 kHz) nearest to where frame `frames` begins; halves go up."""
        return Sample(_nearest(frames * self.denominator * SAMPLE_RATE, self.numerator))

    def __str__(self) -> str:
        return str(self.numerator) if self.denominator == 1 else f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a range ends at or after its start, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, number: int) -> bool:
        return self.start <= number < self.end


class FrameRange(_Range):
    """Frames [start, end): half-open, in frames of one grid."""

    __slots__ = ()


class SampleRange(_Range):
    """Samples [start, end): half-open, at 48 kHz."""

    __slots__ = ()


_DURATION = re.compile(
    r"""(?ix) \s* (?:(?P<minutes>\d+)\s*(?:m|min)(?![a-z]))? \s* (?:(?P<seconds>\d+(?:\.\d+)?|\.\d+)\s*s)? \s*"""
)


def parse_seconds(text: str) -> Fraction:
    """Reads `4s`, `0.5s`, `500ms` or `1m 30s` as exact seconds. Raises ValueError with advice."""
    milli = re.fullmatch(r"\s*(\d+)\s*ms\s*", text)
    if milli:
        return Fraction(int(milli[1]), 1000)
    match = _DURATION.fullmatch(text)
    if not match or not (match["minutes"] or match["seconds"]):
        raise ValueError(f"{text!r} is no length of time: write it with its unit, such as 4s, 0.5s or 1m 30s")
    return 60 * Fraction(match["minutes"] or 0) + Fraction(match["seconds"] or 0)


def clock(seconds: Fraction | int) -> str:
    """Seconds as people read them: `0:12`, `1:02:03`. Rounded to the nearest second."""
    whole = round_half_up(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
