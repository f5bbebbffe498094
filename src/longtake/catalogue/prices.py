"""What a take costs: price rules by kind, each a few rows of figures. Money is exact; nothing here converts currencies.

A rule's rows are tried in order; the first that fits the slot's size and sound, and the tier, is the one that counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import ClassVar

from longtake.catalogue.modes import Slot, Source
from longtake.media import Money, Size

__all__ = [
    "PerMinute",
    "PerSecond",
    "PerTake",
    "PerTokens",
    "PlanMinutes",
    "Price",
    "PriceRow",
    "PriceRule",
    "Unpriced",
    "times",
]

_SURE = ("wire-traced", "sdk source", "documented", "third party")
_MILLIONTH = 10**6


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one take. amount: None where nobody states one. source: of the figure that it follows from."""

    amount: Money | None
    source: Source

    @property
    def is_sure(self) -> bool:
        """Whether somebody read this figure where it is stated: what is only recalled needs the author's maximum."""
        return self.amount is not None and self.source.sure in _SURE


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One figure and what it holds for: sizes of up to so many pixels, takes of up to so many seconds, with or without
    sound, one tier; None for any.

    credits: where the provider counts in credits, how many of them `amount` is. source: where it is not the rule's.
    """

    amount: Money
    source: Source | None = None
    up_to: Size | None = None
    sound: bool | None = None
    tier: str | None = None
    longest: Fraction | None = None
    credits: Fraction | None = None

    def fits(self, slot: Slot, tier: str) -> bool:
        return (
            (self.up_to is None or slot.size.pixels <= self.up_to.pixels)
            and (self.longest is None or slot.seconds <= self.longest)
            and self.sound in (None, slot.has_sound)
            and self.tier in (None, tier)
        )


@dataclass(frozen=True, slots=True)
class PriceRule:
    """How one kind of take is paid. step: lengths are rounded up to it, where begun seconds are paid; 0 for not.
    input_seconds: the most that a clip which goes in adds, where its length is paid as well."""

    per: ClassVar[str] = ""
    name: str
    rows: tuple[PriceRow, ...]
    source: Source
    step: Fraction = Fraction(0)
    input_seconds: Fraction = Fraction(0)

    def of(self, slot: Slot, tier: str) -> Price:
        """The price of a take. Raises LookupError where no row fits: a catalogue that was read has none such."""
        row = self.row(slot, tier)
        if row is None:
            raise LookupError(f"price {self.name} has no row for {slot.size}, tier {tier!r}")
        return Price(times(row.amount, self._units(slot)), row.source or self.source)

    def row(self, slot: Slot, tier: str) -> PriceRow | None:
        """The row that counts for a slot; None where none does."""
        return next((row for row in self.rows if row.fits(slot, tier)), None)

    def _units(self, slot: Slot) -> Fraction:
        """How many of what a row's amount is for are in a slot."""
        raise NotImplementedError

    def _seconds(self, slot: Slot) -> Fraction:
        seconds = slot.seconds + self.input_seconds
        return ceil(seconds / self.step) * self.step if self.step else seconds


class PerSecond(PriceRule):
    """So much for each second of the take."""

    __slots__ = ()
    per = "second"

    def _units(self, slot: Slot) -> Fraction:
        return self._seconds(slot)


class PerMinute(PriceRule):
    """So much for each minute of the take, in proportion."""

    __slots__ = ()
    per = "minute"

    def _units(self, slot: Slot) -> Fraction:
        return self._seconds(slot) / 60


class PlanMinutes(PerMinute):
    """Minutes that a monthly plan holds, priced at what a minute of the plan costs."""

    __slots__ = ()
    per = "plan minute"


class PerTake(PriceRule):
    """So much for a take, however long."""

    __slots__ = ()
    per = "take"

    def _units(self, slot: Slot) -> Fraction:
        return Fraction(1)


class PerTokens(PriceRule):
    """So much for a thousand tokens, of which a take has width × height × rate × seconds / 1024, rounded up."""

    __slots__ = ()
    per = "1000 tokens"

    def _units(self, slot: Slot) -> Fraction:
        return Fraction(self.tokens(slot), 1000)

    def tokens(self, slot: Slot) -> int:
        """Raises ValueError for a slot without a frame rate: a catalogue that was read has none such."""
        if slot.rate is None:
            raise ValueError(f"tokens of {slot.mode.name} cannot be counted without a frame rate")
        return ceil(slot.size.pixels * slot.rate.fraction * self._seconds(slot) / 1024)


class Unpriced(PriceRule):
    """A price that nobody states."""

    __slots__ = ()
    per = "unknown"

    def of(self, slot: Slot, tier: str) -> Price:
        return Price(None, self.source)


def times(one: Money, units: Fraction) -> Money:
    """So many times the amount. Exact to a millionth; finer is rounded up: a quote is never below the bill."""
    millionths = ceil(Fraction(one.amount) * units * _MILLIONTH)
    return Money(Decimal(millionths) / _MILLIONTH, one.currency)
