"""A sample is bought through the ledger for no more than was allowed, and held against what was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from longtake.catalogue import load_catalogue
from longtake.emulator import Emulator, Fault, environment
from longtake.errors import BudgetError
from longtake.generation.accounts import accounts
from longtake.generation.clock import HurriedClock
from longtake.generation.http import Door
from longtake.generation.sample import Sample
from longtake.ledger import Ledger, Purchase
from longtake.media import Money
from longtake.pipeline.sampling import Sampler, cheapest
from longtake.store import Workspace

TODAY = date(2026, 11, 21)


def sampled(
    folder: Path,
    provider: str,
    *faults: Fault,
    most: str = "1 USD",
    then: Callable[[Ledger], None] = lambda ledger: None,
) -> Sample:
    """A sample bought at an emulator; `then` looks at the ledger."""

    async def run() -> Sample:
        emulator = Emulator(speed=2000)
        for fault in faults:
            emulator.studio.faults.add(fault)
        async with emulator.serving() as address, Door(allow_loopback=True) as door:
            account = accounts(environment(address))(provider)
            with Ledger.open(folder / "ledger.sqlite") as ledger:
                sampler = Sampler(account, door, HurriedClock(2000), ledger, Workspace(folder))
                try:
                    return await sampler.buy(cheapest(account, load_catalogue(), TODAY), Money.parse(most))
                finally:
                    then(ledger)

    return asyncio.run(run())


def test_the_cheapest_take_is_bought_once_and_kept(tmp_path: Path) -> None:
    def look(ledger: Ledger) -> None:
        (bought,) = ledger.purchases()
        assert (bought.state, bought.intent.realm, bought.intent.take) == ("verified", "emulated", 1)
        assert (bought.cost and bought.cost.amount) == Money("0.24", "USD")

    sample = sampled(tmp_path, "runway", then=look)
    assert sample.is_as_expected
    assert (sample.model, sample.price, sample.cost, sample.source) == (
        "runway-gen4.5",
        Money("0.24", "USD"),
        Money("0.24", "USD"),
        "billed",
    )
    assert sample.path is not None
    assert sample.path.read_bytes()[4:8] == b"ftyp"


def test_another_check_buys_another_take(tmp_path: Path) -> None:
    found: list[tuple[Purchase, ...]] = []
    for _ in range(2):
        sampled(tmp_path, "fal", then=lambda ledger: found.append(ledger.purchases()))
    assert [one.intent.take for one in found[-1]] == [1, 2]


def test_a_take_that_costs_more_than_was_allowed_is_not_ordered(tmp_path: Path) -> None:
    def look(ledger: Ledger) -> None:
        assert ledger.purchases() == ()

    with pytest.raises(BudgetError, match=r"costs 0\.24 USD, not 0\.10 USD\n  allow it: --buy \"0\.24 USD\""):
        sampled(tmp_path, "runway", most="0.10 USD", then=look)


def test_a_take_that_is_not_as_it_was_asked_is_told(tmp_path: Path) -> None:
    sample = sampled(tmp_path, "runway", Fault("take-short"))
    assert not sample.is_as_expected
    assert "the take lasts" in sample.differs[0]
    assert "2 s were asked" in sample.differs[0]


def test_a_bill_above_the_price_is_told(tmp_path: Path) -> None:
    sample = sampled(tmp_path, "runway", Fault("job-overbilled"))
    assert sample.differs == ("it cost 0.48 USD; the catalogue says 0.24 USD",)


def test_an_order_that_is_refused_says_why_and_what_to_do(tmp_path: Path) -> None:
    sample = sampled(tmp_path, "runway", Fault("model", on="create"))
    assert (sample.path, sample.is_as_expected) == (None, False)
    assert "runway: Not found" in sample.why
    assert sample.advice
