"""What readers can follow: norms for a caption by its language and the film's shape.

Widths are counted in columns: a letter is one, a sign as wide as a square two, a mark over another none. So 16 Chinese
signs and 32 Latin letters are equally wide, and a Latin name in a Japanese line counts for what it takes.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from math import ceil
from typing import Any

from longtake.media import FrameRate, Size

__all__ = ["Norms", "columns", "norms_for"]

_PORTRAIT, _SQUARE = Fraction(4, 5), Fraction(5, 4)  # width over height: below the first, and up to the second


@dataclass(frozen=True, slots=True)
class Norms:
    """columns: of a line at most; lines: of a cue at most; speed: columns a second at most; shortest, longest: seconds
    that a cue shows; gap: frames between two cues at least; closed: seconds, below which a gap is closed to that;
    late: frames that a cue may begin after its words; hang: seconds that it may stay after them, to be read."""

    columns: int
    lines: int
    speed: int
    shortest: Fraction = Fraction(5, 6)
    longest: Fraction = Fraction(7)
    gap: int = 2
    closed: Fraction = Fraction(1, 2)
    late: int = 3
    hang: Fraction = Fraction(3, 2)

    def least_frames(self, rate: FrameRate) -> int:
        """Frames that every cue shows at least."""
        return ceil(self.shortest * rate.fraction)

    def most_frames(self, rate: FrameRate) -> int:
        return int(self.longest * rate.fraction)

    def reading_frames(self, width: int, rate: FrameRate) -> int:
        """Frames that it takes to read so many columns."""
        return ceil(Fraction(width, self.speed) * rate.fraction)


def norms_for(language: str, size: Size) -> Norms:
    """language: BCP 47, looked up by its first part; one without norms of its own has those of most."""
    known = _written()
    row = known["languages"].get(language.partition("-")[0].lower(), known["most"])
    shape = Fraction(size.width, size.height)
    kind = "portrait" if shape < _PORTRAIT else "square" if shape < _SQUARE else "wide"
    return Norms(row[kind], known["lines"][kind], row["speed"])


def columns(text: str) -> int:
    """How wide a line is."""
    return sum(_width(sign) for sign in text)


@lru_cache(maxsize=8192)
def _width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("norms.toml").read_text("utf-8"))
