"""A provider's call ends the wait for the next poll; without one, or with one too many, the film is the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from exchanges import USUAL, account, exchange
from trading import FILM, Trading, film, landed, played

from longtake.generation.books import Books
from longtake.generation.hints import Hints
from longtake.generation.landing import Outcome
from longtake.generation.providers import wire_of
from longtake.generation.scheduling import Scheduler
from longtake.media import digest_bytes


@dataclass
class Calls:
    """Calls as a test makes them."""

    events: dict[str, asyncio.Event] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)

    def address(self, provider: str, token: str) -> str:
        self.given.append(f"https://me.example/callbacks/{provider}/{token}")
        return self.given[-1]

    def called(self, token: str) -> asyncio.Event:
        return self.events.setdefault(token, asyncio.Event())

    async def keep(self, books: Books) -> None:
        pass


def bought(trading: Trading, calls: Calls, when: Sequence[float]) -> list[Outcome]:
    """A film of one shot at fal, of which fal calls so many seconds after its take is made."""
    outcomes: list[Outcome] = []

    async def call() -> None:
        while not trading.studio.jobs():
            await trading.clock.sleep(0.1)
        (job,) = trading.studio.jobs()
        for seconds in when:
            await trading.clock.sleep(job.ends / 1000 + seconds - trading.clock.now())
            for event in list(calls.events.values()):
                event.set()

    async def play() -> None:
        calling = asyncio.ensure_future(call())
        async with trading.door() as door:
            trade = replace(trading.trade(door), calls=calls)
            async with aclosing(Scheduler(trade).run(film(1, "blind"))) as run:
                outcomes.extend([one async for one in run])
        calling.cancel()

    played(trading.clock, play)
    trading.check()
    return outcomes


def made_and_known(trading: Trading) -> float:
    """Seconds from the end of the job to its last poll."""
    (job,) = trading.studio.jobs()
    polls = [one.at for one in trading.studio.calls if one.kind == "poll" and "status" in one.path]
    return (polls[-1] - job.ends) / 1000


def test_the_order_says_where_to_call_for_its_purchase(tmp_path: Path) -> None:
    trading, calls = Trading(tmp_path), Calls()
    assert len(landed(bought(trading, calls, [0.0]))) == 1
    (purchase,) = trading.ledger.purchases(film=FILM)
    assert calls.given == [f"https://me.example/callbacks/fal/{purchase.token}"]
    assert list(calls.events) == [purchase.token]


def test_fal_is_told_the_address_as_its_client_tells_it() -> None:
    written = exchange("fal/create-webhook")["request"]
    order = replace(USUAL["fal"], callback=written["query"]["fal_webhook"])
    call = wire_of("fal", order.model).placing(order, account("fal"))
    assert dict(call.query) == written["query"]
    assert wire_of("fal", order.model).placing(USUAL["fal"], account("fal")).query == ()


def test_a_call_is_followed_by_a_poll_at_once(tmp_path: Path) -> None:
    trading = Trading(tmp_path)
    bought(trading, Calls(), [0.0])
    assert made_and_known(trading) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("when", [[], [-3.0], [-3.0, -2.0, -1.0, 0.0, 0.0]])
def test_a_call_that_is_lost_early_or_repeated_costs_no_take(tmp_path: Path, when: list[float]) -> None:
    trading = Trading(tmp_path)
    assert len(landed(bought(trading, Calls(), when))) == 1
    assert trading.bought == 1
    assert made_and_known(trading) < 6.0


def test_what_the_receiver_wrote_down_ends_the_wait(tmp_path: Path) -> None:
    """The whole way, over the ledger: F19 and F21 with the calls of another process."""
    trading = Trading(tmp_path)
    outcomes: list[Outcome] = []

    async def call() -> None:
        while not trading.studio.jobs() and trading.clock.now() < 60:
            await trading.clock.sleep(0.1)
        (job,), (purchase,) = trading.studio.jobs(), trading.ledger.purchases(film=FILM)
        await trading.clock.sleep(job.ends / 1000 - trading.clock.now())
        trading.ledger.heard(purchase.id, digest_bytes(b"a call"))

    async def play() -> None:
        calling = asyncio.ensure_future(call())
        async with trading.door() as door:
            hints = Hints("https://me.example/", ["fal"], trading.clock)
            trade = replace(trading.trade(door), calls=hints)
            async with aclosing(Scheduler(trade).run(film(1, "blind"))) as run:
                outcomes.extend([one async for one in run])
            assert hints.address("runway", "token") == ""
        calling.cancel()

    played(trading.clock, play)
    assert len(landed(outcomes)) == 1
    assert made_and_known(trading) <= 2.0


def test_an_order_that_is_not_taken_with_our_address_is_sent_without(tmp_path: Path) -> None:
    trading, calls = Trading(tmp_path), Calls()
    trading.fault("invalid", on="create")
    assert len(landed(bought(trading, calls, [0.0]))) == 1
    creates = [one.status for one in trading.studio.calls if one.kind == "create"]
    assert creates == [422, 200]
    assert [job.asked.callback for job in trading.studio.jobs()] == [""]
