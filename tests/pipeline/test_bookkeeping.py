"""What a person asks and answers about purchases: nothing is made by asking, and what is unknown can be settled."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bought_films import books, buy, intend
from ledgers import FREE, an_intent, usd

import longtake
from longtake.errors import BudgetError, InputError, LedgerError
from longtake.ledger import Cost, Hold, Ledger, NoPurchaseError, Output, Purchase, this_owner
from longtake.store import open_workspace


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with books() as opened:
        yield opened


def lost(ledger: Ledger, shot: str = "waking.1", **other: Any) -> Purchase:
    """A purchase whose answer never came."""
    made = intend(ledger, an_intent(shot, film="Kettle", **other))
    return ledger.unknown(made.id, "no answer came \x1b[31mred https://me:pw@example.com/x?key=canary")


def hold() -> Hold:
    return Hold(this_owner(), time.monotonic_ns() + 60 * 10**9)


# Questions


def test_a_question_makes_no_ledger(workspace: Path) -> None:
    assert longtake.jobs(all_states=True) == longtake.usage() == longtake.budgets() == ()
    for ask in (lambda: longtake.job(1), lambda: longtake.adopt_job(1, "x"), lambda: longtake.abandon_job(1)):
        with pytest.raises(InputError, match="there is no purchase 1: nothing was bought here"):
            ask()
    with pytest.raises(InputError, match="Kettle: no budget was set for live purchases"):
        longtake.budget("Kettle")
    assert not [path for path in workspace.iterdir() if path.name.startswith("ledger")]


def test_a_ledger_whose_file_is_gone_and_whose_log_is_left_is_no_empty_one(workspace: Path) -> None:
    open_workspace().ledger.with_name("ledger.sqlite-wal").write_bytes(b"left behind")
    with pytest.raises(LedgerError, match="the ledger is damaged"):
        longtake.jobs()


def test_what_an_emulator_left_that_is_gone_needs_nobody(ledger: Ledger) -> None:
    sent = intend(ledger, an_intent(film="Kettle", realm="emulated", account="emulator"))
    for state in ("intended", "unknown"):
        (entry,) = longtake.jobs()
        assert (entry.purchase.state, entry.needs_a_person) == (state, False)
        assert entry.steps == ("its emulator is gone; the next make asks again",)
        ledger.unknown(sent.id, "no answer came")


def test_open_purchases_are_listed_with_what_can_be_done(ledger: Ledger) -> None:
    buy(ledger, an_intent("waking.1", film="Kettle"))
    sent = intend(ledger, an_intent("waking.2", film="Kettle"))
    ledger.submitted(sent.id, "job-7")
    unknown = lost(ledger, "waking.3")
    found = longtake.jobs()
    assert [(one.purchase.id, one.purchase.state, one.needs_a_person) for one in found] == [
        (sent.id, "submitted", False),
        (unknown.id, "unknown", True),
    ]
    assert found[0].steps == ("it is at example; the next make fetches it",)
    assert [step.partition("longtake jobs ")[2] for step in found[1].steps] == [
        f"adopt {unknown.id} JOB",
        f"abandon {unknown.id} --cost '0 USD'",
        f"accept-duplicate {unknown.id}",
    ]
    assert found[1].since == ledger.history(unknown.id)[-1].at
    assert len(longtake.jobs(all_states=True)) == 3
    assert longtake.jobs("Teapot", all_states=True) == ()


@pytest.mark.parametrize(
    ("reconcile", "step"),
    [("blind", "look at example's own list"), ("key", "the next make goes on with it")],
)
def test_what_was_left_behind_before_it_was_sent_is_told_by_its_class(
    ledger: Ledger, reconcile: str, step: str
) -> None:
    intend(ledger, an_intent(film="Kettle", reconcile=reconcile))
    assert longtake.jobs()[0].steps[0].startswith(step)


def test_who_sees_to_a_purchase_is_named_and_nobody_else_may_settle_it(ledger: Ledger) -> None:
    made = ledger.intend(an_intent(film="Kettle"), "Kettle", hold())
    assert isinstance(made, Purchase)
    entry = longtake.job(made.id)
    assert (entry.held_by, entry.needs_a_person) == (os.getpid(), False)
    assert entry.steps == (f"process {os.getpid()} sees to it",)
    with pytest.raises(LedgerError, match=f"process {os.getpid()} sees to purchase {made.id}"):
        longtake.abandon_job(made.id)


def test_a_purchase_has_its_history(ledger: Ledger) -> None:
    made = buy(ledger, an_intent(film="Kettle"))
    entry = longtake.job(made.id)
    assert [fact.name for fact in entry.history] == ["intended", "submitted", "known", "verified"]
    with pytest.raises(NoPurchaseError, match="there is no purchase 99") as caught:
        longtake.job(99)
    assert caught.value.exit_code == 2


# A person's answers


def test_an_adopted_job_is_at_the_provider(ledger: Ledger) -> None:
    entry = longtake.adopt_job(lost(ledger).id, " job-7\n")
    assert (entry.purchase.state, entry.purchase.provider_job) == ("submitted", "job-7")
    assert '"by":"a person"' in entry.history[-1].data
    assert not entry.needs_a_person


def test_an_adopted_job_is_kept_with_what_it_takes_to_ask_after_it(ledger: Ledger) -> None:
    asked = {"provider": "fal", "request": {"model": "fal-ai/veo3.1", "kind": "text"}}
    entry = longtake.adopt_job(lost(ledger, **asked).id, "764c")
    assert entry.job == "764c"
    assert entry.purchase.provider_job is not None
    assert json.loads(entry.purchase.provider_job)["status"] == "/fal-ai/veo3.1/requests/764c/status"
    with pytest.raises(InputError, match="job 764c of fal belongs to purchase 1"):
        longtake.adopt_job(lost(ledger, "waking.2", **asked).id, "764c")


def test_a_job_of_another_purchase_is_not_adopted(ledger: Ledger) -> None:
    taken = intend(ledger, an_intent("waking.2", film="Kettle"))
    ledger.submitted(taken.id, "job-7")
    unknown = lost(ledger)
    with pytest.raises(InputError, match=rf"job job-7 of example belongs to purchase {taken.id} of shot waking\.2"):
        longtake.adopt_job(unknown.id, "job-7")
    with pytest.raises(InputError, match="no job is named"):
        longtake.adopt_job(unknown.id, " ")


def test_an_abandoned_purchase_keeps_its_reservation_until_its_cost_is_known(ledger: Ledger) -> None:
    first, second = lost(ledger, "waking.1"), lost(ledger, "waking.2")
    assert longtake.abandon_job(first.id).purchase.reserved == usd("0.80")
    entry = longtake.abandon_job(second.id, "0.10 USD")
    assert (entry.purchase.state, entry.purchase.reserved) == ("abandoned", usd("0"))
    assert entry.purchase.cost == Cost(usd("0.10"), "billed")
    with pytest.raises(InputError, match="cost: 'cheap' is no amount of money"):
        longtake.abandon_job(first.id, "cheap")


def test_what_was_left_behind_blind_is_settled_as_unknown(ledger: Ledger) -> None:
    left = intend(ledger, an_intent(film="Kettle"))
    entry = longtake.abandon_job(left.id, usd("0"))
    assert [fact.name for fact in entry.history] == ["intended", "unknown", "abandoned"]


def test_an_accepted_duplicate_is_left_to_the_next_make(ledger: Ledger) -> None:
    first = lost(ledger)
    entry = longtake.accept_duplicate(first.id)
    assert (entry.purchase.attempt, entry.purchase.state, entry.purchase.reserved) == (2, "cancelled", usd("0"))
    assert ledger.purchase(first.id).state == "duplicated"
    assert ledger.purchase(first.id).reserved == usd("0.80")
    assert longtake.jobs() == ()
    again = ledger.again(entry.purchase.id, usd("0.80"), hold())
    assert isinstance(again, Purchase)


def test_a_duplicate_is_not_accepted_beyond_the_budget(ledger: Ledger) -> None:
    first = lost(ledger)
    ledger.set_budget("Kettle", usd("1"))
    with pytest.raises(BudgetError, match=r"may cost 0\.80 USD"):
        longtake.accept_duplicate(first.id)
    assert ledger.purchase(first.id).state == "unknown"


@pytest.mark.parametrize("act", [longtake.abandon_job, longtake.accept_duplicate])
def test_what_is_not_unknown_cannot_be_settled(ledger: Ledger, act: Any) -> None:
    done = buy(ledger, an_intent("waking.1", film="Kettle"))
    waiting = intend(ledger, an_intent("waking.2", film="Kettle", reconcile="key"))
    with pytest.raises(InputError, match=f"purchase {done.id} is verified: there is nothing to"):
        act(done.id)
    with pytest.raises(InputError, match="the next make settles it by itself"):
        act(waiting.id)


# Money


def test_usage_is_summed_by_what_is_asked(ledger: Ledger) -> None:
    buy(ledger, an_intent("waking.1", film="Kettle", tag="pitch"), "0.6")
    buy(ledger, an_intent("waking.2", film="Kettle", realm="emulated"), "9")
    lost(ledger, "waking.3")
    (line,) = longtake.usage("model")
    assert (line.name, line.purchases, line.cost, line.reserved) == ("example-1", 1, usd("0.6"), usd("0.8"))
    assert [(one.name, one.cost) for one in longtake.usage("tag")] == [("", usd("0")), ("pitch", usd("0.6"))]
    assert [one.cost for one in longtake.usage("film", emulated=True)] == [usd("9")]
    with pytest.raises(InputError, match="nothing is summed by 'colour'"):
        longtake.usage("colour")  # type: ignore[arg-type]


def test_a_closed_budget_is_told_with_its_purchases_and_can_be_opened(ledger: Ledger) -> None:
    over = intend(ledger, an_intent("waking.1", film="Kettle"))
    ledger.submitted(over.id, "job-1")
    ledger.known(over.id, [Output("https://cdn.example.com/1.mp4")], Cost(usd("3"), "billed"))
    why = "example billed 3.00 USD for shot waking.1, for which 0.80 USD was reserved"
    assert longtake.jobs()[0].budget.closed == longtake.budget("Kettle").closed == why
    assert [(one.name, one.realm, bool(one.closed)) for one in longtake.budgets()] == [
        ("Kettle", "live", True),
        ("Kettle", "emulated", False),
    ]
    assert longtake.open_budget("Kettle").closed == ""
    assert longtake.jobs()[0].budget.closed == ""
    with pytest.raises(InputError, match="Teapot: no budget was set"):
        longtake.open_budget("Teapot")


def test_free_is_a_cost(ledger: Ledger) -> None:
    made = intend(ledger, an_intent(film="Kettle"))
    ledger.failed(made.id, "transient", "gone", FREE)
    assert longtake.usage("film")[0].cost == usd("0")
