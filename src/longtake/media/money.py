"""Money: an exact amount in one currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal, InvalidOperation

__all__ = ["Money"]


_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, init=False)
class Money:
    """An exact decimal amount with its currency's three letters: `Money('1.40', 'USD')`."""

    amount: Decimal
    currency: str

    def __init__(self, amount: str | int | Decimal, currency: str) -> None:
        """Raises ValueError for a float, for what is no number, and for a currency that is not three capitals."""
        if isinstance(amount, float):
            raise ValueError(f"money is exact: write the amount as text, '{amount}', not as a float")
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise ValueError(f"{currency!r} is no currency: write its three letters, such as USD")
        object.__setattr__(self, "amount", _exact(amount))
        object.__setattr__(self, "currency", currency)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Reads `12 USD` or `0.80 EUR`. Raises ValueError with advice."""
        match = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*([A-Za-z]{3})\s*", text)
        if not match:
            raise ValueError(f"{text!r} is no amount of money: write it with its currency, such as 12 USD")
        return cls(match[1], match[2].upper())

    def __add__(self, other: Money) -> Money:
        """Raises ValueError if the currencies differ: nothing here knows a rate of exchange."""
        if other.currency != self.currency:
            raise ValueError(f"{self} and {other} cannot be added: they are two currencies")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return f"{self._figure} {self.currency}"

    def to_the_cent(self, *, up: bool = False) -> str:
        """As people see it: `0.47 USD`, halves to the even cent, or all up for a bound that must hold. What is not
        nothing is never shown as 0.00: `< 0.01 USD`."""
        cents = self.amount.quantize(_CENT, ROUND_CEILING if up else ROUND_HALF_EVEN)
        return f"{cents} {self.currency}" if cents or not self.amount else f"< {_CENT} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({self._figure!r}, {self.currency!r})"

    @property
    def _figure(self) -> str:
        """The amount with two decimals, or with as many as it has."""
        exponent = self.amount.as_tuple().exponent
        return f"{self.amount:.2f}" if isinstance(exponent, int) and exponent > -2 else f"{self.amount:f}"


def _exact(amount: str | int | Decimal) -> Decimal:
    try:
        value = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"{amount!r} is no amount of money") from None
    if not value.is_finite():
        raise ValueError(f"{amount} is no amount of money")
    return value
