"""Orders at an emulator that ended with its process: they cost nothing, and may be placed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledgers import FREE, World, an_intent, usd

from longtake.ledger import Ledger, Output, Purchase
from longtake.pipeline.leftovers import EMULATOR, settle_leftovers


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ledger(tmp_path: Path, world: World) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite", world.around()) as opened:
        for realm in ("live", "emulated"):
            opened.set_budget("aurora", usd("10"), realm)
        yield opened


def intended(ledger: Ledger, world: World, shot: str, **other: str) -> int:
    where = {"realm": "emulated", "account": EMULATOR, "film": "aurora", **other}
    made = ledger.intend(an_intent(shot, **where), "aurora", world.hold())
    assert isinstance(made, Purchase)
    return made.id


def test_what_an_emulator_left_is_free_and_may_be_ordered_again(ledger: Ledger, world: World) -> None:
    intended(ledger, world, "waking.1")
    ledger.submitted(intended(ledger, world, "waking.2"), "job-2")
    ledger.unknown(intended(ledger, world, "waking.3"), "no answer")
    ledger.known(intended(ledger, world, "waking.4"), [Output("https://cdn.example.com/4.mp4")], FREE)
    world.pass_by(3600)
    settle_leftovers(ledger)
    assert not ledger.open_purchases()
    newest = {one.intent.shot: one for one in ledger.purchases()}
    assert {one.state for one in newest.values()} == {"cancelled"}
    assert {one.why for one in newest.values()} == {"the emulator that it was asked of is gone"}
    assert ledger.budget("aurora", "emulated").reserved == usd("0.00")


def test_other_orders_are_left_as_they_are(ledger: Ledger, world: World) -> None:
    intended(ledger, world, "waking.1", realm="live")
    ledger.submitted(intended(ledger, world, "waking.2", account="default"), "job-2")
    held = intended(ledger, world, "waking.3")
    world.living.add(1)
    settle_leftovers(ledger)
    assert [one.state for one in ledger.purchases()] == ["intended", "submitted", "intended"]
    assert ledger.holder(held) is not None
