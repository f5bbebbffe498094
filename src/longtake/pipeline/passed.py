"""What was passed over for shots: models that gave no take, what they did, and the film planned without them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from longtake.planning import PlannedShot

if TYPE_CHECKING:
    from longtake.generation.commission import PassedOver
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["DID", "Passed", "added_to", "did", "leave_out", "planned_without"]

Passed = Mapping[str, tuple["PassedOver", ...]]
"""By the keys of shots, the models that they are not bought from any more, in the order in which they were asked."""

DID = {
    "refusal": "refused it",
    "invalid": "did not take the order",
    "operator": "needs its operator",
    "transient": "gave no take",
    "lost": "lost its take",
}
"""What a model did, by why its take was missed: whatever else there is may be paid, or is no fault of the model's."""


def did(passed: PassedOver) -> str:
    """`veo-3.1 refused it: the prompt names a brand`"""
    return f"{passed.model} {DID[passed.by]}: {passed.why}"


def leave_out(passed: Passed) -> dict[str, dict[str, str]]:
    """As the planner takes it. It is told why in our words alone, so that the same plan comes of it whoever says it."""
    return {shot: {one.model: DID[one.by] for one in models} for shot, models in passed.items()}


def added_to(passed: Passed, more: Mapping[str, PassedOver]) -> dict[str, tuple[PassedOver, ...]]:
    """What is passed over, and these too."""
    return {**passed, **{shot: (*passed.get(shot, ()), one) for shot, one in more.items()}}


def planned_without(planned: PlannedFilm, more: Mapping[str, PassedOver]) -> PlannedFilm:
    """The film with these left out, too. A shot for which nothing is left on its route keeps the model that it has.
    Raises PlanningError."""
    again = planned.replanned(planned.wanted, added_to(planned.passed, more))
    kept = {shot.key for shot in again.plan.shots if shot.key in more and _is_left_out(again, shot)}
    if not kept:
        return again
    fewer = {shot: one for shot, one in more.items() if shot not in kept}
    return planned.replanned(planned.wanted, added_to(planned.passed, fewer)) if fewer else planned


def _is_left_out(planned: PlannedFilm, shot: PlannedShot) -> bool:
    return shot.segment is not None and shot.segment.model in {one.model for one in planned.passed.get(shot.key, ())}
