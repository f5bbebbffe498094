"""How each generated take begins: anew after a cut, or where the take before it ends, and why.

A cut, unless one action was split or the author asks for more. A chain of takes that go on from each other is at most
CHAIN long, for each drifts a little further from the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from longtake.planning.material import Material
from longtake.storyboard import ContinuingWay

__all__ = ["CHAIN", "Before", "Wish", "is_chained", "ways_of", "wish_of"]

CHAIN = 3
"""The most takes in a row that each begin where the one before ends."""

_CHAINED: tuple[ContinuingWay, ...] = ("last frame", "extension")


@dataclass(frozen=True, slots=True)
class Wish:
    """That a shot goes on from the one before. way: the author's, "" for any; is_split: whether both are parts of one
    action, which may be cut if it must."""

    way: ContinuingWay
    is_split: bool


@dataclass(frozen=True, slots=True)
class Before:
    """The shot before: its name and key; chain: how many takes in a row it is the last of, 0 for what is not generated;
    has_last_frame: whether it has a last picture that a model may see; is_open: whether its take can be shown up to its
    end, as an extension wants: not where its beginning is fixed too."""

    name: str
    key: str
    chain: int
    has_last_frame: bool
    is_open: bool


def wish_of(material: Material) -> Wish | None:
    """What the storyboard or a split says about how the shot begins; None for a plain cut or a dissolve."""
    join = material.shot.join
    if not join or join.kind != "continue":
        return None
    return Wish(join.way, material.part[0] > 1)


def ways_of(wish: Wish, before: Before) -> tuple[tuple[ContinuingWay, ...], str]:
    """The ways to try, the best first ("" is a cut), and why the others are not tried."""
    if before.chain >= CHAIN:
        why = f"{CHAIN} takes in a row have gone on from each other already, and each drifts further from the first"
        return ("references", ""), why
    wanted: tuple[ContinuingWay, ...] = (wish.way,) if wish.way else ("last frame", "extension", "references")
    usable = tuple(way for way in wanted if not _obstacle(way, before))
    why = next((_obstacle(way, before) for way in wanted if _obstacle(way, before)), "")
    return (*usable, "") if wish.is_split else usable, why


def _obstacle(way: ContinuingWay, before: Before) -> str:
    if way == "last frame" and not before.has_last_frame:
        return f"{before.name} is drawn, and no model goes on from a drawing"
    if way == "extension" and not before.chain:
        return f"{before.name} is no take of a model, which is what an extension goes on from"
    if way == "extension" and not before.is_open:
        return f"the beginning of {before.name} is fixed, so it cannot be shown up to the end of its take"
    return ""


def is_chained(way: ContinuingWay) -> bool:
    """Whether a take that continues so must wait for the one before."""
    return way in _CHAINED
