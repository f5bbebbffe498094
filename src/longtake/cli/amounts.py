"""Money as the books show it: to the cent, and what is spent beside what is held back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from longtake.ledger import Budget
    from longtake.media import Money

__all__ = ["budget_json", "budget_text", "cents", "closed_text"]


def cents(money: Money) -> str:
    """`0.38 USD` for 0.375 USD; JSON tells the exact amount."""
    return f"{_figure(money)} {money.currency}"


def budget_text(budget: Budget) -> str:
    """`0.60 of 12.00 USD spent, 0.80 reserved, 10.60 left`."""
    left = budget.cap.amount - budget.spent.amount - budget.reserved.amount
    over = f"{abs(left):.2f} over" if left < 0 else f"{left:.2f} left"
    return f"{_figure(budget.spent)} of {cents(budget.cap)} spent, {_figure(budget.reserved)} reserved, {over}"


def closed_text(budget: Budget) -> str:
    """That a budget is closed, and how it is opened."""
    realm = " --emulated" if budget.realm == "emulated" else ""
    return (
        f"Budget {budget.name} is closed: {budget.closed}.\n"
        f"  nothing more is bought under it; see to the bill, then: longtake budget {quote(budget.name)} --open{realm}"
    )


def budget_json(budget: Budget) -> dict[str, object]:
    """Money with its currency, as text."""
    money = {"cap": str(budget.cap), "spent": str(budget.spent), "reserved": str(budget.reserved)}
    return {"event": "budget", "film": budget.name, "realm": budget.realm, **money, "closed": budget.closed or None}


def _figure(money: Money) -> str:
    return str(money.amount.quantize(Decimal("0.01"), ROUND_HALF_UP))
