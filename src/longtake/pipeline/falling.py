"""Falling back: a shot of which a model gave no take is planned again without that model. Decisions; nothing is done.

Never where an order may have been taken, or its take may still come: such a purchase is unknown or open, and a person
or the next make settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from longtake.generation.commission import PassedOver, candidacy_in, passed_over_in
from longtake.pipeline.passed import DID
from longtake.planning import PlannedShot
from longtake.planning.segment import taken_as

if TYPE_CHECKING:
    from longtake.generation.landing import Missed
    from longtake.ledger import Ledger, Purchase, Realm
    from longtake.media import Digest
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["found_passed_over", "is_over", "passed_over"]

_ENDED = ("refused", "failed", "cancelled", "lost")
"""States of a purchase that will bring no take, and that nobody has to settle."""

_GIVEN_UP = (*_ENDED, "abandoned")


def passed_over(missed: Missed, shot: PlannedShot) -> PassedOver | None:
    """What is to be left out for a shot whose take was missed; None where it is not bought from another model: nothing
    else is on its route, its take may have been paid, or the model is not what it was missed by."""
    segment, purchase = shot.segment, missed.purchase
    if segment is None or missed.by not in DID:
        return None
    if len(segment.choices) < 2 or (purchase is not None and purchase.state not in _ENDED):
        return None
    why = (purchase.why if purchase else "") or missed.why
    return PassedOver(segment.model, segment.known_as, missed.by, why)


def is_over(missed: Missed) -> bool:
    """Whether nothing more can come of it, now or in another make of the same."""
    return missed.by != "stopped" and (missed.purchase is None or missed.purchase.state in (*_ENDED, "verified"))


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
    found = ((one, candidacy_in(one.intent.request)) for one in bought if one.state not in _GIVEN_UP)
    return {candidacy.first for _, candidacy in found if candidacy is not None}


def _instead(bought: Sequence[Purchase]) -> Iterator[tuple[tuple[str, Digest], PassedOver]]:
    """What was passed over for purchases that have a take, or may still bring one."""
    for one in bought:
        if one.state not in _GIVEN_UP:
            for before in passed_over_in(one.intent.request):
                yield (one.intent.shot, before.known_as), before


def _ended(purchase: Purchase | None, known_as: Digest) -> PassedOver | None:
    from longtake.generation.ending import may_try_again, missed_of

    if purchase is None or purchase.state not in _ENDED or may_try_again(purchase, 0, 1):
        return None
    by = missed_of(purchase).by
    return PassedOver(purchase.intent.model, known_as, by, purchase.why) if by in DID else None
