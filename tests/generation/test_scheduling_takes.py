"""A film is bought: each take once, each class of provider, whatever state the ledger is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from trading import MODELS, Trading, film, landed, missed

from longtake.generation.landing import Landed, Missed

each = pytest.mark.parametrize("cls", MODELS)


@each
def test_a_commission_becomes_a_take(cls: str, folder: Path) -> None:
    trading = Trading(folder)
    (outcome,) = trading.film(film(1, cls))
    assert isinstance(outcome, Landed), outcome
    assert outcome.purchase.state == "verified"
    assert not outcome.is_reused
    assert trading.bought == 1


@each
def test_a_take_that_is_here_is_not_asked_for_again(cls: str, folder: Path) -> None:
    trading = Trading(folder)
    trading.film(film(3, cls))
    calls = len(trading.studio.calls)
    outcomes = trading.film(film(3, cls))
    assert [isinstance(one, Landed) and one.is_reused for one in outcomes] == [True] * 3
    assert len(trading.studio.calls) == calls


def test_a_blind_order_whose_answer_was_lost_is_never_sent_again(folder: Path) -> None:
    trading = Trading(folder)
    trading.fault("lost", on="create", after=True)
    for _ in range(2):
        outcomes = trading.film(film(2, "blind"))
        assert list(missed(outcomes).values()) == ["unknown"]
        (unknown,) = (one for one in outcomes if isinstance(one, Missed))
        assert unknown.purchase is not None
        assert f"longtake jobs adopt {unknown.purchase.id} JOB" in unknown.advice[0]
        assert len(landed(outcomes)) == 1
        assert trading.bought == 2
