"""The quote: what each shot needs, what is bought for it, and what that costs."""

from __future__ import annotations

from longtake.catalogue import keyless
from longtake.media import FrameRate, Money
from longtake.planning.plan import PlannedJoin, PlannedShot, Quote, QuoteRow

__all__ = ["quote_of"]


def quote_of(shots: tuple[PlannedShot, ...], rate: FrameRate, cap: Money | None) -> Quote:
    """The rows in film order. Nothing is bought in this version: own files and animatics cost nothing."""
    into: list[PlannedJoin | None] = [None, *(shot.join for shot in shots[:-1])]
    rows = tuple(_row(shot, join, rate) for shot, join in zip(shots, into, strict=True))
    total = Money("0.00", "USD")
    for row in rows:
        total += row.price
    return Quote(rows, total, cap)


def _row(shot: PlannedShot, into: PlannedJoin | None, rate: FrameRate) -> QuoteRow:
    model = keyless()["animatic" if shot.kind == "animatic" else "footage"]
    words = "your still" if shot.kind == "still" else model.words
    why = "; ".join(shot.reasons)
    return QuoteRow(shot.name, rate.seconds(shot.frames), None, _join_words(into, rate), words, model.price, why)


def _join_words(join: PlannedJoin | None, rate: FrameRate) -> str:
    if join is None:
        return "–"
    return f"{join.kind} {float(rate.seconds(join.frames)):.3g} s" if join.frames else join.kind
