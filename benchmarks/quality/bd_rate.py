"""BD-rate: how many bits more one encoder needs than another for the same quality, over the qualities both reach.

G. Bjøntegaard, "Calculation of average PSNR differences between RD-curves", VCEG-M33, 2001: the mean distance of the
two curves of log rate over quality. Between the points runs a piecewise cubic Hermite curve (PCHIP: F. N. Fritsch and
J. Butland, 1984), as the video standards' own sheets do since JCTVC-H0030; it needs two points and does not overshoot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import exp, log

__all__ = ["Point", "bd_rate"]

Point = tuple[float, float]
"""Rate, in any unit that is the same for both sides, and quality, which rises with the rate."""


def bd_rate(ours: Sequence[Point], theirs: Sequence[Point]) -> float:
    """0.03 where ours needs 3 % more. Raises ValueError if quality does not rise with rate, or nothing overlaps."""
    curves = _Curve(ours), _Curve(theirs)
    low = max(curve.low for curve in curves)
    high = min(curve.high for curve in curves)
    if low >= high:
        raise ValueError(f"the two have no quality in common: {ours} and {theirs}")
    mine, other = (curve.area(low, high) for curve in curves)
    return exp((mine - other) / (high - low)) - 1


class _Curve:
    """Log rate over quality."""

    def __init__(self, points: Sequence[Point]) -> None:
        points = sorted(points)
        self._at = [quality for _, quality in points]
        self._value = [log(rate) for rate, _ in points]
        if len(points) < 2 or any(after <= before for before, after in pairwise(self._at)):
            raise ValueError(f"quality has to rise with rate, over two points or more: {points}")
        self._slope = _slopes(self._at, self._value)
        self.low, self.high = self._at[0], self._at[-1]

    def area(self, low: float, high: float) -> float:
        """The integral. Simpson's rule is exact for cubics."""
        stops = [low, *(at for at in self._at if low < at < high), high]
        return sum(
            (right - left) / 6 * (self._height(left) + 4 * self._height((left + right) / 2) + self._height(right))
            for left, right in pairwise(stops)
        )

    def _height(self, at: float) -> float:
        left = min(max(bisect_right(self._at, at) - 1, 0), len(self._at) - 2)
        width = self._at[left + 1] - self._at[left]
        t = (at - self._at[left]) / width
        first, last = self._value[left : left + 2]
        out, into = (width * slope for slope in self._slope[left : left + 2])
        return (
            (2 * t**3 - 3 * t**2 + 1) * first
            + (t**3 - 2 * t**2 + t) * out
            + (3 * t**2 - 2 * t**3) * last
            + (t**3 - t**2) * into
        )


def _slopes(at: Sequence[float], value: Sequence[float]) -> list[float]:
    """The curve's slope in each point: Fritsch and Butland's mean of its two sides, a parabola's at the ends."""
    widths = [after - before for before, after in pairwise(at)]
    rises = [(after - before) / width for (before, after), width in zip(pairwise(value), widths, strict=True)]
    if len(rises) == 1:
        return rises * 2
    inner = [
        _mean(*pair, *sides) for pair, sides in zip(pairwise(rises), pairwise(widths), strict=True)
    ]  # fmt: skip
    ends = _end(*rises[:2], *widths[:2]), _end(*rises[:-3:-1], *widths[:-3:-1])
    return [ends[0], *inner, ends[1]]


def _mean(before: float, after: float, left: float, right: float) -> float:
    if before * after <= 0:
        return 0.0
    weights = 2 * right + left, right + 2 * left
    return sum(weights) / (weights[0] / before + weights[1] / after)


def _end(near: float, far: float, width: float, next_width: float) -> float:
    slope = ((2 * width + next_width) * near - width * far) / (width + next_width)
    if slope * near <= 0:
        return 0.0
    return 3 * near if near * far <= 0 and abs(slope) > 3 * abs(near) else slope
