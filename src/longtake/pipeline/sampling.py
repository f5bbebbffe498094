"""A sample: the cheapest take that a provider makes, bought through the ledger to see that all of it works."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from typing import cast

from longtake.catalogue import Catalogue, Model, Slot
from longtake.errors import BudgetError, CatalogueError, GenerationError, PipelineError
from longtake.generation.adapter import Adapter
from longtake.generation.clock import Clock
from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.download import Downloads
from longtake.generation.http import Door
from longtake.generation.intending import realm_of
from longtake.generation.landing import Arrival, Landed, Missed, Outcome
from longtake.generation.provider import Account, Asset, Order
from longtake.generation.providers import wire_of
from longtake.generation.sample import Sample
from longtake.generation.scheduling import Scheduler, Trade
from longtake.generation.shaping import CannotAskError
from longtake.ledger import OPEN, Ledger
from longtake.media import FrameRate, Money, digest_of
from longtake.pipeline.gallery import TakeGallery
from longtake.store import Workspace

__all__ = ["Sampler", "cheapest"]

_FILM = "longtake check"
_PROMPT = "A paper boat drifts across a still pond, seen from above"
_RATE = FrameRate(24)
"""Of models whose rate nobody states."""


def cheapest(account: Account, catalogue: Catalogue, on: date) -> Commission:
    """The cheapest take from words alone that can be asked for on an account on that day. Raises CatalogueError where
    the catalogue prices none."""
    models = [one for one in catalogue.values() if one.provider == account.provider and not one.is_retired(on)]
    asked = [one for model in models for one in _takes(model) if _can_be_asked(one, account)]
    if not asked:
        raise CatalogueError(
            f"no take of {account.provider} has a price that is known", advice=("see longtake models",)
        )
    return min(asked, key=lambda one: (one.price.amount, one.slot.seconds, one.model.name))


def _takes(model: Model) -> Iterator[Commission]:
    """The shortest take of each size, silent where that can be asked for."""
    for mode in model.modes:
        lengths = mode.lengths
        seconds = min(lengths.these) if lengths.these else lengths.least
        for size in mode.sizes if mode.kind == "text" else ():
            rate = mode.rates[0] if mode.rates else None
            slot = Slot(mode, Fraction(seconds), size, rate, mode.sound == "always")
            price = model.price(slot).amount
            if price is not None:
                yield _commission(model, slot, price)


def _commission(model: Model, slot: Slot, price: Money) -> Commission:
    seed = 7 if model.takes_seed else None
    asked = Order(
        model.wire_name, "text", slot.seconds, slot.size, slot.has_sound, _PROMPT, "", seed=seed, form=model.form
    )
    said = {"model": model.name, "seconds": slot.seconds, "size": str(slot.size), "prompt": _PROMPT}
    whole = Money(price.amount.quantize(Decimal("0.01"), ROUND_UP), price.currency)
    order = digest_of({_FILM: said})
    return Commission("check", "check", _FILM, "check", model, slot, "", order, 1, asked, (), Fraction(0), price, whole)


def _can_be_asked(one: Commission, account: Account) -> bool:
    try:
        wire_of(account.provider, one.asked.model).placing(one.asked, account)
    except (CannotAskError, GenerationError):
        return False
    return True


class Sampler:
    """Buys a sample, which is kept among the takes of films. For one event loop."""

    def __init__(self, account: Account, door: Door, clock: Clock, ledger: Ledger, workspace: Workspace) -> None:
        self._account, self._door, self._clock = account, door, clock
        self._ledger, self._workspace = ledger, workspace

    async def buy(self, one: Commission, most: Money) -> Sample:
        """most: what the user allows for it. Raises BudgetError, before anything is sent, where it may cost more."""
        if one.reserved.currency != most.currency or one.reserved.amount > most.amount:
            what = f"the cheapest take of {self._account.provider} ({one.model.name}) costs {one.reserved}, not {most}"
            raise BudgetError(what, advice=(f'allow it: --buy "{one.reserved}"',))
        realm = realm_of(self._account)
        before = self._ledger.purchases(film=_FILM, order=one.order, realm=realm)
        one = replace(one, take=1 + sum(each.state not in OPEN for each in before))  # one that was left open goes on
        self._set_budget(one.reserved)
        draw = random.Random().uniform
        downloads = Downloads(self._door, self._clock, draw)
        adapter = Adapter(wire_of(self._account.provider, one.asked.model), self._account, self._door, self._clock)
        gallery = TakeGallery(self._workspace, one.slot.rate or _RATE)
        trade = Trade(
            self._ledger, self._budget, lambda _: adapter, downloads, gallery, _Nothing(), self._clock, draw, _ignore
        )
        run = cast("AsyncGenerator[Outcome, None]", Scheduler(trade).run([one]))
        async with aclosing(run) as outcomes:
            (outcome,) = [outcome async for outcome in outcomes]
        return _missed(outcome) if isinstance(outcome, Missed) else _landed(outcome)

    @property
    def _budget(self) -> str:
        return f"{_FILM} {self._account.provider}"

    def _set_budget(self, price: Money) -> None:
        """As much as was committed before, and this."""
        realm = realm_of(self._account)
        zero = Money(0, price.currency)
        self._ledger.set_budget(self._budget, zero, realm)
        was = self._ledger.budget(self._budget, realm)
        self._ledger.set_budget(self._budget, was.spent + was.reserved + price, realm)


def _missed(one: Missed) -> Sample:
    advice = () if one.by == "unfit" else one.advice  # which is about shots
    return Sample(one.commission.model.name, one.commission.price, why=one.why, by=one.by, advice=advice)


def _landed(one: Landed) -> Sample:
    commission, cost = one.commission, one.purchase.cost
    return Sample(
        commission.model.name,
        commission.price,
        cost.amount if cost else None,
        cost.source if cost else "",
        one.arrival.path,
        tuple(_differences(one)),
    )


def _differences(one: Landed) -> Iterator[str]:
    slot, picture = one.commission.slot, one.arrival.facts.picture
    assert picture is not None  # else it would not have landed
    if picture.shown != slot.size:
        yield f"the take is {picture.shown}; {slot.size} was asked"
    if abs(picture.seconds - slot.seconds) > Fraction(1, 4):
        yield f"the take lasts {float(picture.seconds):g} s; {float(slot.seconds):g} s were asked"
    if slot.has_sound and one.arrival.facts.sound is None:
        yield "the take has no sound; sound was asked"
    if one.purchase.cost and one.purchase.cost.amount != one.commission.price:
        yield f"it cost {one.purchase.cost.amount}; the catalogue says {one.commission.price}"


class _Nothing:
    """A take from words alone shows nothing."""

    async def asset(self, one: CommissionInput, before: Arrival | None) -> Asset:
        raise PipelineError(f"a sample shows nothing, and its {one.role} was asked for")


def _ignore(step: object) -> None:
    pass
