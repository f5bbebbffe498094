"""Films whose narrator is a voice at a service, as the emulator plays it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import longtake
from longtake.errors import BudgetError, OperatorError
from longtake.ledger import Ledger, Purchase
from longtake.libav.sound import SoundReader
from longtake.media import Money
from longtake.pipeline.voices_bought import in_place
from longtake.store import open_workspace

FILM = """
storyboard: 1
title: The cart
frame: {size: 160x90}
narrator: {voice: %s, max_price: 0.50 USD}
scenes:
  - id: may
    narration: %s
    shots: [{action: a garden}]
  - id: woods
    narration: They rode into the woods.
    shots: [{action: a wood}]
"""
FIRST = "It befell in the month of May."


def written(folder: Path, text: str = FIRST, voice: str = "elevenlabs/rachel") -> Path:
    path = folder / "cart.yaml"
    path.write_text(FILM % (voice, text), "utf-8")
    return path


def made(path: Path, folder: Path) -> longtake.Package:
    return longtake.make(path, folder / "out", workspace=folder / "workspace", emulate=100, workers=1)


def purchases(folder: Path) -> tuple[Purchase, ...]:
    with Ledger.open(open_workspace(folder / "workspace").ledger) as ledger:
        return ledger.purchases(film="The cart", realm="emulated")


def test_a_hosted_narrator_is_heard_bought_once_and_times_the_film(tmp_path: Path) -> None:
    path = written(tmp_path)
    package = made(path, tmp_path)
    assert [(one.state, one.intent.kind) for one in purchases(tmp_path)] == [("verified", "speech")] * 2
    assert package.is_emulated
    costs = [one.cost.amount for one in purchases(tmp_path) if one.cost]
    assert Money.parse(package.price) == costs[0] + costs[1]
    planned = longtake.plan(path, workspace=tmp_path / "workspace")
    assert planned.plan.seconds < 12
    assert not any("estimated" in notice for notice in package.notices)
    assert "00:00:00.083 --> " in (package.folder / "film.en.vtt").read_text("utf-8")  # 0.1 s, on the frame before
    reader = SoundReader(package.film)
    begins = abs(reader.window(0, 4000)).max()
    first = float(np.sqrt((reader.window(12_000, 24_000) ** 2).mean()))
    reader.close()
    assert begins < 0.05
    assert first > 0.02
    again = made(written(tmp_path, "It befell in the month of June."), tmp_path)
    assert again.film.exists()
    assert len(purchases(tmp_path)) == 3


def test_a_quote_leaves_out_what_was_said_already(tmp_path: Path) -> None:
    planned = longtake.plan(written(tmp_path), workspace=tmp_path / "workspace")
    assert planned.quote.total.amount > 0
    first, second = planned.plan.speech
    assert replace(planned, spoken={first.order: None}).quote.total == second.price
    assert replace(planned, spoken={first.order: None, second.order: None}).quote.total.amount == 0


def test_each_line_is_sent_with_what_its_voice_says_before_and_after(tmp_path: Path) -> None:
    planned = longtake.plan(written(tmp_path), workspace=tmp_path / "workspace")
    first, second = (in_place(planned, piece) for piece in planned.plan.speech)
    assert (first.before, first.after) == ("", "They rode into the woods.")
    assert (second.before, second.after) == (FIRST, "")


def test_without_a_key_nothing_is_begun_and_the_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ELEVENLABS_API_KEY", raising=False)
    monkeypatch.delenv("LONGTAKE_ELEVENLABS_URL", raising=False)
    with pytest.raises(OperatorError, match="ELEVENLABS_API_KEY"):
        longtake.make(written(tmp_path), tmp_path / "out", workspace=tmp_path / "workspace", workers=1)
    assert not open_workspace(tmp_path / "workspace").ledger.exists()


def test_a_film_whose_speech_costs_more_than_its_budget_buys_none_of_it(tmp_path: Path) -> None:
    with pytest.raises(BudgetError):
        longtake.make(
            written(tmp_path, "Very long. " * 100),
            tmp_path / "out",
            workspace=tmp_path / "workspace",
            emulate=100,
            budget="0.05 USD",
            workers=1,
        )
    assert not open_workspace(tmp_path / "workspace").ledger.exists() or purchases(tmp_path) == ()
