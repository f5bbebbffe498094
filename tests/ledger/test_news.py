"""News: calls of providers, each written once, and no knowledge of what became of a purchase."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from ledgers import World, an_intent, usd

from longtake.ledger import Ledger, Purchase
from longtake.ledger.news import MOST_NEWS
from longtake.media import digest_bytes


@pytest.fixture
def bought(ledger: Ledger, world: World) -> Purchase:
    ledger.set_budget("film", usd("1"))
    purchase = ledger.intend(an_intent(), "film", world.hold())
    assert isinstance(purchase, Purchase)
    return purchase


def test_each_call_is_news_once(ledger: Ledger, bought: Purchase) -> None:
    one, other = digest_bytes(b"one"), digest_bytes(b"other")
    assert ledger.newest_news() == 0
    assert [ledger.heard(bought.id, call) for call in (one, one, other, one)] == [True, False, True, False]
    first, second = ledger.news(0)
    assert (first.token, second.token) == (bought.token, bought.token)
    assert ledger.news(first.number) == (second,)
    assert ledger.news(ledger.newest_news()) == ()


def test_a_call_is_no_fact_about_the_purchase(ledger: Ledger, bought: Purchase) -> None:
    before = ledger.history(bought.id)
    ledger.heard(bought.id, digest_bytes(b"one"))
    assert ledger.purchase(bought.id) == bought
    assert ledger.history(bought.id) == before


def test_news_of_one_purchase_end_somewhere(ledger: Ledger, bought: Purchase) -> None:
    said = [ledger.heard(bought.id, digest_bytes(b"%d" % n)) for n in range(MOST_NEWS + 3)]
    assert said == [True] * MOST_NEWS + [False] * 3


def test_a_purchase_is_found_by_its_provider_s_job(ledger: Ledger, bought: Purchase) -> None:
    known = ledger.submitted(bought.id, "job-1")
    assert ledger.by_job(bought.intent.provider, "job-1") == known
    assert ledger.by_job("elsewhere", "job-1") is None


@pytest.mark.parametrize("act", ["UPDATE news SET call = 'x'", "DELETE FROM news"])
def test_no_line_is_changed(ledger: Ledger, bought: Purchase, act: str) -> None:
    ledger.heard(bought.id, digest_bytes(b"one"))
    with closing(sqlite3.connect(ledger.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(act)
