"""Budgets: a hard cap on what is reserved and what was spent together. Decisions are pure; rows are taken elsewhere."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from decimal import Decimal

from longtake.errors import BudgetError
from longtake.ledger.purchase import Cost, Intent, Realm
from longtake.media import Money

__all__ = ["Budget", "BudgetClosedError", "BudgetExceededError", "check_room", "overbilled"]


@dataclass(frozen=True, slots=True)
class Budget:
    """A cap and what counts against it. reserved: the worst case of what is in flight, and of what nobody could settle;
    spent: what was billed or computed. closed: why nothing more is bought under it, "" while it is open."""

    name: str
    realm: Realm
    cap: Money
    reserved: Money
    spent: Money
    closed: str = ""


class BudgetExceededError(BudgetError):
    """The purchase could cost more than the budget has left. Nothing was reserved, nothing was sent."""


class BudgetClosedError(BudgetError):
    """A provider billed more than was reserved; nothing more is bought under this budget until a person opens it."""


def check_room(budget: Budget, intent: Intent) -> None:
    """Raises BudgetClosedError, BudgetExceededError, or BudgetError for another currency."""
    place = f"shot {intent.shot}"
    if budget.closed:
        emulated = " --emulated" if budget.realm == "emulated" else ""
        raise BudgetClosedError(
            f"budget {budget.name} is closed: {budget.closed}",
            place=place,
            advice=(f"see to the provider's bill, then: longtake budget {shlex.quote(budget.name)} --open{emulated}",),
        )
    if intent.reserved.currency != budget.cap.currency:
        raise BudgetError(
            f"{intent.model} is paid in {intent.reserved.currency}, budget {budget.name} in {budget.cap.currency}",
            place=place,
            advice=(f"set the budget in {intent.reserved.currency}", "or choose another model"),
        )
    left = budget.cap.amount - budget.reserved.amount - budget.spent.amount
    if intent.reserved.amount > left:
        raise BudgetExceededError(
            f"{intent.model} may cost {intent.reserved}, and of budget {budget.name} ({budget.cap}) "
            f"{Money(max(left, Decimal(0)), budget.cap.currency)} is left: "
            f"{budget.spent} spent, {budget.reserved} reserved",
            place=place,
            advice=("raise the budget", "or choose a cheaper model"),
        )


def overbilled(counted: Money, cost: Cost, intent: Intent) -> str:
    """Why a budget must be closed after this bill; "" where it is within what counted against the budget before."""
    if cost.amount.currency == counted.currency and cost.amount.amount <= counted.amount:
        return ""
    return f"{intent.provider} billed {cost.amount} for shot {intent.shot}, for which {counted} was reserved"
