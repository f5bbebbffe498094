"""Writes the plan.txt of each example: what `longtake plan` and `longtake quote` print, word for word, on one day.

.venv/bin/python examples/write_plans.py
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import longtake
from longtake.cli.campaign import campaign_text
from longtake.cli.plan import plan_text
from longtake.cli.quote import quote_text
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import quoted_together
from longtake.storyboard import read_campaign

HERE = Path(__file__).parent
ON = date(2026, 11, 21)  # models are bought, and priced, as of this day
EXAMPLES = ("explainer", "onboarding", "product-ad", "two-hander", "lecture", "listicle", "campaign", "japanese")


def page(example: str, workspace: Path) -> str:
    """The example's plan.txt. workspace: where what was measured about its media is kept."""
    storyboard = HERE / example / "storyboard.yaml"
    films = HERE / example / "films.csv"
    if films.exists():
        return _campaign(storyboard, films, workspace)
    final, draft = (_planned(storyboard, stage, workspace) for stage in ("final", "draft"))
    of_draft = f"The draft costs {draft.quote.total}: longtake quote --draft shows it."
    blocks = [("plan", "", plan_text(final.plan)), ("quote", "", quote_text(final.plan, None, [of_draft]))]
    return _told(example, blocks)


def _campaign(storyboard: Path, table: Path, workspace: Path) -> str:
    """The quote of all films, and the plan of the first one."""
    films = read_campaign(table)
    plans = [_planned(storyboard, "final", workspace, film.values).plan for film in films]
    quoted = list(zip([film.name for film in films], quoted_together(plans), strict=True))
    sets = "".join(f" --set {name}='{given.text}'" for name, given in films[0].values.items())
    each = f" --each examples/{storyboard.parent.name}/{table.name}"
    blocks = [("quote", each, campaign_text(quoted)), ("plan", sets, plan_text(plans[0]))]
    return _told(storyboard.parent.name, blocks)


def _planned(storyboard: Path, stage: str, workspace: Path, values: Mapping[str, object] | None = None) -> PlannedFilm:
    return longtake.plan(storyboard, stage=stage, values=values or {}, on=ON, workspace=workspace)


def _told(example: str, blocks: list[tuple[str, str, str]]) -> str:
    head = f"As of {ON}. Written by examples/write_plans.py; compared in tests.\n"
    parts = [f"$ longtake {name} examples/{example}/storyboard.yaml{how}\n{text}\n" for name, how, text in blocks]
    return "\n".join([head, *parts])


def main() -> None:
    with tempfile.TemporaryDirectory() as workspace:
        for example in EXAMPLES:
            (HERE / example / "plan.txt").write_text(page(example, Path(workspace)), "utf-8")


if __name__ == "__main__":
    main()
