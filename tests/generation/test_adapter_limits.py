"""What the catalogue says that a model makes is asked for in a way that the emulator takes: all of it, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from exchanges import PREFIXES, TODAY, packed
from test_adapter_catalogue import HERE, MODELS, orders, outcome

from longtake.catalogue import Mode, Model, load_catalogue
from longtake.emulator import Emulator, Request
from longtake.generation.accounts import account_of
from longtake.generation.http import Answer
from longtake.generation.provider import Order
from longtake.generation.providers import wire_of
from longtake.generation.secrets import Secret
from longtake.generation.wire import Call

CATALOGUE = load_catalogue()
MADE = ("text", "image", "references", "extension", "video", "audio", "avatar")


def answer(model: Model, order: Order) -> str:
    """What the emulator says where it does not take the order; nothing where it does."""
    account = account_of(model.provider, {}, emulator=HERE)
    wire = wire_of(model.provider, model.wire_name)
    call = wire.placing(order, account)
    headers = {
        name: value.reveal() if isinstance(value, Secret) else value
        for name, value in wire.asking(call, account, TODAY).items()
    }
    path = f"/{PREFIXES.get(model.provider, model.provider)}{call.path}?{urlencode(call.query)}"
    body, kind = packed(call.body)
    headers = {**headers, **call.headers, "host": "127.0.0.1", "content-type": kind}
    request = Request(call.method, path, headers, body)
    reply = asyncio.run(Emulator(catalogue=CATALOGUE).answer(request))
    status = wire.status_of(Answer(reply.status, reply.headers, reply.body))
    return "" if status < 300 else f"{status} {reply.body.decode()[:300]}"


@pytest.mark.parametrize("model", MODELS, ids=[model.name for model in MODELS])
def test_every_order_that_fits_the_catalogue_is_taken(model: Model) -> None:
    said = {
        f"{mode.name} {order.size} {order.seconds}s": told
        for mode, order in asked(model)
        if (told := answer(model, order))
    }
    assert said == {}


@pytest.mark.parametrize("model", MODELS, ids=[model.name for model in MODELS])
def test_a_take_longer_than_any_is_refused(model: Model) -> None:
    longest = {
        mode.kind: max(one.lengths.longest for one in model.modes if one.kind == mode.kind) for mode in model.modes
    }
    for mode, order in {mode.name: (mode, order) for mode, order in asked(model)}.values():
        longer = replace(order, seconds=longest[mode.kind] + 1)
        if sent(model, longer) == sent(model, order):
            continue  # as long as the clip that is edited
        told = answer(model, longer)
        assert "is not supported" in told, (mode.name, told)


def sent(model: Model, order: Order) -> Call:
    return wire_of(model.provider, model.wire_name).placing(order, account_of(model.provider, {}, emulator=HERE))


def asked(model: Model) -> Iterator[tuple[Mode, Order]]:
    """What Longtake has words for."""
    for mode in model.modes:
        if mode.kind in MADE:
            yield from ((mode, order) for order in orders(model, mode) if not outcome(model, order))
