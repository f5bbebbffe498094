"""What goes to a target without edit lists, and a scene by itself, play in Chromium to their end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest

import longtake

pytestmark = pytest.mark.browser

FILM = """
storyboard: 1
title: Elsewhere
frame: {size: 320x180, rate: 24}
scenes:
  - {id: road, shots: [{action: a road, for: 3s}]}
  - {id: bend, shots: [{action: a bend, for: 2s}]}
"""


def test_a_target_and_a_scene_play_to_their_end(tmp_path: Path, player: Any) -> None:
    (tmp_path / "film.yaml").write_text(FILM, "utf-8")
    package = longtake.make(
        *(tmp_path / "film.yaml", tmp_path / "out"),
        workspace=tmp_path / "space",
        workers=1,
        preset="ultrafast",
        targets=["youtube"],
        scenes=True,
    )
    elsewhere, road, _ = package.further
    assert length(elsewhere) == pytest.approx(float(package.seconds), abs=0.001)
    for path in (elsewhere, road):
        report = player.play(path)
        assert report["problems"] == []
        assert report["played"]["ended"]
        assert report["played"]["endedAt"] == pytest.approx(length(path), abs=0.05)


def length(path: Path) -> float:
    with av.open(str(path)) as container:
        return (container.duration or 0) / 1e6
