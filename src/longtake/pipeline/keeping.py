"""Takes that are kept although nothing can be bought of their model any more: a film that is paid for is made again
long after its models are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from functools import partial

from longtake.catalogue import Model, load_catalogue
from longtake.errors import PlanningError
from longtake.media import Digest
from longtake.planning import Plan, PlannedShot, Timings
from longtake.storyboard import Storyboard, each_shot
from longtake.storyboard.stages import Stage, is_generated, models_of

__all__ = ["lasting"]


def lasting(
    of_stage: Callable[..., Plan],
    storyboard: Storyboard,
    on: date | None,
    catalogue: Mapping[str, Model] | None,
    paid: Callable[[], Set[Digest]],
    stage: Stage,
    *,
    wanted: Mapping[str, int] | None = None,
    leave_out: Mapping[str, Mapping[str, str]] | None = None,
    timings: Timings | None = None,
) -> Plan:
    """The plan of a stage as of that day, in which what is paid for stays what it is. of_stage: plans the storyboard;
    paid: gives the takes that are paid for, by what they are known as. Raises as `planning.plan`."""
    planner = partial(of_stage, stage=stage, wanted=wanted, leave_out=leave_out, timings=timings)
    names = _models_on_routes(storyboard, stage) if on else frozenset()
    known = (catalogue or load_catalogue()) if names else {}
    is_any_gone = any(known[name].is_retired(on) for name in names if on and name in known)
    return planner(on=on, kept=_kept_shots(planner, paid()) if is_any_gone else ())


def _models_on_routes(storyboard: Storyboard, stage: Stage) -> frozenset[str]:
    """Every model that a shot of this stage may be bought from, known or not."""
    generated = (shot for _, shot in each_shot(storyboard) if is_generated(storyboard, shot, stage))
    return frozenset(name for shot in generated for name in models_of(storyboard, shot, stage))


def _kept_shots(planner: Callable[..., Plan], paid: Set[Digest]) -> frozenset[str]:
    """The keys of the author's shots all of whose takes are paid for, were no model switched off."""
    if not paid:
        return frozenset()
    try:
        made = planner(on=None)
    except PlanningError:  # told where the film is planned as of its day
        return frozenset()
    parts: dict[str, list[PlannedShot]] = {}
    for shot in made.shots:
        parts.setdefault(shot.key.partition("/")[0], []).append(shot)
    return frozenset(key for key, shots in parts.items() if all(_are_here(shots, paid)))


def _are_here(shots: list[PlannedShot], paid: Set[Digest]) -> Iterator[bool]:
    return (shot.segment is not None and shot.segment.known_as in paid for shot in shots)
