"""What sound costs: by its characters, its time, its tokens, by the piece, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from longtake.catalogue.group import Group
from longtake.catalogue.modes import Source
from longtake.catalogue.prices import Price, times
from longtake.catalogue.source_reading import Sources, source_of
from longtake.media import Money

__all__ = ["Charge", "Per", "charge_of"]

Per = Literal["1000 characters", "1000000 characters", "minute", "1000 tokens", "piece", "nothing", "unknown"]


@dataclass(frozen=True, slots=True)
class Charge:
    """How speech or music is paid. amount: for one of `per`; None where nobody states it. tokens_a_second: of sound,
    where tokens are paid."""

    per: Per
    amount: Money | None
    source: Source
    tokens_a_second: Fraction = Fraction(0)

    @property
    def is_by_time(self) -> bool:
        """Whether the price is not known before the length is."""
        return self.per in ("minute", "1000 tokens")

    @property
    def is_sure(self) -> bool:
        """As of a price that follows from it."""
        return self.of(0, Fraction(0)).is_sure

    def of(self, characters: int, seconds: Fraction) -> Price:
        """The price of one piece."""
        units = {
            "1000 characters": Fraction(characters, 1000),
            "1000000 characters": Fraction(characters, 10**6),
            "minute": seconds / 60,
            "1000 tokens": seconds * self.tokens_a_second / 1000,
        }.get(self.per, Fraction(1))
        return Price(times(self.amount, units) if self.amount else None, self.source)


def charge_of(top: Group, sources: Sources) -> Charge:
    """The group `[price]` of a file. Raises CatalogueError."""
    group = top.group("price", ("source", "per", "amount", "credits", "credit", "tokens_a_second"))
    per, source = group.choice("per", get_args(Per)), source_of(group, sources)
    if per in ("nothing", "unknown"):
        if group.has("amount") or group.has("credits"):
            raise group.refused("per", f"is {per}, and an amount stands beside it", "take one of them out")
        return Charge(per, Money("0.00", "USD") if per == "nothing" else None, source)
    tokens = group.number("tokens_a_second") if per == "1000 tokens" else Fraction(0)
    amount = times(group.money("credit"), group.number("credits")) if group.has("credits") else group.money("amount")
    return Charge(per, amount, source, tokens)
