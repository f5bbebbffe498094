"""Falling back: a shot of which a model gave no take is planned again without that model. Decisions; nothing is done.

Never where an order may have been taken, or its take may still come: such a purchase is unknown or open, and a person
or the next make settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from longtake.planning import PlannedShot
from longtake.planning.segment import taken_as

if TYPE_CHECKING:
    from longtake.generation.commission import PassedOver
    from longtake.generation.landing import Missed
    from longtake.ledger import Ledger, Purchase, Realm
    from longtake.media import Digest
    from longtake.pipeline.preparing import PlannedFilm

__all__ = ["Passed", "added_to", "did", "found_passed_over", "is_over", "leave_out", "passed_over", "planned_without"]

Passed = Mapping[str, "tuple[PassedOver, ...]"]
"""By the keys of shots, the models that they are not bought from any more, in the order in which they were asked."""

_DID = {
    "refusal": "refused it",
    "invalid": "did not take the order",
    "operator": "needs its operator",
    "transient": "gave no take",
    "lost": "lost its take",
}
"""What a model did, by why its take was missed: whatever else there is may be paid, or is no fault of the model's."""

_ENDED = ("refused", "failed", "cancelled", "lost")
"""States of a purchase that will bring no take, and that nobody has to settle."""

_GIVEN_UP = (*_ENDED, "abandoned")


def did(passed: PassedOver) -> str:
    """`veo-3.1 refused it: the prompt names a brand`"""
    return f"{passed.model} {_DID[passed.by]}: {passed.why}"


def leave_out(passed: Passed) -> dict[str, dict[str, str]]:
    """As the planner takes it. It is told why in our words alone, so that the same plan comes of it whoever says it."""
    return {shot: {one.model: _DID[one.by] for one in models} for shot, models in passed.items()}


def passed_over(missed: Missed, shot: PlannedShot) -> PassedOver | None:
    """What is to be left out for a shot whose take was missed; None where it is not bought from another model: nothing
    else is on its route, its take may have been paid, or the model is not what it was missed by."""
    from longtake.generation.commission import PassedOver  # here: most films buy nothing

    segment, purchase = shot.segment, missed.purchase
    if segment is None or missed.by not in _DID:
        return None
    if len(segment.choices) < 2 or (purchase is not None and purchase.state not in _ENDED):
        return None
    why = (purchase.why if purchase else "") or missed.why
    return PassedOver(segment.model, segment.known_as, missed.by, why)


def is_over(missed: Missed) -> bool:
    """Whether nothing more can come of it, now or in another make of the same."""
    return missed.by != "stopped" and (missed.purchase is None or missed.purchase.state in (*_ENDED, "verified"))


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


def found_passed_over(ledger: Ledger, planned: PlannedFilm, realm: Realm) -> dict[str, PassedOver]:
    """What the ledger knows to be left out besides, for the orders that are planned: a model that ended without a take
    and is not asked again by itself; and one instead of which another one was asked, whose take is here or may come."""
    bought = ledger.purchases(film=planned.plan.title, realm=realm)
    newest = {taken_as(one.intent.order, one.intent.take): one for one in bought}
    instead, alive = dict(_instead(bought)), _with_candidates(bought)
    found: dict[str, PassedOver] = {}
    for shot in planned.plan.shots:
        segment = shot.segment
        if segment is None or segment.known_as in alive:
            continue
        one = instead.get((shot.key, segment.known_as)) or _ended(newest.get(segment.known_as), segment.known_as)
        if one is not None and len(segment.choices) > 1:
            found[shot.key] = one
    return found


def _with_candidates(bought: Sequence[Purchase]) -> set[Digest]:
    """First takes of shots of which another candidate is here or may come, so that nothing else is asked."""
    from longtake.generation.commission import candidacy_in

    found = ((one, candidacy_in(one.intent.request)) for one in bought if one.state not in _GIVEN_UP)
    return {candidacy.first for _, candidacy in found if candidacy is not None}


def _instead(bought: Sequence[Purchase]) -> Iterator[tuple[tuple[str, Digest], PassedOver]]:
    """What was passed over for purchases that have a take, or may still bring one."""
    from longtake.generation.commission import passed_over_in

    for one in bought:
        if one.state not in _GIVEN_UP:
            for before in passed_over_in(one.intent.request):
                yield (one.intent.shot, before.known_as), before


def _ended(purchase: Purchase | None, known_as: Digest) -> PassedOver | None:
    from longtake.generation.commission import PassedOver
    from longtake.generation.ending import may_try_again, missed_of

    if purchase is None or purchase.state not in _ENDED or may_try_again(purchase, 0, 1):
        return None
    by = missed_of(purchase).by
    return PassedOver(purchase.intent.model, known_as, by, purchase.why) if by in _DID else None
