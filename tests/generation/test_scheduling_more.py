"""Commissions that are added while a run goes on: in place of one that was missed, and of those that waited for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from trading import Trading, commission, landed, played

from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.landing import Landed, Missed, Outcome
from longtake.generation.scheduling import Scheduler
from longtake.media import digest_of


@pytest.fixture
def trading(tmp_path: Path) -> Trading:
    return Trading(tmp_path)


def after(shot: str, before: str, order: str) -> Commission:
    sent = (CommissionInput("first frame", take=before, frame=1),)
    return commission(shot, waits_for=before, order=digest_of(order), inputs=sent)


def adding(trading: Trading, begun: list[Commission], more: list[Commission]) -> list[Outcome]:
    """A run to which more is added when the first take is missed."""
    outcomes: list[Outcome] = []

    async def play() -> None:
        left = list(more)
        async with trading.door() as door:
            scheduler = Scheduler(trading.trade(door))
            async for one in scheduler.run(begun):
                outcomes.append(one)
                if isinstance(one, Missed) and left:
                    scheduler.add(left)
                    left = []

    played(trading.clock, play)
    trading.check()
    return outcomes


def test_a_take_that_was_missed_is_bought_elsewhere_in_the_same_run(trading: Trading) -> None:
    trading.fault("refused", provider="kling", on="create")
    outcomes = adding(trading, [commission("s01")], [commission("s01", "lookup")])
    assert [type(one) for one in outcomes] == [Missed, Landed]
    assert outcomes[1].commission.model.provider == "ark"


def test_what_waited_for_it_is_ordered_anew_from_the_take_that_came(trading: Trading) -> None:
    trading.fault("refused", provider="kling", on="create")
    begun = [commission("s01"), after("s02", "s01", "from the first")]
    outcomes = adding(trading, begun, [commission("s01", "lookup"), after("s02", "s01", "from the other")])
    assert sorted(landed(outcomes)) == ["s01", "s02"]
    assert [one.commission.order for one in outcomes if isinstance(one, Missed)] == [one.order for one in begun]
    (first,) = (one.arrival for one in outcomes if isinstance(one, Landed) and one.commission.shot == "s01")
    assert trading.inputs.asked == [("s01", first)]
    assert trading.bought == 2


def test_others_go_on_meanwhile_and_nothing_is_asked_twice(trading: Trading) -> None:
    trading.fault("refused", provider="kling", on="create")
    begun = [commission(f"s{number:02}") for number in range(1, 6)]
    outcomes = adding(trading, begun, [commission("s01", "lookup")])
    assert sorted(landed(outcomes)) == ["s01", "s02", "s03", "s04", "s05"]
    assert trading.bought == 5


def test_what_is_added_after_a_stop_is_not_sent(trading: Trading) -> None:
    trading.fault("refused", provider="kling", on="create")
    outcomes: list[Outcome] = []

    async def whole() -> None:
        async with trading.door() as door:
            scheduler = Scheduler(trading.trade(door))
            async for one in scheduler.run([commission("s01")]):
                outcomes.append(one)
                if len(outcomes) == 1:
                    scheduler.stop()
                    scheduler.add([commission("s01", "lookup")])

    played(trading.clock, whole)
    assert [one.by for one in outcomes if isinstance(one, Missed)] == ["refusal", "stopped"]
    assert trading.bought == 0
