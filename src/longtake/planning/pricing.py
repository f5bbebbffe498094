"""The quote: what each shot needs, what is bought for it, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Set

from longtake.catalogue import keyless
from longtake.media import Digest, FrameRate, Money
from longtake.planning.plan import PlannedJoin, PlannedShot, Quote, QuoteRow

__all__ = ["TRIES", "quote_of"]

TRIES = 2
"""How often a take may be bought before its shot is given up: once, and once more when it is refused by inspection."""


def quote_of(
    shots: tuple[PlannedShot, ...], rate: FrameRate, cap: Money | None, bought: Set[Digest] = frozenset()
) -> Quote:
    """The rows in film order. bought: the orders that are in the store already, which cost nothing again; an order that
    comes twice in a film is bought once. Own files and animatics cost nothing."""
    into: list[PlannedJoin | None] = [None, *(shot.join for shot in shots[:-1])]
    currency = _currency(shots, cap)
    rows, most, known = [], Money("0.00", currency), set(bought)
    for shot, join in zip(shots, into, strict=True):
        rows.append(_row(shot, join, rate, currency, known))
        if shot.segment and shot.segment.order not in known:
            most = _sum([most, *([shot.segment.ceiling] * TRIES)], currency)
            known.add(shot.segment.order)
    total = _sum((row.price for row in rows), currency)
    return Quote(tuple(rows), total, cap, most if any(shot.segment for shot in shots) else None)


def _row(shot: PlannedShot, into: PlannedJoin | None, rate: FrameRate, currency: str, known: Set[Digest]) -> QuoteRow:
    needs, join, free = rate.seconds(shot.frames), _join_words(into, rate), Money("0.00", currency)
    if shot.segment is None:
        words = (
            "your still"
            if shot.kind == "still"
            else keyless()["animatic" if shot.kind == "animatic" else "footage"].words
        )
        return QuoteRow(shot.name, needs, None, join, words, free, "; ".join(shot.reasons))
    is_bought = shot.segment.order in known
    why = "; ".join((*shot.reasons, *(["bought already"] if is_bought else [])))
    buys, price = (None, free) if is_bought else (shot.segment.seconds, shot.segment.price)
    return QuoteRow(shot.name, needs, buys, join, shot.segment.model, price, why)


def _currency(shots: Iterable[PlannedShot], cap: Money | None) -> str:
    """That of the budget, else that of the prices, which a route keeps to one."""
    prices = (shot.segment.price.currency for shot in shots if shot.segment)
    return cap.currency if cap else next(prices, "USD")


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    total = Money("0.00", currency)
    for amount in amounts:
        total += amount
    return total


def _join_words(into: PlannedJoin | None, rate: FrameRate) -> str:
    if into is None:
        return "–"
    if into.continues:
        return "continue"
    return f"{into.kind} {float(rate.seconds(into.frames)):.3g} s" if into.frames else into.kind
