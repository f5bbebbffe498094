"""How many frames the shots show that are as long as they need to be: the auto lengths of drawn shots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from longtake.media import FrameRate

__all__ = ["DEFAULT_SECONDS", "SHORTEST_SECONDS", "covering_frames", "shares"]

DEFAULT_SECONDS = Fraction(4)
SHORTEST_SECONDS = Fraction(1)


def covering_frames(seconds: Fraction, rate: FrameRate) -> int:
    """The fewest whole frames that last at least `seconds`: rounds up, so that picture never ends before its sound."""
    return ceil(seconds * rate.fraction)


def shares(total: int, least: Sequence[int]) -> tuple[int, ...]:
    """`total` frames divided as equally as whole frames allow, the earlier shares longer, none under its least.

    They add up to `total`, or to all the leasts together where those are more.
    """
    fixed: dict[int, int] = {}
    while True:
        free = [number for number in range(len(least)) if number not in fixed]
        rest = total - sum(fixed.values())
        share, extra = divmod(max(0, rest), len(free)) if free else (0, 0)
        wanted = {number: share + (place < extra) for place, number in enumerate(free)}
        short = {number: least[number] for number in free if wanted[number] < least[number]}
        if not short:
            return tuple({**fixed, **wanted}[number] for number in range(len(least)))
        fixed |= short
