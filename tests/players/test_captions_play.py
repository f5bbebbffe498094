"""Captions in the stream, in Chromium with hls.js: every cue is read once, as it stands beside the film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import webvtt

import longtake
from players.chromium import second_opinion

pytestmark = [pytest.mark.browser, pytest.mark.long]

FILM = """
storyboard: 1
title: Words
frame: {size: 320x180, rate: 24}
scenes:
  - id: opening
    narration: >-
      Every morning begins with the same small ceremony: water, steam, and a minute that belongs to nobody else.
      Aurora remembers how you like it, strong on Mondays and gentle after rain, and it never asks you twice.
    shots: [a cup fills, steam rises]
  - {id: dusk, shots: [{action: the day ends, for: 2s}]}
"""


def test_the_player_holds_every_cue_once_with_its_time_and_words(tmp_path: Path, player: Any) -> None:
    (tmp_path / "film.yaml").write_text(FILM, "utf-8")
    package = longtake.make(tmp_path / "film.yaml", tmp_path / "out", workspace=tmp_path / "space", workers=1)
    report = player.play(package.playlist)
    assert report["problems"] == []
    assert player.play(package.film)["problems"] == []
    assert second_opinion(package.folder)["problems"] == []
    beside = list(webvtt.read(str(package.folder / "film.en.vtt")))
    held = report["played"]["cues"]
    assert len(beside) >= 3
    assert [cue["text"].split("\n") for cue in held] == [one.lines for one in beside]
    for cue, one in zip(held, beside, strict=True):
        assert abs(cue["start"] - seconds(one.start)) < 0.001
        assert abs(cue["end"] - seconds(one.end)) < 0.001


def seconds(stamp: str) -> float:
    hours, minutes, rest = stamp.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)
