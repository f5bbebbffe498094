"""Flashes, as WCAG 2.3.1 counts them: pairs of opposing changes of relative luminance by a tenth or more, where the
darker side is below 0.8; more than three in a second may harm people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

__all__ = ["MOST_FLASHES", "most_flashes"]

MOST_FLASHES = 3
"""Flashes within one second that do no harm."""

_CHANGE, _BRIGHT = 0.1, 0.8


def most_flashes(luma: Sequence[float], rate: Fraction) -> int:
    """The most flashes within any second. luma: means of whole pictures, limited range, so what flashes in a part of
    them only counts with its share. rate: pictures a second."""
    turns = list(_changes([max(0.0, min(1.0, (value - 16) / 219)) ** 2.2 for value in luma]))
    within = [sum(start <= other < start + rate for other in turns) for start in turns]
    return max(within, default=0) // 2


def _changes(light: Sequence[float]) -> Iterator[int]:
    """Where each change ends that counts: from one turn of the light to the next."""
    turns = list(_turns(light))
    for before, after in pairwise(turns):
        low, high = sorted((light[before], light[after]))
        if high - low >= _CHANGE and low < _BRIGHT:
            yield after


def _turns(light: Sequence[float]) -> Iterator[int]:
    """Numbers of the pictures where the light turns, ripples below a change left out; the ends count as turns."""
    if not light:
        return
    at, way = 0, 0
    yield 0
    for number, value in enumerate(light):
        ahead = value - light[at]
        if way * ahead > 0 or (way == 0 and abs(ahead) >= _CHANGE):
            at, way = number, way or (1 if ahead > 0 else -1)
        elif way and abs(ahead) >= _CHANGE:
            yield at
            at, way = number, -way
    if at:
        yield at
