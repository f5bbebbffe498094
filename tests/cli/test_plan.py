"""What `longtake plan` prints: the shots, their prompts, what waits for what; one shot in full; JSON."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image

import longtake
from longtake.cli.plan import explained_text
from longtake.storyboard import Places

Run = Callable[..., Result]

STORYBOARD = """\
storyboard: 1
title: Meet Aurora
frame: {size: 1280x720, rate: 24}
style: {look: clean product commercial, avoid: [flicker]}
places: {kitchen: a small bright kitchen}
route: {draft: animatic, final: [kling-3.0], max_price: 9 USD}
scenes:
- id: waking
  at: kitchen
  shots:
  - {action: water is poured over coffee, for: 4s}
  - {action: the cup fills, for: 3s, join: continue}
"""

MINE = """\
model = "kling-3.0"
[sources]
mine = {said_by = "our own takes", read_on = 2026-11-01, sure = "wire-traced"}
[latency]
source = "mine"
p50_seconds = 10
p95_seconds = 20
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "storyboard.yaml"
    path.write_text(STORYBOARD, "utf-8")
    return path


@pytest.fixture
def told(run: Run, written: Path, tmp_path: Path) -> Callable[..., str]:
    def say(*words: str) -> str:
        result = run("plan", written, *words, "--workspace", tmp_path / "kept")
        assert result.exit_code == 0, result.output
        return result.stdout

    return say


def test_the_plan_names_each_shot_with_what_is_bought_and_what_of_it_does_not_show(told: Callable[..., str]) -> None:
    lines = told().splitlines()
    assert lines[0] == "Meet Aurora · 1 scene · 2 shots · 0:07 at 24 · 1280×720"
    assert lines[2].split() == ["shot", "from", "needs", "bought", "not", "shown", "begins", "made", "by", "why"]
    assert "continue (last frame)" in told()
    assert lines[-1] == "Nothing was bought."


def test_each_prompt_stands_under_its_shot(told: Callable[..., str]) -> None:
    text = " ".join(told().split())
    assert "waking.1 Water is poured over coffee" in text
    assert "small bright kitchen" in text


def test_what_waits_for_what_is_told(told: Callable[..., str]) -> None:
    text = told()
    assert "2 takes, 1 at once; 1 waits for another:\n   waking.1 → waking.2\n" in text
    assert "The longest wait is for waking.1 → waking.2: " in text


def test_one_shot_is_explained_clause_by_clause_with_its_origin(told: Callable[..., str]) -> None:
    lines = [line.split("  ") for line in told("--explain", "waking.2").splitlines()]
    origins = {row[0].strip(): row[-1].strip() for row in lines if len(row) > 1}
    assert origins["the cup fills"] == "storyboard.yaml:12, action"
    assert origins["a small bright kitchen"] == "storyboard.yaml:5, places.kitchen.is"
    assert origins["clean product commercial"] == "storyboard.yaml:4, style.look"
    assert next(origin for text, origin in origins.items() if text.startswith("Continues")).startswith("rule: ")


def test_the_models_on_the_route_are_listed_with_price_and_reason(told: Callable[..., str]) -> None:
    tail = told("--explain", "waking.1").split("Models on its route\n")[1]
    assert tail.split()[0] == "kling-3.0"
    assert "USD" in tail


def test_a_draft_has_no_prompts_and_a_shot_of_it_says_what_it_is_made_of(told: Callable[..., str]) -> None:
    assert "animatic" in told("--draft")
    assert "Camera" not in told("--draft")
    assert "made of   drawn here, from its words" in told("--draft", "--explain", "waking.1")


def test_json_is_the_plan_itself(told: Callable[..., str]) -> None:
    made = json.loads(told("--json"))
    assert (made["event"], made["stage"], made["chains"]) == ("plan", "final", [["waking.1", "waking.2"]])
    assert made["shots"][1]["segment"]["waits_for"] == "waking.1"
    one = json.loads(told("--json", "--explain", "waking.1"))
    assert one["shot"]["name"] == "waking.1"
    look = next(clause for clause in one["explained"] if clause["origin"] == "style.look")
    assert (look["text"], look["place"].endswith("storyboard.yaml:4:15")) == ("clean product commercial", True)


def test_a_brands_intro_moves_no_line(run: Run, written: Path, tmp_path: Path) -> None:
    Image.new("RGB", (1280, 720), "teal").save(tmp_path / "card.png")
    written.write_text(STORYBOARD.replace("places:", "brand: {intro: card.png}\nplaces:"), "utf-8")
    told = run("plan", written, "--explain", "waking.2", "--workspace", tmp_path / "kept").stdout
    assert re.search(r"the cup fills +storyboard\.yaml:13, action", told)


def test_handles_are_told_to_the_hundredth(told: Callable[..., str]) -> None:
    assert "0.25 s before and" in told("--explain", "waking.1")


def test_without_a_file_a_clause_is_of_its_shot(written: Path, tmp_path: Path) -> None:
    planned = longtake.plan(written, stage="final", workspace=tmp_path / "kept")
    text = explained_text(replace(planned, places=Places("", {}, {})), "waking.2")
    assert re.search(r"the cup fills +waking\.2, action", text)
    assert re.search(r"clean product commercial +style\.look", text)


def test_an_unknown_shot_is_told_with_the_nearest(run: Run, written: Path, tmp_path: Path) -> None:
    result = run("plan", written, "--explain", "wakin.2", "--workspace", tmp_path / "kept")
    assert result.exit_code == 2
    assert "'wakin.2' is no shot of this film" in result.output
    assert "did you mean waking.2" in result.output


def test_the_quote_shows_the_final_film_and_names_the_drafts_price(run: Run, written: Path, tmp_path: Path) -> None:
    text = run("quote", written, "--workspace", tmp_path / "kept").stdout
    assert "kling-3.0" in text
    assert "The draft costs 0.00 USD: longtake quote --draft shows it." in text
    assert "are bought and not shown: handles and slots." in text


def test_a_model_of_ones_own_file_is_taken(run: Run, written: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(MINE, "utf-8")
    result = run("plan", written, "--catalogue", mine, "--workspace", tmp_path / "kept")
    assert "0:20 usually, 0:40 where all are slow" in result.stdout
