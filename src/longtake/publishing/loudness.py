"""The loudness of a film as the report shows it: figures, and a curve over its time, drawn as SVG paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["CURVE_HEIGHT", "CURVE_WIDTH", "LoudnessFacts"]

CURVE_WIDTH, CURVE_HEIGHT = 1000, 180
_TOP, _BOTTOM = -600, -4800  # hundredths of a LUFS at the edges of the picture
_LINES = (-1200, -2400, -3600)


@dataclass(frozen=True, slots=True)
class LoudnessFacts:
    """All in hundredths of a LUFS, LU, dB or dBTP. target: None where the sound was left as it was mixed. short_term:
    of 3 s, ten a second, from the film's start."""

    target: int | None
    integrated: int
    spread: int
    peak: int
    gain: int
    short_term: Sequence[int]

    @property
    def curve(self) -> str:
        """The path of a band: the loudest and the softest in each of at most a thousand places."""
        if not self.short_term:
            return ""
        columns = min(CURVE_WIDTH, len(self.short_term))
        parts = [_part(self.short_term, number, columns) for number in range(columns)]
        places = [CURVE_WIDTH * number // max(1, columns - 1) for number in range(columns)]
        above = [f"{at} {_height(max(part)) - 1}" for at, part in zip(places, parts, strict=True)]
        below = [f"{at} {_height(min(part)) + 1}" for at, part in zip(places, parts, strict=True)]
        return f"M{' L'.join([*above, *reversed(below)])}Z"

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """How far down a line stands, and what it says."""
        for level in _LINES:
            yield _height(level), f"{level // 100}"

    @property
    def target_height(self) -> int | None:
        return None if self.target is None else _height(self.target)


def _part(series: Sequence[int], number: int, columns: int) -> Sequence[int]:
    return series[len(series) * number // columns : max(1, len(series) * (number + 1) // columns)]


def _height(level: int) -> int:
    """Pixels from the top; what is softer than the picture shows lies on its floor."""
    return (_TOP - max(_BOTTOM, min(_TOP, level))) * CURVE_HEIGHT // (_TOP - _BOTTOM)
