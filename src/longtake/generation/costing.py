"""What a job cost, in money: by the provider's own statement where it makes one, else by the catalogue. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from longtake.catalogue.prices import PerTokens, PriceRow, times
from longtake.generation.commission import Commission
from longtake.generation.provider import Bill
from longtake.ledger import Cost
from longtake.media import Money

__all__ = ["cost_of", "cost_of_failure", "nothing"]


def cost_of(commission: Commission, bill: Bill | None) -> Cost:
    """The cost of a take. A bill in a unit that the model's prices do not tell the worth of counts as none. Where
    nobody states a price either, it is what the author allowed for a take."""
    billed = None if bill is None else _money(commission, bill)
    if billed is not None:
        return Cost(billed, "billed")
    is_stated = commission.model.price(commission.slot, commission.tier).amount is not None
    return Cost(commission.price, "computed" if is_stated else "at most")


def cost_of_failure(commission: Commission, bill: Bill | None) -> Cost:
    """The cost of a job that brought no take: nothing, unless the provider states a bill."""
    return nothing(commission) if bill is None else cost_of(commission, bill)


def nothing(commission: Commission) -> Cost:
    return Cost(Money(0, commission.price.currency), "computed")


def _money(commission: Commission, bill: Bill) -> Money | None:
    if re.fullmatch(r"[A-Z]{3}", bill.unit):
        return Money(bill.amount, bill.unit)
    if bill.unit == "cash":
        return Money(bill.amount, commission.price.currency)
    slot, model = commission.slot, commission.model
    rule = next((rule for rule in model.prices if rule.name == slot.mode.price), None)
    row = rule.row(slot, commission.tier) if rule else None
    if row is None:
        return None
    if bill.unit == "tokens" and isinstance(rule, PerTokens):
        return times(row.amount, Fraction(bill.amount) / 1000)
    return _credits(row, bill.amount) if bill.unit == "credits" else None


def _credits(row: PriceRow, amount: Decimal) -> Money | None:
    """The row says what some credits are worth."""
    return times(row.amount, Fraction(amount) / row.credits) if row.credits else None
