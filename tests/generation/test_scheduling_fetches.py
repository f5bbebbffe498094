"""From a job that is done to a take that is here: a download that fails is no failure of the take."""

from __future__ import annotations

from pathlib import Path

import pytest
from trading import Trading, film, landed, missed

from longtake.generation.landing import Landed, Missed


@pytest.mark.parametrize("kind", ["truncated", "wrong-length", "dead-link", "reset", "unavailable"])
@pytest.mark.parametrize("cls", ["key", "remints"])
def test_a_download_that_breaks_is_made_again(kind: str, cls: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault(kind, on="download", times=2)
    assert landed(trading.film(film(1, cls))) == ["s01"]
    assert trading.bought == 1


@pytest.mark.parametrize("kind", ["take-html", "take-nothing", "take-damaged"])
def test_what_is_no_take_stays_to_be_fetched(kind: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.fault(kind)
    for _ in range(2):
        (outcome,) = trading.film(film(1))
        assert isinstance(outcome, Missed)
        assert (outcome.by, outcome.purchase and outcome.purchase.state) == ("transient", "known")
    assert trading.bought == 1
    assert not list(folder.glob("*.part"))


def test_a_take_that_came_damaged_is_fetched_again(folder: Path) -> None:
    trading = Trading(folder)
    trading.gallery.spoilt = 2
    assert landed(trading.film(film(1))) == ["s01"]
    assert sum(call.kind == "download" for call in trading.studio.calls) == 3


def test_an_address_that_has_died_is_minted_anew(folder: Path) -> None:
    trading = Trading(folder)
    trading.gallery.spoilt = 10
    assert missed(trading.film(film(1, "remints"))) == {"s01": "transient"}
    trading.gallery.spoilt = 0
    trading.studio.expire_links()
    assert landed(trading.film(film(1, "remints"))) == ["s01"]
    assert trading.bought == 1


def test_a_take_that_its_provider_has_deleted_is_a_loss_with_its_cost(folder: Path) -> None:
    trading = Trading(folder)
    trading.gallery.spoilt = 10
    trading.film(film(1, "lookup"))
    trading.clock.seconds += 100 * 3600
    trading.studio.expire_links()
    for _ in range(2):
        (outcome,) = trading.film(film(1, "lookup"))
        assert isinstance(outcome, Missed)
        assert (outcome.by, outcome.purchase and outcome.purchase.state) == ("lost", "lost")
        assert "it cost" in outcome.why
        assert "--again" in outcome.advice[0]
    assert trading.bought == 1


def test_a_dead_address_is_a_loss_a_day_after_the_order_where_nobody_says_how_long_takes_are_kept(folder: Path) -> None:
    trading = Trading(folder)
    trading.gallery.spoilt = 10
    trading.film(film(1, "blind"))
    trading.studio.expire_links()
    (early,) = trading.film(film(1, "blind"))
    assert isinstance(early, Missed)
    assert (early.by, early.purchase and early.purchase.state) == ("transient", "known")
    assert "run the same command again" in early.advice[0]
    trading.clock.seconds += 24 * 3600
    (late,) = trading.film(film(1, "blind"))
    assert isinstance(late, Missed)
    assert (late.by, late.purchase and late.purchase.state) == ("lost", "lost")
    assert "0.60 USD" in late.why
    assert trading.bought == 1


def test_a_take_whose_time_is_over_is_asked_for_once_more_and_no_further(folder: Path) -> None:
    trading = Trading(folder)
    trading.gallery.spoilt = 10
    trading.film(film(1, "lookup"))
    trading.clock.seconds += 100 * 3600
    trading.studio.expire_links()
    before = len(trading.studio.calls)
    assert missed(trading.film(film(1, "lookup"))) == {"s01": "lost"}
    assert [call.kind for call in trading.studio.calls[before:]] == ["download", "poll", "download"]


def test_a_take_whose_job_its_provider_has_forgotten_is_a_loss_once_its_time_is_over(folder: Path) -> None:
    trading = Trading(folder)
    trading.gallery.spoilt = 10
    trading.film(film(1, "remints"))
    trading.studio.expire_links()
    trading.studio.delete(*trading.studio.jobs())
    assert missed(trading.film(film(1, "remints"))) == {"s01": "transient"}
    trading.clock.seconds += 100 * 3600
    assert missed(trading.film(film(1, "remints"))) == {"s01": "lost"}


def test_a_take_that_is_of_no_use_is_kept_and_paid(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("take-short")
    (outcome,) = trading.film(film(1))
    assert isinstance(outcome, Missed)
    assert outcome.by == "unfit"
    assert outcome.purchase is not None
    assert outcome.purchase.state == "verified"
    assert outcome.purchase.digest in trading.gallery.kept


def test_a_take_whose_bytes_have_rotted_here_is_fetched_again(folder: Path) -> None:
    trading = Trading(folder)
    (first,) = trading.film(film(1))
    assert isinstance(first, Landed)
    trading.gallery.gone.add(first.arrival.digest)
    (again,) = trading.film(film(1))
    assert isinstance(again, Landed)
    assert again.arrival == first.arrival
    assert not again.is_reused
    assert trading.bought == 1


def test_a_take_that_has_rotted_and_is_gone_from_its_provider_is_lost(folder: Path) -> None:
    trading = Trading(folder)
    (first,) = trading.film(film(1))
    assert isinstance(first, Landed)
    trading.gallery.gone.add(first.arrival.digest)
    trading.studio.expire_links()
    (outcome,) = trading.film(film(1))
    assert isinstance(outcome, Missed)
    assert outcome.by == "lost"
    assert "0.42 USD" in outcome.why
    assert trading.bought == 1
