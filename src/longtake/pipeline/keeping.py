"""Takes that are kept although nothing can be bought of their model any more: a film that is paid for is made again
long after its models are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from typing import Protocol

from longtake.catalogue import Model
from longtake.errors import PlanningError
from longtake.media import Digest
from longtake.planning import Plan, PlannedShot
from longtake.storyboard import Storyboard, each_shot
from longtake.storyboard.stages import Stage, is_generated, models_of

__all__ = ["kept_shots", "models_on_routes"]


class _PlannerAsOf(Protocol):
    def __call__(self, *, on: date | None) -> Plan: ...


def models_on_routes(storyboard: Storyboard, stage: Stage) -> frozenset[str]:
    """Every model that a shot of this stage may be bought from, known or not."""
    generated = (shot for _, shot in each_shot(storyboard) if is_generated(storyboard, shot, stage))
    return frozenset(name for shot in generated for name in models_of(storyboard, shot, stage))


def kept_shots(planner: _PlannerAsOf, retired: Mapping[str, Model], paid: Callable[[], Set[Digest]]) -> frozenset[str]:
    """The keys of the author's shots all of whose takes are paid for, were no model switched off. retired: those on the
    film's routes that are; paid: takes, by what they are known as, asked for only where there are any."""
    if not retired or not (here := paid()):
        return frozenset()
    try:
        made = planner(on=None)
    except PlanningError:  # told where the film is planned as of today
        return frozenset()
    parts: dict[str, list[PlannedShot]] = {}
    for shot in made.shots:
        parts.setdefault(shot.key.partition("/")[0], []).append(shot)
    return frozenset(key for key, shots in parts.items() if all(_are_here(shots, here)))


def _are_here(shots: list[PlannedShot], paid: Set[Digest]) -> Iterator[bool]:
    return (shot.segment is not None and shot.segment.known_as in paid for shot in shots)
