"""Rerouting: a film of which takes were missed is planned again without the models that gave none. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from longtake.errors import PlanningError
from longtake.generation.commission import Commission, PassedOver
from longtake.pipeline.passed import planned_without
from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["Rerouted", "rerouted"]

_Commissioned = Callable[[PlannedFilm], Sequence[Commission]]


@dataclass(frozen=True, slots=True)
class Rerouted:
    """The film as it is planned now, and what is to be bought in place of what was commissioned: for the shots that
    were missed, and for those that go on from them."""

    planned: PlannedFilm
    commissions: tuple[Commission, ...]


def rerouted(
    planned: PlannedFilm,
    more: Mapping[str, PassedOver],
    current: Mapping[str, Commission],
    commissioned: _Commissioned,
) -> Rerouted:
    """more: what is to be left out, by the keys of shots that were missed; current: what is commissioned for each shot;
    commissioned: makes commissions of a plan. A shot that cannot be planned without its model, or whose new plan would
    change a take that is bought already, stays as it is; where several are missed at once, each is tried alone then."""
    found = _tried(planned, more, current, commissioned)
    if found is not None or len(more) < 2:
        return found or Rerouted(planned, ())
    made: dict[str, Commission] = {}
    for shot, one in more.items():
        alone = _tried(planned, {shot: one}, {**current, **made}, commissioned)
        if alone is not None:
            planned = alone.planned
            made |= {each.shot: each for each in alone.commissions}
    return Rerouted(planned, tuple(made.values()))


def _tried(
    planned: PlannedFilm,
    more: Mapping[str, PassedOver],
    current: Mapping[str, Commission],
    commissioned: _Commissioned,
) -> Rerouted | None:
    try:
        again = planned_without(planned, more)
    except PlanningError:
        return None
    changed = tuple(one for one in commissioned(again) if _is_other(one, current[one.shot]))
    movable = _waiting(current, more)
    return Rerouted(again, changed) if all(one.shot in movable for one in changed) else None


def _is_other(one: Commission, was: Commission) -> bool:
    return (one.order, one.take) != (was.order, was.take)


def _waiting(current: Mapping[str, Commission], missed: Mapping[str, PassedOver]) -> set[str]:
    """Those that were missed, and all that wait for them: nothing of these is bought yet."""
    found = set(missed)
    for shot, one in current.items():  # in film order: what waits stands after what it waits for
        if one.waits_for in found:
            found.add(shot)
    return found
