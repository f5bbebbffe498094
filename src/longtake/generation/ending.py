"""Purchases that ended without a take: which are attempted again, and what is said of the others. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from longtake.generation.landing import MissedBy
from longtake.generation.missing import MissError
from longtake.ledger import Purchase, State

__all__ = ["advice_of", "may_try_again", "missed_of"]

_ONCE_MORE = ("transient", "capacity", "unknown")


def may_try_again(purchase: Purchase, attempts: int, most: int) -> bool:
    """Whether another attempt is made by itself. attempts: orders placed in this run, of `most`. What cost something is
    bought again by a person's word alone."""
    if attempts and purchase.state != "failed":
        return False
    if purchase.state in ("abandoned", "duplicated"):
        return True
    is_free = purchase.cost is None or not purchase.cost.amount.amount
    if purchase.state == "cancelled":
        return is_free
    kinds = _ONCE_MORE if attempts else (*_ONCE_MORE, "operator")
    return purchase.state == "failed" and is_free and purchase.failure in kinds and attempts < most


def missed_of(purchase: Purchase) -> MissError:
    """What a purchase that ended is to its commission."""
    by = _BY.get(purchase.failure, "transient") if purchase.state == "failed" else _ENDS.get(purchase.state, "lost")
    cost = f"; it cost {purchase.cost.amount}" if purchase.cost and purchase.cost.amount.amount else ""
    return MissError(by, f"{purchase.why or purchase.state}{cost}", _ADVICE[by], purchase=purchase)


def advice_of(purchase: Purchase) -> tuple[str, ...]:
    """How a person settles it."""
    return (
        f"look at the provider's own list, then: longtake jobs adopt {purchase.id} JOB",
        f"longtake jobs abandon {purchase.id}",
        f"longtake jobs accept-duplicate {purchase.id}",
    )


_BY: Mapping[str, MissedBy] = {"invalid": "invalid", "refusal": "refusal", "operator": "operator"}
_ENDS: Mapping[State, MissedBy] = {"refused": "refusal", "cancelled": "stopped", "lost": "lost"}
_ADVICE: Mapping[str, str] = {
    "transient": "run the same command again, or buy it anew with --again SHOT",
    "invalid": "change what the message names, or route the shot to another model",
    "refusal": "write the shot in other words, or give it an alternative",
    "operator": "see to the provider's console, then run the same command again",
    "stopped": "run the same command again, or buy it anew with --again SHOT",
    "lost": "buy it anew with --again SHOT",
}
