"""Which takes of a plan may be bought now: of shots that a person has approved, and that wait for no other. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.taken import MissingTake
from longtake.planning import PlannedShot

__all__ = ["Wanted", "wanted_of"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """keys: of the shots whose takes may be bought; unapproved: the others that are planned."""

    keys: frozenset[str]
    unapproved: tuple[MissingTake, ...]


def wanted_of(planned: PlannedFilm, approved: Callable[[PlannedShot], bool]) -> Wanted:
    """A shot that begins from the take of one that is not approved waits with it."""
    keys, left = set[str](), dict[str, MissingTake]()
    for shot in planned.plan.shots:
        if shot.segment is None:
            continue
        if not approved(shot):
            advice = (f"look at its draft, then: longtake approve {shot.name}",)
            left[shot.name] = MissingTake(shot.key, shot.name, "approval", "nobody has approved its draft", advice)
        elif shot.segment.waits_for in left:
            before = shot.segment.waits_for
            why = f"it begins from the take of {before}, whose draft nobody has approved"
            left[shot.name] = MissingTake(shot.key, shot.name, "approval", why, (f"longtake approve {before}",))
        else:
            keys.add(shot.key)
    return Wanted(frozenset(keys), tuple(left.values()))
