"""Which model makes a shot: every model on its route, in the author's order, with its reason.

The author's order decides among those that can; a model slower than the wait that is wanted comes after the others.
What cannot be taken is told why, so that a plan never turns to another model silently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from longtake.catalogue import Model, Price, Slot
from longtake.media import Money
from longtake.planning.segment import Choice
from longtake.planning.slots import Wanted, longest_slot, slot_for

__all__ = ["Limits", "Routed", "longest_of", "route_of", "too_dear"]

NOT_LEFT_OUT: Mapping[str, str] = {}
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the author and the day allow. tier: of service ("" for each model's own default). regions: where pictures
    may be made; empty for anywhere. wait: the longest p95 in seconds that is not put last. most: for one take, and what
    an uncertain price counts as; of: what that is one of, and where it is written. on: the day of the plan, for
    retirements. currency: that money is counted in."""

    on: date
    tier: str = ""
    regions: tuple[str, ...] = ()
    wait: Fraction | None = None
    most: Money | None = None
    currency: str = "USD"
    of: Literal["take", "piece"] = "take"


@dataclass(frozen=True, slots=True)
class Routed:
    """The model and slot that are taken, with the price of one take and the most that it may cost (more than the price
    where that is not sure); and every model on the route: the taken one, those to fall back on, those that cannot."""

    model: Model
    slot: Slot
    tier: str
    price: Money
    ceiling: Money
    is_price_sure: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Able:
    model: Model
    slot: Slot
    tier: str
    price: Money
    ceiling: Money
    is_price_sure: bool
    is_slow: bool
    notes: tuple[str, ...]


def route_of(
    wanted: Wanted,
    models: Mapping[str, Model],
    names: Sequence[str],
    limits: Limits,
    left_out: Mapping[str, str] = NOT_LEFT_OUT,
) -> Routed | tuple[Choice, ...]:
    """The route of one shot; or, where no model on it can be taken, each with its reason.

    names: the route, each a name in `models`. left_out: models that are not asked for this shot any more, each with
    what it did.
    """
    route = [models[name] for name in names]
    tried = [
        Choice(model.name, False, left_out[model.name]) if model.name in left_out else _tried(wanted, model, limits)
        for model in route
    ]
    able = sorted((one for one in tried if isinstance(one, _Able)), key=lambda one: one.is_slow)  # keeps their order
    unable = tuple(one for one in tried if isinstance(one, Choice))
    if not able:
        return unable
    first = able[0]
    passed_over = tried[: tried.index(first)]
    taken = Choice(first.model.name, True, _taken(first, passed_over), first.price)
    later = tuple(Choice(one.model.name, True, _why("to fall back on", one), one.price) for one in able[1:])
    return Routed(
        first.model, first.slot, first.tier, first.price, first.ceiling, first.is_price_sure, (taken, *later, *unable)
    )


def longest_of(wanted: Wanted, models: Mapping[str, Model], names: Sequence[str], limits: Limits) -> Fraction | None:
    """The longest take, in seconds, of the models on a route that may be used at all; None where none serves."""
    usable = [models[name] for name in names if not _barred(models[name], limits)]
    longest = [longest_slot(model.modes, wanted, model.provider) for model in usable]
    return max((seconds for seconds in longest if seconds is not None), default=None)


def _tried(wanted: Wanted, model: Model, limits: Limits) -> _Able | Choice:
    if reason := _barred(model, limits):
        return Choice(model.name, False, reason)
    slot = slot_for(model.modes, wanted, model.provider)
    if isinstance(slot, str):
        return Choice(model.name, False, slot)
    tier, notes = _tier(model, limits)
    price = model.price(slot, tier)
    if reason := too_dear(price, limits):
        return Choice(model.name, False, reason)
    is_slow = limits.wait is not None and model.latency.p95 > limits.wait
    known = price.amount or limits.most
    assert known  # or it would have been too dear
    ceiling = known if price.is_sure or limits.most is None else limits.most
    return _Able(model, slot, tier, known, ceiling, price.is_sure, is_slow, notes)


def _barred(model: Model, limits: Limits) -> str:
    """Why a model cannot be used by anybody with these limits; "" where it can."""
    if model.retires and model.retires <= limits.on:
        instead = f"; {model.replacement} replaces it" if model.replacement else "; nothing replaces it"
        return f"was switched off on {model.retires.isoformat()}{instead}"
    if limits.regions and not set(model.regions) & set(limits.regions):
        where = ", ".join(model.regions) or "nowhere that is known"
        return f"makes pictures in {where}, not in {' or '.join(limits.regions)}"
    return ""


def _tier(model: Model, limits: Limits) -> tuple[str, tuple[str, ...]]:
    default = model.tiers[0] if model.tiers else ""
    if not limits.tier or limits.tier in model.tiers:
        return limits.tier or default, ()
    return default, (f"has no tier {limits.tier}" + (f", so {default}" if default else ""),)


def too_dear(price: Price, limits: Limits) -> str:
    """Why a price cannot be taken: unknown or not sure without the author's maximum, above it, in other money."""
    amount, most, field = price.amount, limits.most, "route" if limits.of == "take" else "narrator"
    if amount is None:
        unstated = f"has no price that anybody states: write {field}: {{max_price: …}} with the most for a {limits.of}"
        return "" if most else unstated
    if amount.currency != limits.currency:
        return f"is priced in {amount.currency}, and the film counts in {limits.currency}"
    if most is None and not price.is_sure:
        advised = _rounded_up(amount)
        return (
            f"costs about {_told(amount)}, which is {price.source.sure} and not sure: "
            f"write {field}: {{max_price: {advised}}}"
        )
    if most is not None and amount.amount > most.amount:
        return f"costs {_told(amount, up=True)} a {limits.of}, more than the {most} allowed"
    return ""


def _told(amount: Money, *, up: bool = False) -> str:
    """To the cent; what is less than one, as speech often is, as it stands."""
    return amount.to_the_cent(up=up) if amount.amount >= _CENT else str(amount)


def _rounded_up(money: Money) -> Money:
    """A maximum to write: a quarter above, in whole tenths."""
    tenths = ceil(Fraction(money.amount) * Fraction(50, 4))
    return Money(Decimal(tenths) / 10, money.currency)


def _taken(first: _Able, passed_over: Sequence[_Able | Choice]) -> str:
    """Why this model is taken. passed_over: those that the author named before it, each slower or unable."""
    if not passed_over:
        return _why("first on its route", first)
    causes = "; ".join(
        f"{one.model} {one.why}" if isinstance(one, Choice) else f"{one.model.name} is {_slow(one)}"
        for one in passed_over
    )
    return _why(f"the first on its route that can: {causes}", first)


def _why(place: str, one: _Able) -> str:
    return "; ".join(part for part in (place, _slow(one) if one.is_slow else "", *one.notes) if part)


def _slow(one: _Able) -> str:
    return f"slower than the wait that is wanted ({one.model.latency.p95} s for 19 of 20)"
