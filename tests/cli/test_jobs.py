"""`longtake jobs`, `usage` and `budget`, over a ledger of the test's own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bought_films import books, buy, intend
from click.testing import Result
from ledgers import CLIP, an_intent, usd

from longtake.ledger import Cost, Ledger, Output

Run = Callable[..., Result]
HOSTILE = "lost \x1b[2Jhttps://me:pw@cdn.example.com/x?key=canary"


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with books() as opened:
        yield opened


@pytest.fixture
def unknown(ledger: Ledger) -> int:
    """The number of a purchase of which nobody knows what became of it."""
    buy(ledger, an_intent("waking.1", film="Kettle"), "0.625")
    made = intend(ledger, an_intent("waking.2", film="Kettle"))
    ledger.unknown(made.id, HOSTILE)
    return made.id


def overbill(ledger: Ledger) -> None:
    """A purchase that is here, and whose bill has closed the budget."""
    made = intend(ledger, an_intent("waking.3", film="Kettle"))
    ledger.submitted(made.id, "job-9")
    ledger.known(made.id, [Output("https://cdn.example.com/1.mp4?key=canary")], Cost(usd("3"), "billed"))
    ledger.verified(made.id, CLIP, 1000, {"frames": 96})


def test_without_a_ledger_every_question_has_an_answer_in_words(run: Run, workspace: Path) -> None:
    assert run("jobs").stdout == "No purchase is open. longtake jobs --all shows all.\n"
    assert run("jobs", "--all").stdout == "Nothing was bought here.\n"
    assert run("usage").stdout == "Nothing was bought.\n"
    assert run("usage", "--emulated").stdout == "Nothing was bought of the emulator.\n"
    assert run("budget").stdout == "No budget was set: nothing was bought.\n"
    assert run("jobs", "--json").stdout == run("usage", "--json").stdout == ""
    assert [path.name for path in workspace.iterdir()] == []


def test_open_purchases_are_a_table_with_the_ways_out_of_each_unknown_one(run: Run, unknown: int) -> None:
    told = run("jobs").stdout.splitlines()
    assert told[0].split() == ["number", "film", "shot", "model", "state", "since", "(UTC)", "money", "job", "next"]
    assert told[1].split()[:5] == [str(unknown), "Kettle", "waking.2", "example-1", "unknown"]
    assert told[1].endswith("up to 0.80 USD   –     see below")
    assert told[3:] == [
        "1 purchase that only you can settle:",
        f"{unknown}: lost  [2jhttps://cdn.example.com/x?…",
        f"   look at example's own list of jobs; if it is there: longtake jobs adopt {unknown} JOB",
        f"   if it is not, or you give it up: longtake jobs abandon {unknown} --cost '0 USD'",
        f"   to send it again without knowing: longtake jobs accept-duplicate {unknown}",
    ]
    assert "verified" not in run("jobs").stdout
    assert "verified" in run("jobs", "--all").stdout
    assert run("jobs", "--film", "Teapot").stdout.startswith("No purchase is open.")


def test_an_option_of_the_list_before_another_command_is_refused(run: Run, unknown: int) -> None:
    result = run("jobs", "--all", "show", "1")
    assert (result.exit_code, "and show lists none" in result.stderr) == (2, True)


def test_one_purchase_is_shown_with_its_history_and_without_what_opens_anything(run: Run, unknown: int) -> None:
    told = run("jobs", "show", "1").stdout
    assert told.startswith("Purchase 1 · Kettle · waking.1 · verified since ")
    assert " money     0.63 USD (billed)\n" in told
    assert "known       cost 0.625 USD · source billed · video https://cdn.example.com/1.mp4?…\n" in told
    history = json.loads(run("jobs", "show", "1", "--json").stdout)["history"]
    assert [fact["name"] for fact in history] == ["intended", "submitted", "known", "verified"]
    for shown in (told, run("jobs", "show", "1", "--json").stdout, run("jobs", "show", str(unknown)).stdout):
        assert "canary" not in shown
        assert "token" not in shown
        assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("adopt", "2", "job-7"), "submitted, up to 0.80 USD.\n   it is at example; the next make fetches it\n"),
        (("abandon", "2"), "abandoned, up to 0.80 USD.\n   the next make may buy it again\n"),
        (("abandon", "2", "--cost", "0 USD"), "abandoned, 0.00 USD.\n   the next make may buy it again\n"),
        (("accept-duplicate", "2"), "accepted by a person: the next make sends it\n"),
    ],
)
def test_an_unknown_purchase_is_settled(run: Run, unknown: int, words: tuple[str, ...], told: str) -> None:
    assert run("jobs", *words).stdout.endswith(told)
    again = run("jobs", *words)
    assert (again.exit_code, "there is nothing to" in again.stderr) == (2, True)


def test_a_closed_budget_is_told_and_opened(run: Run, ledger: Ledger) -> None:
    overbill(ledger)
    closed = (
        "Budget Kettle is closed: example billed 3.00 USD for shot waking.3, for which 0.80 USD was reserved.\n"
        "  nothing more is bought under it; see to the bill, then: longtake budget Kettle --open\n"
    )
    assert run("jobs").stdout == f"No purchase is open. longtake jobs --all shows all.\n\n{closed}"
    assert json.loads(run("jobs", "--json").stdout)["closed"].startswith("example billed")
    assert "closed" not in run("jobs", "--film", "Teapot").stdout
    assert run("budget", "Kettle").stdout == f"Kettle: 3.00 of 12.00 USD spent, 0.00 reserved, 9.00 left.\n{closed}"
    assert run("budget", "Kettle", "--open").stdout == "Kettle: 3.00 of 12.00 USD spent, 0.00 reserved, 9.00 left.\n"
    assert "closed" not in run("jobs").stdout
    assert run("budget").stdout == (
        "Kettle: 3.00 of 12.00 USD spent, 0.00 reserved, 9.00 left.\n"
        "Kettle (emulated): 0.00 of 12.00 USD spent, 0.00 reserved, 12.00 left.\n"
    )
    assert "say which budget is opened" in run("budget", "--open").stderr
    told = json.loads(run("budget", "Kettle", "--json").stdout)
    assert told == {
        "event": "budget",
        "film": "Kettle",
        "realm": "live",
        "cap": "12.00 USD",
        "spent": "3.00 USD",
        "reserved": "0.00 USD",
        "closed": None,
    }


def test_a_budget_that_nobody_set_is_told(run: Run, ledger: Ledger) -> None:
    result = run("budget", "Teapot")
    assert (result.exit_code, result.stderr.split("\n")[0]) == (
        2,
        "Teapot: no budget was set for live purchases of a film of that title",
    )


def test_usage_is_shown_to_the_cent_and_told_exactly(run: Run, ledger: Ledger, unknown: int) -> None:
    ledger.set_budget("Euros", usd("1").parse("5 EUR"))
    buy(ledger, an_intent("waking.8", film="Kettle", provider="google"), "0.624")
    assert run("usage").stdout == (
        " provider   purchases      spent   reserved\n"
        " example            1   0.63 USD   0.80 USD\n"
        " google             1   0.62 USD   0.00 USD\n"
        " total              2   1.25 USD   0.80 USD\n"
    )
    first, second = map(json.loads, run("usage", "--json").stdout.splitlines())
    assert (first["name"], first["cost"], second["cost"]) == ("example", "0.625 USD", "0.624 USD")
    assert run("usage", "--by", "tag").stdout.splitlines()[1].split()[0] == "–"


def test_usage_has_a_total_for_each_currency(run: Run, ledger: Ledger) -> None:
    made = intend(ledger, an_intent("waking.1", film="Kettle"))
    ledger.submitted(made.id, "job-1")
    ledger.known(made.id, [], Cost(usd("1").parse("2 EUR"), "billed"))
    totals = [line.split() for line in run("usage").stdout.splitlines() if "total" in line]
    assert totals == [["total", "1", "2.00", "EUR", "0.00", "EUR"], ["total", "0", "0.00", "USD", "0.80", "USD"]]
