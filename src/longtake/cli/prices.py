"""Prices in tables: to the cent, with a word where the rows as they are shown do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from longtake.media import Money

__all__ = ["range_of", "rounding_notes"]

_CENT = Decimal("0.01")


def rounding_notes(prices: Iterable[Money], total: Money) -> Iterator[str]:
    """A note where prices do not add up to their total once each is shown to the cent."""
    if sum(price.amount.quantize(_CENT) for price in prices) != total.amount.quantize(_CENT):
        yield "Prices are shown to the cent; the total is the sum of the exact ones."


def range_of(least: Money, greatest: Money, joint: str = "–") -> str:
    """From what to what, with the currency once: `0.02–0.03 USD`; one price where both read alike."""
    one, other = least.to_the_cent(), greatest.to_the_cent()
    return other if one == other else f"{one.removesuffix(f' {least.currency}')}{joint}{other}"
