"""Money as whole millionths, which is how the ledger keeps it: sums are exact, and finer amounts are rounded up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from longtake.errors import LedgerError
from longtake.media import Money

__all__ = ["millionths", "money"]

_MILLION = 10**6
_MOST = 10**9  # of any currency; far below what a 64-bit sum of millionths holds


def millionths(amount: Money) -> int:
    """The amount in millionths of its currency, rounded up. Raises LedgerError for less than nothing, and for more than
    a thousand million."""
    if not 0 <= amount.amount <= _MOST:
        raise LedgerError(
            f"{amount} is no price: the ledger takes 0 to 1000000000", advice=("see to the price in the catalogue",)
        )
    return ceil(Fraction(amount.amount) * _MILLION)


def money(count: int, currency: str) -> Money:
    """So many millionths."""
    return Money(Decimal(count) / _MILLION, currency)
