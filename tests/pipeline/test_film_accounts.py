"""`status` of a film that was bought: where its takes are, its money, what was said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bought_films import books, buy, intend
from click.testing import CliRunner
from ledgers import CLIP, FREE, an_intent, usd, words

import longtake
from longtake.cli.app import app
from longtake.ledger import Cost, Ledger, Output
from longtake.store import OutputFolder, open_workspace

Told = Callable[..., str]


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with books() as opened:
        yield opened


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder in which a film was begun."""
    folder = OutputFolder(tmp_path / "out")
    with folder.held():
        note = {"film": CLIP, "title": "Kettle", "shots": 3, "workspace": str(open_workspace().root)}
        folder.note("work.json", {**note, "spans": [], "sound": []})
    return folder.path


def told(out: Path, *words: str) -> str:
    return CliRunner().invoke(app, ["status", str(out), *words], prog_name="longtake").stdout


def test_a_film_for_which_nothing_was_bought_says_nothing_of_money(out: Path) -> None:
    found = longtake.status(out)
    assert (found.accounts, found.verdicts) == ((), ())
    assert not open_workspace().ledger.exists()


def test_takes_are_counted_by_where_the_newest_of_each_shot_is(out: Path, ledger: Ledger) -> None:
    ledger.failed(intend(ledger, an_intent("waking.1", film="Kettle", model="other")).id, "transient", "gone", FREE)
    buy(ledger, an_intent("waking.1", film="Kettle", order=words("another model")))
    ledger.submitted(intend(ledger, an_intent("waking.2", film="Kettle")).id, "job-of-2")
    ledger.unknown(intend(ledger, an_intent("waking.3", film="Kettle")).id, "lost")
    ledger.refused(intend(ledger, an_intent("waking.4", film="Kettle")).id, "no", FREE)
    intend(ledger, an_intent("waking.5", film="Kettle"))
    buy(ledger, an_intent("waking.1", film="Kettle", realm="emulated"))
    intend(ledger, an_intent("waking.1", film="Teapot", order=words("of another film")))
    live, emulated = longtake.status(out).accounts
    assert live.takes == {"here": 1, "at the provider": 1, "unknown": 1, "missed": 1, "not sent yet": 1}
    assert (emulated.realm, emulated.takes) == ("emulated", {"here": 1})
    shown = told(out)
    assert " takes              1 here · 1 at the provider · 1 unknown · 1 missed · 1 not sent yet\n" in shown
    assert " money (emulated)   0.60 of 12.00 USD spent, 0.00 reserved, 11.40 left\n" in shown
    assert "Nobody knows what became of some orders: longtake jobs says how to settle them.\n" in shown


def test_the_last_word_on_each_shot_is_counted(out: Path, ledger: Ledger) -> None:
    for shot in ("waking.1", "waking.2"):
        ledger.approve(CLIP, words(shot), film="Kettle", shot=shot)
    ledger.reject(CLIP, words("waking.2"), film="Kettle", shot="waking.2", note="too dark")
    assert " verdicts   1 approved · 1 rejected\n" in told(out)
    said = json.loads(told(out, "--json"))["verdicts"]
    assert said[1] == {"shot": "waking.2", "verdict": "rejected", "note": "too dark"}


def test_a_closed_budget_is_told(out: Path, ledger: Ledger) -> None:
    made = intend(ledger, an_intent("waking.1", film="Kettle"))
    ledger.known(made.id, [Output("https://cdn.example.com/1.mp4")], Cost(usd("3"), "billed"))
    assert told(out).endswith("see to the bill, then: longtake budget Kettle --open\n")
    (account,) = json.loads(told(out, "--json"))["accounts"]
    assert account["budgets"][0]["closed"].startswith("example billed 3.00 USD")
