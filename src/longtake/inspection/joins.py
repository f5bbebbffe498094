"""What it costs to go over from one clip to another at each pair of cut points, from stored measures alone. Pure.

Costs are in levels: what the eye sees of a step between two pictures beyond what moves anyway. Two pictures of one view
that do not follow each other jump when they are cut together; pictures of two views are a cut like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.inspection.stretch import Stretch

__all__ = ["USUAL", "Costs", "Joining", "Parts", "costs_of"]

Table = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Joining:
    """What counts for how much; levels are 8-bit code values, of thumbnails where pictures are compared.

    alike, apart: correlation from which, and difference up to which, two pictures are of one view. other: a cut to
    another view. direction, most_turn: a pixel of difference between how both sides move, and the most that counts.
    amount: a doubling of how much they move. tint: a level of Cb and Cr. loud: a decibel above `quiet` at the cut.
    aside: how much of what moves counts between unlike views. dissolved, flowed: a dissolve, and a flow where that
    suits; left: what is left in a dissolve of a step, flow_left: in a flow of the difference.
    slip: a frame away from where the plan shows the take. unfit: a frame that is not fit to be shown, or shown twice.
    """

    alike: float = 0.65
    apart: float = 24.0
    other: float = 8.0
    direction: float = 0.5
    most_turn: float = 4.0
    amount: float = 0.5
    most_octaves: float = 2.0
    tint: float = 0.25
    loud: float = 0.05
    quiet: float = -50.0
    aside: float = 0.25
    dissolved: float = 4.0
    left: float = 0.25
    flowed: float = 1.0
    flow_left: float = 0.05
    slip: float = 0.05
    unfit: float = 20.0


USUAL = Joining()


@dataclass(frozen=True, slots=True)
class Parts:
    """A join at one pair of cut points. difference: levels between the two pictures, expected: what moves there anyway;
    turn: pixels between how both sides move; octaves: between how much they do; tint: levels; loudness: dBFS of the
    louder side, -120 where nothing is heard; alike: whether they are of one view; repeated: pictures shown twice;
    cost: of a cut there."""

    difference: float
    expected: float
    turn: float
    octaves: float
    tint: float
    loudness: float
    alike: bool
    repeated: int
    cost: float

    @property
    def step(self) -> float:
        """How far it steps beyond, or behind, what moves anyway."""
        return abs(self.difference - self.expected)


@dataclass(frozen=True, slots=True)
class Costs:
    """Tables with a row for each place where the outgoing clip may end and a column for each where the next may begin.
    cut: cost of a cut; dissolve: of a dissolve, flow: of a flow where it suits; infinite between unlike views."""

    cut: Table
    dissolve: Table
    flow: Table
    _parts: tuple[Table, ...]

    def parts(self, row: int, column: int) -> Parts:
        difference, expected, turn, octaves, tint, loudness, alike, repeated = (
            float(table[row, column]) for table in self._parts
        )
        cost = float(self.cut[row, column])
        return Parts(difference, expected, turn, octaves, tint, loudness, bool(alike), int(repeated), cost)


def costs_of(
    out: Stretch,
    ends: Sequence[int],
    into: Stretch,
    starts: Sequence[int],
    repeats: int,
    settings: Joining = USUAL,
    *,
    is_one_view: bool = False,
) -> Costs:
    """ends: frames of its take before which the outgoing clip may be cut; starts: frames at which the next may begin.
    repeats: how many of the next clip's first pictures repeat the last ones of this one. is_one_view: both sides are
    known to show one view, and are not asked whether they look it."""
    last, first = np.array(ends) - 1, np.array(starts)
    difference, correlation = _compared(out.thumbs(last), into.thumbs(first))
    earlier, _ = _compared(out.thumbs(last - 1), into.thumbs(first))
    back = np.maximum(difference - earlier, 0)  # nearer to the picture before: it would step back in time
    expected = np.maximum(out.steps(last)[:, None], into.steps(first + 1)[None, :])
    turn = np.hypot(*(one[:, None] - other[None, :] for one, other in zip(out.way(last), into.way(first), strict=True)))
    amounts = [np.log2(side.motion(at) + 0.25) for side, at in ((out, last), (into, first + 1))]
    octaves = np.abs(amounts[0][:, None] - amounts[1][None, :])
    tints = zip(out.tint(last), into.tint(first), strict=True)
    tint = np.add.reduce([np.abs(one[:, None] - other[None, :]) for one, other in tints])
    loudness = np.maximum(out.loudness(last)[:, None], into.loudness(first)[None, :])
    alike = is_one_view | ((correlation >= settings.alike) & (difference <= settings.apart))
    repeated = _repeated(out, last, into, first, repeats)
    moves = settings.direction * np.minimum(turn, settings.most_turn)
    moves = moves + settings.amount * np.minimum(octaves, settings.most_octaves)
    heard = settings.loud * np.maximum(loudness - settings.quiet, 0)
    jump = np.abs(difference - expected) + back + moves + settings.tint * tint
    shown = np.where(alike, jump, settings.other + settings.aside * moves)
    twice = settings.unfit * repeated
    dissolve = np.where(alike, settings.dissolved + settings.left * shown, np.inf)
    flow = np.where(alike, settings.flowed + settings.flow_left * difference, np.inf)
    parts = (difference, expected, turn, octaves, tint, loudness, alike.astype(float), repeated)
    return Costs(shown + heard + twice, dissolve + heard + twice, flow + heard + twice, parts)


def _compared(out: Table, into: Table) -> tuple[Table, Table]:
    """Mean absolute difference and correlation of each picture of one side with each of the other; thumbnails that
    nobody kept are unlike everything."""
    difference = np.abs(out[:, None, :] - into[None, :, :]).mean(axis=2)
    known = ~np.isnan(difference)
    centred = [side - side.mean(axis=1, keepdims=True) for side in (out, into)]
    length = [np.sqrt((side**2).sum(axis=1)).clip(1e-6) for side in centred]
    correlation = centred[0] @ centred[1].T / (length[0][:, None] * length[1][None, :])
    return np.where(known, difference, 255.0), np.where(known, correlation, -1.0)


def _repeated(out: Stretch, last: NDArray[np.int_], into: Stretch, first: NDArray[np.int_], repeats: int) -> Table:
    """How many pictures the next clip shows again after the outgoing one has shown them."""
    if not repeats:
        return np.zeros((len(last), len(first)))
    left = out.picture.frames - 1 - out.numbers(last)
    shown: Table = np.maximum(repeats - left[:, None] - into.numbers(first)[None, :], 0).astype(float)
    return shown
