"""Six classes of failure, six answers; what a provider says of a job; a provider that is down."""

from __future__ import annotations

from pathlib import Path

import pytest
from trading import Trading, by_shot, film, landed, missed

from longtake.generation.landing import Landed, Missed
from longtake.generation.patience import Patience


@pytest.mark.parametrize("cls", ["key", "lookup", "blind"])
@pytest.mark.parametrize(
    ("kind", "by"),
    [("invalid", "invalid"), ("refused", "refusal"), ("key", "operator"), ("balance", "operator")],
)
def test_an_order_that_is_turned_down_is_not_paid(cls: str, kind: str, by: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault(kind, on="create")
    (outcome,) = trading.film(film(1, cls))
    assert isinstance(outcome, Missed)
    assert outcome.by == by
    assert outcome.advice
    assert trading.bought == 0
    assert trading.ledger.budget("tram", "emulated").reserved.amount == 0


@pytest.mark.parametrize("kind", ["invalid", "refused"])
def test_what_is_wrong_with_an_order_is_not_asked_a_second_time(kind: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault(kind, on="create")
    first, calls = missed(trading.film(film(1))), len(trading.studio.calls)
    assert missed(trading.film(film(1))) == first
    assert len(trading.studio.calls) == calls


def test_what_only_the_user_can_mend_is_asked_again_in_the_next_run(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("balance", on="create")
    assert missed(trading.film(film(1))) == {"s01": "operator"}
    assert landed(trading.film(film(1))) == ["s01"]


def test_a_provider_that_needs_its_user_gets_no_more_orders_and_the_others_go_on(folder: Path) -> None:
    trading = Trading(folder, patience=Patience(places={"kling-3.0": 2}))
    trading.fault("balance", on="create", provider="kling", skip=2)
    outcomes = trading.film((*film(9, "key"), *(one for one in film(12, "lookup") if one.shot > "s09")))
    assert sorted(landed(outcomes)) == ["s01", "s02", "s10", "s11", "s12"]
    assert set(missed(outcomes).values()) == {"operator"}
    assert sum(call.kind == "create" and call.provider == "kling" for call in trading.studio.calls) == 3


@pytest.mark.parametrize("told", ["40", "ms:40000"])
def test_an_order_waits_as_long_as_it_is_told(told: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("throttled", on="create", retry_after=told)
    assert landed(trading.film(film(1))) == ["s01"]
    first, second = (call.at for call in trading.studio.calls if call.kind == "create")
    assert 39_000 <= second - first <= 45_000


def test_those_who_come_after_a_throttled_order_wait_too(folder: Path) -> None:
    trading = Trading(folder, patience=Patience(places={"kling-3.0": 1}))
    trading.fault("throttled", on="create", retry_after="40")
    assert len(landed(trading.film(film(3)))) == 3
    first, *others = (call.at for call in trading.studio.calls if call.kind == "create")
    assert min(others) - first >= 39_000


def test_a_provider_without_a_place_is_waited_for_however_often(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("capacity", on="create", times=20)
    assert landed(trading.film(film(1))) == ["s01"]
    assert trading.bought == 1


@pytest.mark.parametrize("cls", ["key", "lookup", "blind"])
def test_a_job_that_failed_for_nothing_is_tried_once_more(cls: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("job-failed")
    (outcome,) = trading.film(film(1, cls))
    assert isinstance(outcome, Landed)
    assert outcome.purchase.attempt == 2
    assert trading.bought == 2


def test_a_job_that_fails_twice_is_given_up(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("job-failed", times=5)
    assert missed(trading.film(film(1))) == {"s01": "transient"}
    assert trading.bought == 2


def test_a_failed_job_that_was_billed_is_not_bought_again_by_itself(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("job-failed-billed")
    for _ in range(2):
        (outcome,) = trading.film(film(1, "remints"))
        assert isinstance(outcome, Missed)
        assert "it cost" in outcome.why
    assert trading.bought == 1


def test_a_refused_job_is_not_sent_again(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("job-refused")
    assert missed(trading.film(film(1, "remints"))) == {"s01": "refusal"}
    assert missed(trading.film(film(1, "remints"))) == {"s01": "refusal"}
    assert trading.bought == 1


@pytest.mark.parametrize("cls", ["key", "lookup", "blind"])
def test_a_job_that_vanishes_is_left_to_a_person(cls: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("job-vanishes")
    for _ in range(2):
        (outcome,) = trading.film(film(1, cls))
        assert isinstance(outcome, Missed)
        assert outcome.by == "unknown"
        assert outcome.purchase is not None
        assert any(f"jobs abandon {outcome.purchase.id}" in line for line in outcome.advice)
    assert trading.bought == 1


@pytest.mark.parametrize("kind", ["job-throttled", "job-regresses"])
def test_a_job_that_takes_its_time_is_waited_for(kind: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault(kind)
    assert landed(trading.film(film(1))) == ["s01"]


def test_a_job_without_an_end_is_left_at_its_provider(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("job-stuck")
    (outcome,) = trading.film(film(1))
    assert isinstance(outcome, Missed)
    assert (outcome.by, outcome.purchase and outcome.purchase.state) == ("stopped", "submitted")
    assert "goes on at the provider" in outcome.why


def test_a_bill_above_what_was_reserved_ends_all_buying(folder: Path) -> None:
    trading = Trading(folder, patience=Patience(places={"runway-gen4.5": 1}))
    trading.fault("job-overbilled")
    outcomes = trading.film(film(4, "remints"))
    assert landed(outcomes) == ["s01"]
    assert set(missed(outcomes).values()) == {"budget"}
    assert all("billed" in one.why for one in outcomes if isinstance(one, Missed))
    assert trading.bought == 1


def test_polls_that_fail_are_no_failures_of_the_job(folder: Path) -> None:
    trading = Trading(folder)
    for kind in ("unavailable", "reset", "garbage", "throttled"):
        trading.fault(kind, on="poll", times=5)
    assert landed(trading.film(film(1))) == ["s01"]
    assert trading.bought == 1


def test_a_provider_that_is_down_is_left_alone_while_others_go_on(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("unavailable", provider="kling", times=10**6)
    outcomes = by_shot(trading.film((*film(20, "key"), *(one for one in film(23, "lookup") if one.shot > "s20"))))
    assert sorted(landed(outcomes.values())) == ["s21", "s22", "s23"]
    creates = [call for call in trading.studio.calls if (call.provider, call.kind) == ("kling", "create")]
    assert len(creates) < 60
    assert trading.bought == 3


def test_a_provider_that_comes_back_is_used_again(folder: Path) -> None:
    trading = Trading(folder, patience=Patience(places={"kling-3.0": 2}))
    trading.fault("unavailable", on="create", times=9)
    assert len(landed(trading.film(film(6)))) == 6
    assert trading.bought == 6
