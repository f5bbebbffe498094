"""What a language model's tokens cost, as its user knows it: nobody keeps a catalogue of those."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from longtake.catalogue.prices import times
from longtake.directing import MOST_ANSWER, Limits, Tokens
from longtake.errors import InputError
from longtake.media import Money

__all__ = ["TokenPrice"]

_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """The price of a million tokens that are read, and of a million that are written."""

    taken_in: Money
    put_out: Money

    @classmethod
    def parse(cls, text: str) -> TokenPrice:
        """Reads `0.15/0.60`, in US dollars, or `0.15/0.60 EUR`. Raises InputError."""
        found = re.fullmatch(r"\s*([\d.]+)\s*/\s*([\d.]+)\s*([A-Za-z]{3})?\s*", text)
        try:
            if not found:
                raise ValueError(f"{text!r} is no price of tokens")
            one, other = (Money.parse(f"{amount} {found[3] or 'USD'}") for amount in found.group(1, 2))
        except ValueError as error:
            advice = ("write what a million tokens cost, read and written: --price 0.15/0.60",)
            raise InputError(str(error), place="--price", advice=advice) from None
        return cls(one, other)

    @property
    def currency(self) -> str:
        return self.taken_in.currency

    def of(self, tokens: Tokens) -> Money:
        """Exact to a millionth, finer rounded up."""
        read = times(self.taken_in, Fraction(tokens.taken_in, _MILLION))
        return read + times(self.put_out, Fraction(tokens.put_out, _MILLION))

    def most(self, limits: Limits) -> Money:
        """The most that answers within these limits cost."""
        is_dearer = self.put_out.amount > self.taken_in.amount
        written = min(limits.tokens, limits.tries * MOST_ANSWER) if is_dearer else 0
        return self.of(Tokens(limits.tokens - written, written))
