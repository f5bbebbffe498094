"""What is bought when: places, chains, budgets, several runs at once, and the user's word to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from trading import FILM, MODELS, Trading, by_shot, commission, film, landed, missed, played

from longtake.errors import GenerationError, OperatorError
from longtake.generation.accounts import account_of
from longtake.generation.adapter import Adapter
from longtake.generation.cancelling import cancel
from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.intending import intent_of
from longtake.generation.landing import Landed, Missed, Outcome
from longtake.generation.patience import Patience
from longtake.generation.scheduling import Scheduler
from longtake.ledger import Cost, Purchase, this_owner
from longtake.media import Money, digest_bytes

TWO = Patience(places={"kling-3.0": 2})


def most_at_once(trading: Trading) -> int:
    """Takes that were being made at the same time."""
    jobs = trading.studio.jobs()
    return max(sum(one.ordered <= job.ordered < one.ends for one in jobs) for job in jobs)


def order_of_sending(trading: Trading) -> list[str]:
    return [job.asked.prompt.removeprefix("tram ") for job in trading.studio.jobs()]


def two_runs(trading: Trading, *films: Sequence[Commission]) -> list[list[Outcome]]:
    """The same ledger, seen to by several makers at once."""
    ended: list[list[Outcome]] = []

    async def one(door: object, commissions: Sequence[Commission], seed: int) -> list[Outcome]:
        return [got async for got in Scheduler(trading.trade(door, seed)).run(commissions)]  # type: ignore[arg-type]

    async def play() -> None:
        async with trading.door() as door:
            ended.extend(await asyncio.gather(*(one(door, each, seed) for seed, each in enumerate(films))))

    played(trading.clock, play)
    trading.check()
    return ended


def test_no_more_takes_are_made_at_a_time_than_there_are_places(folder: Path) -> None:
    trading = Trading(folder, patience=TWO)
    assert len(landed(trading.film(film(6)))) == 6
    assert most_at_once(trading) == 2


def test_several_runs_keep_one_bound(folder: Path) -> None:
    trading = Trading(folder, patience=TWO)
    ours, theirs = two_runs(trading, film(5), film(9)[5:])
    assert (len(landed(ours)), len(landed(theirs))) == (5, 4)
    assert most_at_once(trading) == 2


def test_jobs_of_an_earlier_run_count_as_takes_that_are_being_made(folder: Path) -> None:
    trading = Trading(folder, patience=TWO)
    interrupted(trading, film(2), after="running")
    assert len(landed(trading.film((*film(6)[2:], *film(2))))) == 6
    assert most_at_once(trading) == 2


@pytest.mark.parametrize("cls", MODELS)
def test_two_runs_of_one_film_buy_it_once(cls: str, folder: Path) -> None:
    trading = Trading(folder)
    for outcomes in two_runs(trading, film(4, cls), film(4, cls)):
        assert sorted(landed(outcomes)) == ["s01", "s02", "s03", "s04"]
    assert trading.bought == 4


def test_what_the_film_waits_for_longest_is_sent_first(folder: Path) -> None:
    trading = Trading(folder, patience=Patience(places={"kling-3.0": 1}))
    ahead = {"s01": 60, "s02": 60, "s03": 240, "s04": 120}
    trading.film([replace(one, ahead=Fraction(ahead[one.shot])) for one in film(4)])
    assert order_of_sending(trading) == ["s03", "s04", "s01", "s02"]


def test_takes_are_handed_on_in_the_order_in_which_they_land(folder: Path) -> None:
    trading = Trading(folder)
    outcomes = trading.film(film(8))
    ends = {job.asked.prompt.removeprefix("tram "): job.ends for job in trading.studio.jobs()}
    moments = [ends[shot] // 10_000 for shot in landed(outcomes)]
    assert moments == sorted(moments)


def chained(cls: str = "lookup") -> list[Commission]:
    """Three shots, each of which begins from the last picture of the one before."""
    first = commission("s01", cls)
    shots = [first]
    for shot in ("s02", "s03"):
        begins = CommissionInput("reference", take=shots[-1].shot, frame=95)
        shots.append(commission(shot, cls, inputs=(begins,), waits_for=shots[-1].shot))
    return shots


def test_a_shot_that_begins_from_another_is_bought_after_it_has_landed(folder: Path) -> None:
    trading = Trading(folder)
    outcomes = trading.film(chained())
    assert landed(outcomes) == ["s01", "s02", "s03"]
    arrivals = [one.arrival for one in outcomes if isinstance(one, Landed)]
    assert {before for _, before in trading.inputs.asked} == set(arrivals[:2])


def test_a_chain_ends_where_a_take_is_missing(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("refused", on="create")
    outcomes = trading.film([*chained(), commission("s04", "key")])
    assert missed(outcomes) == {"s01": "refusal", "s02": "waits", "s03": "waits"}
    assert landed(outcomes) == ["s04"]
    assert "s02" in next(one.why for one in outcomes if isinstance(one, Missed) and one.commission.shot == "s03")


def test_a_shot_that_waits_for_none_of_those_before_it_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="s01 waits for 's02'"):
        Trading(folder).film([commission("s01", waits_for="s02"), commission("s02")])


def test_the_same_take_for_two_shots_is_bought_once(folder: Path) -> None:
    trading = Trading(folder)
    first = commission("s01")
    second = replace(first, shot="s02", name="s02")
    outcomes = trading.film([first, second])
    assert sorted(landed(outcomes)) == ["s01", "s02"]
    assert trading.bought == 1


def test_another_take_of_the_same_order_is_bought_beside_it(folder: Path) -> None:
    trading = Trading(folder)
    first = commission("s01")
    trading.film([first])
    again = replace(first, take=2, asked=replace(first.asked, prompt="tram s01, once more"))
    assert landed(trading.film([again])) == ["s01"]
    assert trading.bought == 2


def test_a_budget_buys_what_it_can_and_no_more(folder: Path) -> None:
    trading = Trading(folder, cap="1.30")
    outcomes = trading.film(film(5))
    assert len(landed(outcomes)) == 3
    assert list(missed(outcomes).values()) == ["budget", "budget"]
    assert trading.bought == 3


def test_what_was_reserved_and_not_spent_buys_more(folder: Path) -> None:
    trading = Trading(folder, cap="1.30")
    outcomes = trading.film(film(3, reserved=Money("0.45", "USD")))
    assert len(landed(outcomes)) == 3


def test_two_runs_never_cross_a_budget(folder: Path) -> None:
    trading = Trading(folder, cap="1.30")
    ours, theirs = two_runs(trading, film(3), film(6)[3:])
    assert len(landed(ours)) + len(landed(theirs)) == 3
    assert trading.ledger.budget(FILM, "emulated").spent == Money("1.26", "USD")


def interrupted(
    trading: Trading, commissions: Sequence[Commission], *, after: str, closes: bool = False
) -> list[Outcome]:
    """A run that the user stops, or leaves at once, as soon as it says that one of its shots is so far."""
    outcomes: list[Outcome] = []

    async def play() -> None:
        async with trading.door() as door:
            trade = trading.trade(door)
            reached = asyncio.Event()
            trade = replace(trade, tell=lambda step: reached.set() if step.stage == after else None)
            scheduler = Scheduler(trade)

            async def collect(run: AsyncIterator[Outcome]) -> None:
                outcomes.extend([one async for one in run])

            async with aclosing(scheduler.run(commissions)) as run:  # type: ignore[type-var]
                collecting = asyncio.create_task(collect(run))
                await reached.wait()
                collecting.cancel() if closes else scheduler.stop()
                await asyncio.gather(collecting, return_exceptions=True)
                assert closes or collecting.exception() is None

    played(trading.clock, play)
    return outcomes


@pytest.mark.parametrize("cls", MODELS)
@pytest.mark.parametrize("after", ["waits", "ordered", "running", "fetching"])
def test_a_run_that_is_stopped_leaves_what_it_sent_and_sends_nothing_more(cls: str, after: str, folder: Path) -> None:
    trading = Trading(folder, patience=Patience(concurrency=2, places={"runway-gen4.5": 2}))
    outcomes = interrupted(trading, film(4, cls), after=after)
    assert len(outcomes) == 4
    assert set(missed(outcomes).values()) == {"stopped"}
    assert trading.bought < 4
    states = {one.state for one in trading.ledger.purchases()}
    assert states <= {"submitted", "cancelled", "verified"}
    assert len(landed(trading.film(film(4, cls)))) == 4
    assert trading.bought == 4


@pytest.mark.parametrize("cls", ["key", "lookup"])
@pytest.mark.parametrize("after", ["waits", "ordered", "running", "fetching"])
def test_a_run_that_is_left_at_once_is_gone_on_with(cls: str, after: str, folder: Path) -> None:
    trading = Trading(folder, patience=Patience(concurrency=2))
    interrupted(trading, film(4, cls), after=after, closes=True)
    assert len(landed(trading.film(film(4, cls)))) == 4
    assert trading.bought == 4


def test_without_a_key_what_was_bought_is_here_and_the_rest_is_told(folder: Path) -> None:
    trading = Trading(folder)
    here, missing = film(2)
    bought_live(trading, here)

    def nobody(one: Commission, door: object) -> Adapter:
        raise OperatorError("kling needs a key", advice=("set KLING_API_KEY",))

    trading.provider = nobody  # type: ignore[method-assign]
    outcomes = by_shot(trading.film([here, missing]))
    found, told = outcomes["s01"], outcomes["s02"]
    assert isinstance(found, Landed)
    assert found.is_reused
    assert isinstance(told, Missed)
    assert (told.by, told.why, told.advice) == ("operator", "kling needs a key", ("set KLING_API_KEY",))


def bought_live(trading: Trading, one: Commission) -> None:
    """A take that an earlier run bought on a live account."""
    ledger, owner = trading.ledger, this_owner()
    ledger.set_budget(FILM, Money("10", "USD"))
    account = account_of("kling", {"KLING_API_KEY": "a-key-of-ours"})
    made = ledger.intend(intent_of(one, account, "key", ()), FILM, ledger.hold_for(owner, 60))
    assert isinstance(made, Purchase)
    part = trading.gallery.part(made.token)
    part.write_bytes(b"a take")
    arrival = asyncio.run(trading.gallery.admit(part, one))
    ledger.submitted(made.id, "j1")
    ledger.known(made.id, (), Cost(one.price, "computed"))
    ledger.verified(made.id, arrival.digest, arrival.size, {})


def test_a_purchase_says_what_was_asked(folder: Path) -> None:
    trading = Trading(folder)
    one = commission("s01", "lookup", inputs=(CommissionInput("reference", asset="mara.png"),))
    (outcome,) = trading.film([one])
    assert isinstance(outcome, Landed)
    request = outcome.purchase.intent.request
    assert request["prompt"] == "tram s01"
    assert request["inputs"] == [["reference", "", digest_bytes(b"mara.png ")]]


@pytest.mark.parametrize(("cls", "said"), [("remints", "asked"), ("key", "not offered")])
def test_a_job_is_called_back_by_a_persons_word(cls: str, said: str, folder: Path) -> None:
    trading = Trading(folder)
    interrupted(trading, film(1, cls), after="ordered")
    (purchase,) = trading.ledger.purchases()

    async def play() -> None:
        async with trading.door() as door:
            provider = trading.provider(commission("s01", cls), door)
            told, left = await cancel(trading.ledger, provider, purchase)
            assert told == said
            assert left.state == ("cancelled" if said == "asked" else "submitted")
            if said == "asked":
                with pytest.raises(GenerationError, match="no job of it goes on"):
                    await cancel(trading.ledger, provider, left)

    played(trading.clock, play)
    trading.check()
