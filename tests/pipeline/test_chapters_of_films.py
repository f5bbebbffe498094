"""A film's chapters are its scenes, under their titles or their names in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import longtake
from longtake.packaging import Chapter
from longtake.pipeline.chapters import chapters_of
from longtake.planning import Plan

STORYBOARD = """
storyboard: 1
title: Aurora
frame: {size: 320x180, rate: 24}
scenes:
  - id: the-long_road
    shots: [{action: a road, for: 3s}, {action: a bend, for: 2s}]
  - {id: promise, title: "What it promises", shots: [{action: a cup, for: 4s, join: dissolve 0.5s}]}
  - {shots: [{action: the end, for: 2s}]}
"""


def planned(folder: Path, text: str = STORYBOARD) -> Plan:
    (folder / "s.yaml").write_text(text)
    return longtake.plan(folder / "s.yaml", workspace=folder / "ws").plan


def test_each_scene_is_a_chapter_from_its_first_frame(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    assert chapters_of(plan) == (
        Chapter(0, "The long road"),
        Chapter(120, "What it promises"),
        Chapter(216, "Scene 3"),
    )
    assert plan.frames == 264


def test_a_film_of_one_scene_has_no_chapters(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    assert chapters_of(replace(plan, scenes=plan.scenes[:1])) == ()


def test_a_title_that_is_written_stands_in_the_plan_and_one_that_is_not_does_not(tmp_path: Path) -> None:
    from longtake.planning import plan_to_json

    written = plan_to_json(planned(tmp_path))
    assert written.count('"title": "What it promises"') == 1
    assert '"title": "The long road"' not in written
