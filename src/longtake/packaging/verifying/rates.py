"""What a rendition costs to load, as HLS measures it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["rates_of"]

_TARGET = 6  # seconds


def rates_of(
    sizes: Sequence[int], ticks: Sequence[int], scale: int, target: int = _TARGET
) -> tuple[Fraction, Fraction]:
    """Peak and average, in bits a second, of segments that have so many bytes and last so many ticks, of which a second
    has `scale`. target: of their playlist, in seconds."""
    total = sum(ticks)
    average = Fraction(8 * sum(sizes) * scale, total) if total else Fraction(0)
    return _peak(sizes, ticks, target * scale) * scale or average, average


def _peak(sizes: Sequence[int], ticks: Sequence[int], target: int) -> Fraction:
    """Bits a tick of the run of segments of 0.5 to 1.5 targets that has most; 0 where none is as long. target: in
    ticks."""
    most, within = 0, 1
    for first in range(len(sizes)):
        size = length = 0
        for at in range(first, len(sizes)):
            size, length = size + sizes[at], length + ticks[at]
            if 2 * length > 3 * target:
                break
            if 2 * length >= target and size * within > most * length:
                most, within = size, length
    return Fraction(8 * most, within)
