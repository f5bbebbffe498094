"""What a plan quotes is what the providers bill and what the ledger says was spent, to the last digit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from exchanges import PREFIXES, TODAY
from test_adapter_catalogue import HERE, MODELS, outcome
from test_adapter_limits import CATALOGUE, asked
from trading import Trading, landed

from longtake.catalogue import Mode, Model, Slot
from longtake.emulator import Emulator, ManualClock, Reply, Request
from longtake.generation.accounts import account_of
from longtake.generation.commission import Commission
from longtake.generation.costing import cost_of
from longtake.generation.provider import Order
from longtake.generation.providers import wire_of
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call
from longtake.media import digest_of
from longtake.pipeline.commissioning import commissions_of
from longtake.planning import Plan, plan
from longtake.storyboard import parse

FILM = """
storyboard: 1
title: tram
frame: {size: 1280x720, rate: 24}
route: {final: kling-3.0, max_price: 5 USD, tier: TIER}
scenes:
  - shots:
      - {action: a tram crosses a square, for: 3.7s}
      - {action: it stops, for: 4s, join: continue}
      - {action: doors open, for: 40s, model: seedance-2.0}
      - {action: rain on glass, for: 2s, model: seedance-1.5-pro, join: dissolve 0.5s}
      - {action: a bell rings, for: 5.1s, model: runway-gen4.5}
      - {action: a hand on a rail, for: 3s, model: veo-3.1-fast}
      - {action: a clock, for: 3s, model: gemini-omni-1.1}
      - {action: a lamp, for: 3s, model: fal-kling-3.0-pro}
      - {action: a street, for: 3s, model: kling-2.6}
      - {action: the square is empty, for: 3s, model: runway-veo-3.1}
      - {action: the square is empty, for: 3s, model: runway-veo-3.1}
      - {action: gulls, for: 3s}
      - {action: gulls, for: 3s}
"""


def planned(tier: str) -> Plan:
    return plan(parse(FILM.replace(", tier: TIER", f", tier: {tier}" if tier else "")), {}, stage="final")


@pytest.mark.parametrize("tier", ["", "flex"])
def test_a_film_of_many_models_costs_what_was_quoted(tier: str, tmp_path: Path) -> None:
    made, trading = planned(tier), Trading(tmp_path)
    commissions = commissions_of(made, CATALOGUE, {shot.key for shot in made.shots})
    assert len(landed(trading.film(commissions))) == len(made.shots) > 12
    quoted = made.quote.total.amount
    assert {one.provider for one in commissions} == {"kling", "ark", "runway", "google", "fal"}
    assert quoted == trading.billed == trading.ledger.budget("tram", "emulated").spent.amount
    (spent,) = trading.ledger.spent("film", "emulated")
    assert (spent.cost.amount, spent.reserved.amount) == (quoted, 0)


class Desk:
    """An emulator whose time is moved by hand, asked in a model's own words."""

    def __init__(self, model: Model) -> None:
        self.clock = ManualClock()
        self.emulator = Emulator(catalogue=CATALOGUE, clock=self.clock)
        self.wire = wire_of(model.provider, model.wire_name)
        self.account = account_of(model.provider, {}, emulator=HERE)
        self.prefix = PREFIXES.get(model.provider, model.provider)

    def ask(self, call: Call) -> Any:
        told = self.wire.headers(self.account, TODAY).items()
        headers = {name: value.reveal() if isinstance(value, Secret) else value for name, value in told}
        body = b"" if call.body is None else json.dumps(call.body).encode()
        parts = urlsplit(call.path)
        path = parts.path if parts.netloc else f"/{self.prefix}{call.path}?{urlencode(call.query)}"
        request = Request(call.method, path, {**headers, **dict(call.headers), "host": "127.0.0.1"}, body)
        reply: Reply = asyncio.run(self.emulator.answer(request))
        assert reply.status in (200, 201, 202), reply.body[:300]
        return json.loads(reply.body)


def billed(model: Model, order: Order, commission: Commission) -> tuple[str, str]:
    """What the emulator's bill says of the take, and what the ledger would write down."""
    desk = Desk(model)
    job = desk.wire.placed(order, desk.ask(desk.wire.placing(order, desk.account)))
    desk.clock.advance(3600 * 1000)
    (charge,) = desk.emulator.studio.bill()
    state = desk.wire.state(job, desk.ask(desk.wire.polling(job)))
    return str(charge.amount), str(cost_of(commission, state.bill).amount)


def timed(model: Model) -> Iterator[tuple[Mode, Order]]:
    """At the first and last size of each mode, but for takes that are as long as a clip or a sound of ours, which no
    order says."""
    for mode, order in asked(model):
        if mode.kind not in ("video", "extension", "avatar") and order.size in (mode.sizes[0], mode.sizes[-1]):
            yield mode, order


@pytest.mark.parametrize("model", MODELS, ids=[model.name for model in MODELS])
def test_a_take_of_each_size_costs_what_the_catalogue_says(model: Model) -> None:
    wrong = {}
    smallest = {(mode.name, order.size, order.audio): (mode, order) for mode, order in reversed([*timed(model)])}
    for mode, order in smallest.values():  # with the fewest inputs
        for tier in model.tiers or ("",):
            wanted = replace(order, tier=tier)
            rate = mode.rates[0] if mode.rates else None
            slot = Slot(mode, order.seconds, order.size, rate, order.audio)
            price = model.price(slot, tier).amount
            if price is not None and not outcome(model, wanted):
                usual = (tier, digest_of("x"), 1, wanted, (), Fraction(1), price, price)
                commission = Commission("s", "s", "f", "", model, slot, *usual)
                found = billed(model, wanted, commission)
                if set(found) != {str(price)}:
                    wrong[f"{mode.name} {order.size} {tier} {order.audio}"] = (str(price), *found)
    assert wrong == {}
