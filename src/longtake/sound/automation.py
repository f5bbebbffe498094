"""Gain curves as a part of a piece meets them: what reaches into it, so that a far change leaves its recipe alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from longtake.media import GainPoint

__all__ = ["Bend", "bends_of"]

Bend = tuple[int, int]
"""A gain at a sample of a part, in hundredths of a decibel: (at, millibels). `at` may lie outside the part."""


def bends_of(curve: Sequence[GainPoint], begin: int, stop: int) -> tuple[Bend, ...]:
    """The curve over film samples [begin, stop), counted from `begin`; () where it changes nothing there.

    Where it is level at an end, the outer point is left out: how far away it stands is heard nowhere.
    """
    if not curve:
        return ()
    first = max(0, bisect_right(curve, begin, key=_at) - 1)
    last = min(len(curve) - 1, bisect_left(curve, stop, key=_at))
    points = list(curve[first : last + 1])
    while len(points) > 1 and points[0].millibels == points[1].millibels:
        points.pop(0)
    while len(points) > 1 and points[-1].millibels == points[-2].millibels:
        points.pop()
    if len({point.millibels for point in points}) > 1:
        return tuple((point.at - begin, point.millibels) for point in points)
    return ((0, points[0].millibels),) if points[0].millibels else ()


def _at(point: GainPoint) -> int:
    return point.at
