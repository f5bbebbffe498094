"""How much of a shot one take can show: all of it, or what falls to the first, an inner or the last of its parts.

A part pays for the ends that it has: only the first has the shot's head and only the last its tail. Between them, a
take that goes on from a last frame begins with that picture, which is passed over; one that begins anew has a margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from longtake.planning.asks import asks_of, is_divisible
from longtake.planning.boundaries import CHAIN, wish_of
from longtake.planning.handles import Edges
from longtake.planning.material import Material
from longtake.planning.purchases import Market, handles_of, hosted
from longtake.planning.routing import longest_of
from longtake.planning.timing import Timing
from longtake.storyboard import ContinuingWay, Shot

__all__ = ["Capacity", "capacities_of"]

_INNER = Edges(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Frames that one take can show. whole: of a shot in one piece; first: of its first part. inner, last: of the parts
    between and of the last one, each for a part that goes on from the one before and for one that begins anew."""

    whole: int
    first: int
    inner: tuple[int, int]
    last: tuple[int, int]

    @classmethod
    def of(cls, frames: int) -> Capacity:
        """The same for every part."""
        return cls(frames, frames, (frames, frames), (frames, frames))

    def parts(self, count: int) -> tuple[int, ...]:
        """The most frames of each of `count` parts. After a chain of takes the next one begins anew."""
        if count == 1:
            return (self.whole,)
        later = ((self.last if number == count - 1 else self.inner)[number % CHAIN == 0] for number in range(1, count))
        return (self.first, *later)


def capacities_of(market: Market, materials: Sequence[Material], timing: Timing) -> dict[int, Capacity]:
    """The capacity of each generated shot that may be divided, by its number; none of a shot that no model on its route
    makes."""
    found = {}
    for number, material in enumerate(materials):
        if material.kind == "generated" and is_divisible(material.shot):
            capacity = _Gauge(market, material, timing.edges[number]).capacity()
            if capacity:
                found[number] = capacity
    return found


@dataclass(frozen=True, slots=True)
class _Gauge:
    """Measures what takes of one shot can show. edges: what the joins at its two ends ask of it."""

    market: Market
    material: Material
    edges: Edges

    def capacity(self) -> Capacity | None:
        shot, head, tail = self.material.shot, replace(self.edges, tail=0), replace(self.edges, head=0)
        middle = _part(shot, has_first=False, has_last=False)
        whole, first = self._beginning(shot, self.edges), self._beginning(_part(shot, has_last=False), head)
        inner, last = self._later(middle, _INNER), self._later(_part(shot, has_first=False), tail)
        if not (whole and first and inner and last):
            return None
        return Capacity(whole, first, inner, last)

    def _beginning(self, shot: Shot, edges: Edges) -> int:
        """Of a take that begins the shot. Where the author has it go on from the shot before, nobody knows yet in which
        way: the least of all."""
        ways: tuple[ContinuingWay, ...] = ("", "last frame", "extension") if wish_of(self.material) else ("",)
        return min(filter(None, (self._shown(shot, edges, way) for way in ways)), default=0)

    def _later(self, shot: Shot, edges: Edges) -> tuple[int, int] | None:
        """Of a later part, in a chain and after one. Where the chain cannot be told, for it began before this shot or
        is of extensions, of which not every take has one, the least of both."""
        anew, following = self._shown(shot, edges, ""), self._shown(shot, edges, "last frame")
        is_sure = bool(following) and not wish_of(self.material)
        following = following or self._shown(shot, edges, "extension") or anew
        anew = anew or following
        return ((following, anew) if is_sure else (min(following, anew),) * 2) if anew else None

    def _shown(self, shot: Shot, edges: Edges, way: ContinuingWay) -> int:
        """Of the longest take that any model on the route makes of the fullest request that any of them takes; 0 where
        none does."""
        material = replace(self.material, shot=shot)
        for ask in asks_of(self.market.storyboard, material, self.market.facts, way, "before"):
            wanted = self.market.wanted(material, ask, Fraction(0))
            seconds = longest_of(wanted, self.market.models, hosted(material), self.market.limits_for(material))
            if seconds is not None:
                handles = sum(handles_of(self.market, material, edges, ask))
                return max(0, floor(seconds * self.market.rate.fraction) - handles)
        return 0


def _part(shot: Shot, *, has_first: bool = True, has_last: bool = True) -> Shot:
    """The shot with those of its given ends that one of its parts has."""
    kept = {
        "first_frame": shot.first_frame if has_first else None,
        "last_frame": shot.last_frame if has_last else None,
    }
    return shot.model_copy(update=kept)
