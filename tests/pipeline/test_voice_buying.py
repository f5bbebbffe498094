from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import pytest

from longtake.errors import BudgetError, SpeechError
from longtake.ledger import Ledger
from longtake.media import Money
from longtake.pipeline.voice_buying import Allowance, Line, buy_lines
from longtake.speech import Phrase, Spoken, Utterance
from longtake.store import Workspace, open_workspace

CENT = Money("0.10", "USD")


def line(about: str, text: str, voice: str = "openai/onyx", **more: object) -> Line:
    return Line(about, voice, Utterance((Phrase(text),), **more))  # type: ignore[arg-type]


LINES = [
    line("one", "It befell in the month of May."),
    line("two", "Queen Guenever called her knights.", "elevenlabs/rachel"),
    line("three", "They rode into the woods.", "azure/en-US-AvaMultilingualNeural"),
]


def bought(lines: list[Line], workspace: Workspace, **more: object) -> tuple[dict[str, Spoken], list[int]]:
    kept, told = dict[str, Spoken](), list[int]()
    allowance = Allowance("A film", most=CENT, speed=100, **more)  # type: ignore[arg-type]

    def keep(one: Line, spoken: Spoken) -> None:
        kept[one.about] = spoken

    asyncio.run(buy_lines(lines, allowance, workspace, keep, lambda done, _: told.append(done)))
    return kept, told


def test_lines_of_several_services_are_bought_once_and_told_as_they_come(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    first, told = bought(LINES, workspace)
    assert (set(first), told) == ({"one", "two", "three"}, [1, 2, 3])
    assert bought(LINES, workspace)[0] == first
    with Ledger.open(workspace.ledger) as ledger:
        purchases = ledger.purchases(film="A film", realm="emulated")
        assert [one.state for one in purchases] == ["verified"] * 3
        budget = ledger.budget("A film", "emulated")
        assert budget.spent == sum((one.cost.amount for one in purchases if one.cost), Money("0.00", "USD"))


def test_lines_that_cannot_be_said_are_all_told_with_their_places_before_anything_is_bought(tmp_path: Path) -> None:
    stressed = Line("four", "openai/onyx", Utterance((Phrase("Late.", is_stressed=True),)))
    fast = Line("five", "gpt-4o-mini-tts/marin", Utterance((Phrase("Quick."),), pace=Fraction(2)))
    workspace = open_workspace(tmp_path)
    with pytest.raises(SpeechError, match="four: tts-1 cannot be told to stress") as told:
        bought([*LINES, stressed, fast], workspace)
    assert [finding.place for finding in told.value.findings] == ["four", "five"]
    with Ledger.open(workspace.ledger) as ledger:
        assert ledger.purchases() == ()


def test_a_run_that_is_stopped_keeps_what_is_under_way_and_buys_nothing_more(tmp_path: Path) -> None:
    lines = [line(str(number), f"This is line {number}.") for number in range(12)]
    workspace, kept = open_workspace(tmp_path), list[str]()

    async def run() -> None:
        def stop(done: int, _: Line) -> None:
            if done == 1:
                buying.cancel()

        allowance = Allowance("A film", speed=100)
        buying = asyncio.create_task(
            buy_lines(lines, allowance, workspace, lambda one, _: kept.append(one.about), stop)
        )
        with pytest.raises(asyncio.CancelledError):
            await buying

    asyncio.run(run())
    with Ledger.open(workspace.ledger) as ledger:
        states = [one.state for one in ledger.purchases()]
    assert states == ["verified"] * len(kept)
    assert 0 < len(kept) < 12


def test_a_budget_that_somebody_wrote_is_kept(tmp_path: Path) -> None:
    with pytest.raises(BudgetError):
        bought(LINES, open_workspace(tmp_path), cap=Money("0.01", "USD"))


def test_no_service_is_asked_for_a_film_that_has_no_lines(tmp_path: Path) -> None:
    assert bought([], open_workspace(tmp_path)) == ({}, [])
