from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from longtake.errors import LedgerError, SpeechError
from longtake.generation.backoff import Backoff
from longtake.generation.clock import SystemClock
from longtake.generation.failures import CallFailedError, Failure, failed, raised
from longtake.ledger import Cost, Intent, Ledger, Owner, this_owner
from longtake.media import Money, digest_of
from longtake.pipeline.answer_book import AnswerBook, Patience
from longtake.store import Store

CENT = Money("0.01", "USD")
COST = Cost(CENT, "computed")


class Ended(BaseException):
    """The process ends here."""


def intent() -> Intent:
    return Intent(
        order=digest_of("a line"),
        take=1,
        realm="emulated",
        host="speech.example",
        account="default",
        provider="openai",
        model="tts-1",
        shot="“A line.”",
        film="A film",
        kind="speech",
        request={"length": Fraction(1)},
        reserved=CENT,
        reconcile="blind",
    )


def told_lost() -> CallFailedError:
    return raised(failed("openai", "unknown", "it stopped answering"))


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str], AnswerBook]:
    """A book as a new process opens it once the last one has ended; it buys what was lost again below a price."""
    owners = list[Owner]()

    def opened(below: str = "0.00") -> AnswerBook:
        ledger, owner = Ledger.open(tmp_path / "ledger.sqlite"), this_owner()
        ledger.set_budget("A film", Money("1.00", "USD"), "emulated")
        for ended in owners:
            ledger.release_all(ended)
        owners.append(owner)
        patience = Patience(SystemClock(), Backoff(tries=1))
        return AnswerBook(ledger, Store(tmp_path / "store"), owner, "A film", Money(below, "USD"), patience)

    return opened


async def nothing() -> bytes:
    raise AssertionError("it was asked again")


def test_a_process_that_ends_after_the_bytes_are_here_buys_nothing_twice(
    book: Callable[[str], AnswerBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object) -> None:
        raise Ended

    first = book("0.00")
    purchase, _ = first.begun(intent())
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "known", ends)
        with pytest.raises(Ended):
            first.keep(purchase, b"what came", COST, {})
    then = book("0.00")
    purchase, kept = then.begun(intent())
    assert kept == b"what came"
    then.keep(purchase, kept, COST, {})
    assert [one.state for one in then.ledger.purchases()] == ["verified"]
    assert then.begun(intent())[1] == b"what came"


def test_a_process_that_ends_before_an_answer_came_leaves_it_to_a_person(book: Callable[[str], AnswerBook]) -> None:
    book("0.00").begun(intent())
    with pytest.raises(LedgerError, match="longtake jobs abandon"):
        book("0.00").begun(intent())


def test_a_cheap_one_is_bought_again_once(book: Callable[[str], AnswerBook]) -> None:
    book("0.01").begun(intent())
    purchase, kept = book("0.01").begun(intent())
    assert (purchase.attempt, kept) == (2, None)
    with pytest.raises(LedgerError, match="longtake jobs"):
        book("0.01").begun(intent())


def test_what_was_kept_and_is_gone_is_bought_again_as_another_take(
    book: Callable[[str], AnswerBook], tmp_path: Path
) -> None:
    first = book("0.00")
    purchase, _ = first.begun(intent())
    first.keep(purchase, b"what came", COST, {})
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            path.unlink()
    purchase, kept = book("0.00").begun(intent())
    assert (purchase.intent.take, purchase.state, kept) == (2, "intended", None)


def test_a_refusal_frees_the_money_and_may_be_asked_anew(book: Callable[[str], AnswerBook]) -> None:
    first = book("0.00")

    async def refused() -> bytes:
        raise raised(Failure("refusal", "openai", "no", "write it in other words"))

    purchase, _ = first.begun(intent())
    with pytest.raises(CallFailedError):
        asyncio.run(first.asked(purchase, refused))
    assert first.ledger.budget("A film", "emulated").reserved.amount == 0
    assert first.begun(intent())[0].attempt == 2


def test_an_answer_that_is_lost_twice_is_not_bought_a_third_time(book: Callable[[str], AnswerBook]) -> None:
    first, asked = book("0.01"), []

    async def lost() -> bytes:
        asked.append(1)
        raise told_lost()

    purchase, _ = first.begun(intent())
    with pytest.raises(CallFailedError):
        asyncio.run(first.asked(purchase, lost))
    assert len(asked) == 2
    assert [one.state for one in first.ledger.purchases()] == ["duplicated", "unknown"]


def test_what_another_process_buys_is_not_bought_beside_it(book: Callable[[str], AnswerBook]) -> None:
    first = book("0.00")
    first.begun(intent())
    with pytest.raises(SpeechError, match="another process"):
        replace(first, owner=this_owner()).begun(intent())
