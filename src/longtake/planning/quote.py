"""What a film costs before anything is bought: a row a shot, a row a voice, and their sums."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Money

__all__ = ["Quote", "QuoteRow", "SpeechRow"]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """What a shot costs. needs, buys: seconds; buys None where nothing is bought. join: from the shot before. price_is:
    "at most" where nobody states the price, so that it is what the author allowed."""

    shot: str
    needs: Fraction
    buys: Fraction | None
    join: str
    model: str
    price: Money
    why: str
    price_is: Literal["", "at most"] = ""

    @property
    def price_text(self) -> str:
        """To the cent, for people: `at most 2.00 USD`."""
        return f"{self.price_is} {self.price.to_the_cent()}".strip()


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """What a voice costs. pieces, characters, seconds: all that it says, bought already or not. price: of what is to be
    bought; least, greatest: what that may be instead while lengths are estimated."""

    voice: str
    model: str
    pieces: int
    characters: int
    seconds: Fraction
    price: Money
    least: Money
    greatest: Money
    why: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What the film costs before anything is bought: its shots, and the voices of its speech. most: with every take and
    piece of speech bought once more, at the most that it may cost; None where nothing is bought."""

    rows: tuple[QuoteRow, ...]
    total: Money
    cap: Money | None
    most: Money | None = None
    speech: tuple[SpeechRow, ...] = ()

    @property
    def total_text(self) -> str:
        """To the cent, for people: at most so much where that is all that is known of a price in it."""
        most = next((row.price_is for row in self.rows if row.price_is), "")
        return f"{most} {self.total.to_the_cent()}".strip()

    @property
    def span(self) -> tuple[Money, Money] | None:
        """From what to what the total may be while lengths of speech are estimated; None where it is exact."""
        below = sum(row.price.amount - row.least.amount for row in self.speech)
        above = sum(row.greatest.amount - row.price.amount for row in self.speech)
        ends = (self.total.amount - below, self.total.amount + above)
        return (Money(ends[0], self.total.currency), Money(ends[1], self.total.currency)) if below or above else None
