"""A stream under a key in hls.js and in shaka-player; the key lies where the playlists say."""

from __future__ import annotations

from pathlib import Path

import pytest

import longtake
from players.chromium import Player

pytestmark = [pytest.mark.browser, pytest.mark.long]

STORY = """
storyboard: 1
title: Under a key
frame: {size: 320x180, rate: 24}
scenes:
  - narration: Every morning begins with the same small ceremony.
    shots: [{action: Water over coffee., for: 9s}]
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("under-a-key")
    (folder / "story.yaml").write_text(STORY)
    options = {"rungs": (180, 90), "preset": "ultrafast", "encrypt": True}
    return longtake.make(folder / "story.yaml", folder / "out", **options).folder


def test_hls_js_plays_it_in_every_rung_from_0_to_its_end(film: Path, player: Player) -> None:
    report = player.play(film / "hls/main.m3u8", root=film)
    assert report["problems"] == []
    assert len(report["rungs"]) == 2


def test_shaka_plays_it_in_every_rung_from_0_to_its_end(film: Path, player: Player) -> None:
    seen = player.play(film / "hls/main.m3u8", root=film, by="shaka")
    assert (seen["errors"], seen["badRequests"], seen["pageErrors"]) == ([], [], [])
    assert all((rung["errors"], rung["limit"]) == ([], None) and abs(rung["start"]) <= 0.001 for rung in seen["rungs"])
    assert seen["played"]["ended"]
    assert seen["played"]["errors"] == []


def test_without_its_key_nothing_plays(film: Path, player: Player) -> None:
    key = film / "keys/film.key"
    hidden = key.rename(film / "hidden")
    try:
        assert player.play(film / "hls/main.m3u8", root=film)["problems"]
    finally:
        hidden.rename(key)
