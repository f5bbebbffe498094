"""A campaign's films quoted together: what several of them show is bought once."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

from longtake.media import Digest
from longtake.planning.plan import Plan
from longtake.planning.pricing import quote_of

__all__ = ["quoted_together"]


def quoted_together(plans: Iterable[Plan], paid: Set[Digest] = frozenset()) -> tuple[Plan, ...]:
    """The plans in their order, each with a quote in which a take or a piece of speech that a film
    before it buys is bought already. paid: what is paid for before, by `known_as`."""
    bought: set[Digest] = set(paid)
    quoted = []
    for plan in plans:
        quoted.append(
            replace(plan, quote=quote_of(plan.shots, plan.rate, plan.quote.cap, frozenset(bought), plan.all_speech))
        )
        bought |= {shot.segment.known_as for shot in plan.shots if shot.segment} | {
            one.order for one in plan.all_speech
        }
    return tuple(quoted)
