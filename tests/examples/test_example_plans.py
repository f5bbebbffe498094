"""Each example's plan.txt is what today's code plans and quotes on the day that it names."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import longtake
from longtake.storyboard import Storyboard, read

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = {
    "explainer": "script.txt",
    "onboarding": "script.md",
    "product-ad": "shots.csv",
    "two-hander": "script.fountain",
    "lecture": "lecture.srt",
    "listicle": "article.md",
    "campaign": "script.txt",
    "japanese": "script.txt",
}


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_plans", EXAMPLES / "write_plans.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_example_with_a_storyboard_of_a_script_has_its_plan(writer: ModuleType) -> None:
    folders = {path.parent.name for path in EXAMPLES.glob("*/storyboard.yaml")} - {"aurora"}
    assert folders == set(writer.EXAMPLES) == set(SCRIPTS)


@pytest.mark.parametrize("example", SCRIPTS)
def test_an_example_is_planned_as_its_plan_says(example: str, writer: ModuleType, tmp_path: Path) -> None:
    kept = (EXAMPLES / example / "plan.txt").read_text("utf-8")
    assert writer.page(example, tmp_path) == kept, "run examples/write_plans.py, and read what has changed"


@pytest.mark.parametrize("example", SCRIPTS)
def test_an_example_costs_no_more_than_its_budget_even_with_retries(
    example: str, writer: ModuleType, tmp_path: Path
) -> None:
    values = {"city": "Wien", "sight": "roofs"} if example == "campaign" else {}
    quote = longtake.plan(
        EXAMPLES / example / "storyboard.yaml", stage="final", on=writer.ON, values=values, workspace=tmp_path
    ).quote
    assert quote.cap
    assert quote.most
    assert quote.total.amount > 0
    assert quote.most.amount <= quote.cap.amount


@pytest.mark.parametrize("example", sorted(SCRIPTS.keys() - {"product-ad"}))  # in which nobody speaks
def test_what_is_said_in_a_finished_storyboard_is_what_its_script_says(example: str) -> None:
    """A writer finishes looks, cameras and names; the words stay."""
    adapted = longtake.read_script(EXAMPLES / example / SCRIPTS[example]).storyboard
    assert said(adapted)
    assert said(finished(example)) == said(adapted)


def finished(example: str) -> Storyboard:
    """The storyboard, a campaign's with each variable's own name in its place."""
    values = {"city": "${city}", "sight": "${sight}"} if example == "campaign" else {}
    return read(EXAMPLES / example / "storyboard.yaml", values)


def said(storyboard: Storyboard) -> list[str]:
    lines = [line.text for scene in storyboard.scenes for shot in scene.shots for line in shot.says]
    return [scene.narration.words for scene in storyboard.scenes if scene.narration] + lines
