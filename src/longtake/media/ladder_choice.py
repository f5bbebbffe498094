"""Choosing a film's ladder by how hard it is: rungs that nobody would gain by are left out, caps of easy ones lowered.

Pure: what each rung's sampled spans came to goes in. The film's own size is always kept, and a second rung where there
is a cheaper one, since a player with one rung has nowhere to go (Apple's rule 9.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from longtake.media.ladder import Ladder, Rung, capped
from longtake.media.time import FrameRate

__all__ = ["RungChoice", "RungMeasure", "chosen_rungs", "ladder_of_choice"]

_APART = Fraction(3, 2)  # how many times the rate of the next one a rung has at least (rule H62)
_OVER_AVERAGE, _OVER_HARDEST = 2, Fraction(3, 2)
_WORTH = Fraction(4, 5)  # of a cap: one that would fall by less stays, and what was encoded under it with it
_LEAST, _STEP = 100_000, 10_000  # bits a second


@dataclass(frozen=True, slots=True)
class RungMeasure:
    """What a rung's sampled spans came to, in bits a second. hardest: that of the one span with most."""

    average: int
    hardest: int


@dataclass(frozen=True, slots=True)
class RungChoice:
    """What becomes of a rung, and why. maxrate: its cap in bits a second; None where it is left out."""

    name: str
    average: int
    hardest: int
    maxrate: int | None
    why: str


def chosen_rungs(ladder: Ladder, measures: Sequence[RungMeasure]) -> tuple[RungChoice, ...]:
    """A choice for each rung, best first. measures: of each, in the same order."""
    found = list(zip(ladder.rungs, measures, strict=True))
    left_out = _left_out(found)
    if len(left_out) == len(found) - 1 and found[-1][1].average < found[0][1].average:
        left_out.pop(found[-1][0].name, None)
    return tuple(
        RungChoice(rung.name, one.average, one.hardest, None, why)
        if (why := left_out.get(rung.name))
        else _kept(rung, one)
        for rung, one in found
    )


def ladder_of_choice(ladder: Ladder, rate: FrameRate, choices: Sequence[RungChoice]) -> Ladder:
    """The ladder with what was chosen of it. rate: of the film."""
    caps = {one.name: one.maxrate for one in choices}
    kept = [(rung, cap) for rung in ladder.rungs if (cap := caps[rung.name])]
    return replace(ladder, rungs=tuple(rung if cap == rung.maxrate else capped(rung, rate, cap) for rung, cap in kept))


def _left_out(found: Sequence[tuple[Rung, RungMeasure]]) -> dict[str, str]:
    """By name, why. Each rung is held against the nearest larger one that is kept."""
    above, left_out = found[0], dict[str, str]()
    for rung, one in found[1:]:
        larger, most = above[0].name, above[1].average
        if one.average >= most:
            left_out[rung.name] = f"it takes {_kilobits(one.average)}, no less than {larger} with {_kilobits(most)}"
        elif most < _APART * one.average:
            left_out[rung.name] = f"its {_kilobits(one.average)} are within 1.5 times of {larger}, {_kilobits(most)}"
        else:
            above = rung, one
    return left_out


def _kept(rung: Rung, one: RungMeasure) -> RungChoice:
    wanted = max(_OVER_AVERAGE * one.average, ceil(_OVER_HARDEST * one.hardest), _LEAST)
    cap = ceil(Fraction(wanted, _STEP)) * _STEP
    if cap > _WORTH * rung.maxrate:
        return RungChoice(rung.name, one.average, one.hardest, rung.maxrate, f"it takes {_kilobits(one.average)}")
    why = f"it takes {_kilobits(one.average)}, {_kilobits(one.hardest)} at most: its cap falls to {_kilobits(cap)}"
    return RungChoice(rung.name, one.average, one.hardest, cap, why)


def _kilobits(bits: int) -> str:
    return f"{round(bits / 1000)} kbit/s"
