"""Where each clip is cut and how it becomes the next, chosen together for a whole film from what was measured. Pure.

A clip's place and length in the film stand already. What is chosen is its slip, by how many frames it shows something
else of its take, and the kind of each join that is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from longtake.inspection.joins import USUAL, Costs, Joining, Parts, costs_of
from longtake.inspection.slips import cheapest
from longtake.inspection.stretch import Stretch

__all__ = ["Kind", "Seam", "Shown", "Slip", "Wish", "chosen_seams"]

Kind = Literal["cut", "dissolve", "flow"]
Whole = NDArray[np.int64]

_NEVER = 10**9
"""More than any way through a film costs that can be made."""

_THOUSANDTHS = 1000
"""Costs are counted in thousandths of a level, so that their sums are exact."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a join is to be. kinds: with the frames of each, what it may be, the first of equal cost; one where it is
    stated. lead: frames by which the next sound is heard earlier, below 0 later. is_one_view: whether what the one
    clip shows is found again in the next, however far it moved; else two pictures are compared as they stand."""

    kinds: tuple[tuple[Kind, int], ...]
    lead: int = 0
    is_one_view: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip of the film. stretch: None for what nothing was measured of. slip: one that is chosen already. repeats:
    how many of its first pictures repeat the last ones of the clip before."""

    stretch: Stretch | None
    slip: int | None = None
    repeats: int = 0

    def slips(self, reach: int) -> tuple[Slip, ...]:
        """Those that may be chosen, and 0, with which they are compared."""
        stretch = self.stretch
        if stretch is None:
            return (Slip(),)
        frames = stretch.slips(reach) if self.slip is None else dict.fromkeys((self.slip, 0))
        return tuple(Slip(slip, stretch.unfit(0) - stretch.unfit(slip)) for slip in frames)


@dataclass(frozen=True, slots=True)
class Slip:
    """By how many frames a clip shows something later in its take; below 0, earlier. spared: how many frames that are
    not fit to be shown it then does not show."""

    frames: int = 0
    spared: int = 0


@dataclass(frozen=True, slots=True)
class Seam:
    """A join as it was chosen. has_choice: whether another kind could have been made there. repeats: pictures at the
    next clip's head that repeat the one before. parts: None where a side was not measured; out_stays, into_stays: what
    they would be if that side did not slip."""

    kind: Kind
    frames: int
    has_choice: bool = False
    repeats: int = 0
    parts: Parts | None = None
    out_stays: Parts | None = None
    into_stays: Parts | None = None


def chosen_seams(
    clips: Callable[[], Iterable[Shown]], wishes: Sequence[Wish], reach: int, settings: Joining = USUAL
) -> tuple[tuple[Slip, ...], tuple[Seam, ...]]:
    """The slip of each clip and the seam of each join. clips: gives them one after the other, one more than wishes; it
    is asked twice, for of a long film no more than two are kept. reach: how many frames a clip may slip from where it
    is fit to be shown."""
    slips, nodes, edges = list[tuple[Slip, ...]](), list[Whole](), list[NDArray[np.int32]]()
    before: Shown | None = None
    for number, clip in enumerate(clips()):
        slips.append(clip.slips(reach))
        nodes.append(_node(clip, slips[-1], settings))
        if before:
            join = _Join.of((before, slips[-2]), (clip, slips[-1]), wishes[number - 1], settings)
            edges.append(join.cost.astype(np.int32))
        before = clip
    picked = tuple(one[pick] for one, pick in zip(slips, cheapest(nodes, edges), strict=True))
    seams = (
        _Join.of((out, (moved[0], Slip())), (into, (moved[1], Slip())), wish, settings).seam
        for (out, into), moved, wish in zip(pairwise(clips()), pairwise(picked), wishes, strict=True)
    )
    return picked, tuple(seams)


def _node(clip: Shown, slips: Sequence[Slip], settings: Joining) -> Whole:
    worst = max(slip.spared for slip in slips)
    cost = [settings.slip * abs(slip.frames) + settings.unfit * (worst - slip.spared) for slip in slips]
    barred = np.array([_NEVER * (clip.slip not in (None, slip.frames)) for slip in slips], np.int64)
    cost_of_each: Whole = _whole(np.array(cost)) + barred
    return cost_of_each


_Slipping = tuple[Shown, Sequence[Slip]]  # a clip, and by how much it may slip


@dataclass(frozen=True, slots=True, eq=False)
class _Join:
    """One join between all slips of both its sides. kinds: what it may be; costs: of each kind a table; measured: None
    where a side was not measured."""

    kinds: tuple[tuple[Kind, int], ...]
    costs: NDArray[np.int64]
    measured: Costs | None
    repeats: int = 0

    @classmethod
    def of(cls, before: _Slipping, after: _Slipping, wish: Wish, settings: Joining) -> _Join:
        (out, out_slips), (into, into_slips) = before, after
        if out.stretch is None or into.stretch is None:
            return cls(wish.kinds, np.zeros((len(wish.kinds), len(out_slips), len(into_slips)), np.int64), None)
        ends = [out.stretch.visible.end + slip.frames for slip in out_slips]
        starts = [into.stretch.visible.start + slip.frames for slip in into_slips]
        measured = costs_of(
            out.stretch, ends, into.stretch, starts, into.repeats, settings, is_one_view=wish.is_one_view
        )
        sides = _Sides(out.stretch, np.array(ends), into.stretch, np.array(starts), wish.lead)
        tables = [sides.cost(measured, kind, frames, len(wish.kinds) == 1, settings) for kind, frames in wish.kinds]
        return cls(wish.kinds, np.stack(tables), measured, into.repeats)

    @property
    def cost(self) -> Whole:
        least: Whole = self.costs.min(axis=0)
        return least

    @property
    def seam(self) -> Seam:
        """What is made between the first slips of both sides; the second ones are those of a side that stays."""
        each = self.costs[:, 0, 0]
        kind, frames = self.kinds[int(each.argmin())]
        if self.measured is None:
            return Seam(kind, frames)
        parts = [self.measured.parts(*where) for where in ((0, 0), (1, 0), (0, 1))]
        return Seam(kind, frames, int((each < _NEVER).sum()) > 1, self.repeats, *parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """Both sides of a join at all places where they may be cut."""

    out: Stretch
    ends: NDArray[np.int64]
    into: Stretch
    starts: NDArray[np.int64]
    lead: int

    def cost(self, measured: Costs, kind: Kind, frames: int, is_stated: bool, settings: Joining) -> Whole:
        """Of this kind at every pair of places. What stands on handles that are not there is never made; pictures that
        are not fit to be shown are dear there too. A dissolve or flow that is stated is made between whatever it is."""
        before, after = frames // 2, frames - frames // 2
        ends, starts = self.ends[:, None], self.starts[None, :]
        has_tail = ends + after + max(0, -self.lead) <= self.out.frames
        has_head = starts - before - max(0, self.lead) >= 0
        unfit = np.maximum(ends + after - np.maximum(self.out.fit.end, ends), 0) + np.maximum(
            np.minimum(self.into.fit.start, starts) - (starts - before), 0
        )
        table = measured.cut if kind == "cut" else measured.dissolve
        if kind != "cut" and is_stated:
            table = settings.left * measured.cut
        elif kind == "flow":
            table = measured.flow
        return np.where(has_tail & has_head, _whole(table + settings.unfit * unfit), _NEVER)


def _whole(costs: NDArray[np.floating[Any]]) -> Whole:
    whole: Whole = np.rint(np.minimum(costs * _THOUSANDTHS, _NEVER)).astype(np.int64)
    return whole
