"""Thumbnails in players: shaka-player finds them by HLS and DASH, dash.js by DASH, and hls.js plays on beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

import longtake
from players.chromium import Player

pytestmark = [pytest.mark.browser, pytest.mark.long]

PLAYERS = [("shaka", "hls/main.m3u8"), ("shaka", "film.mpd"), ("dash", "film.mpd")]

STORY = """
storyboard: 1
title: Two sheets
frame: {size: 320x200, rate: 12}
scenes:
  - shots:
      - {action: Water over coffee., for: 14s}
      - {action: The city wakes., for: 13.5s}
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of 27.5 s in one rung, whose seconds fill one sheet and begin another."""
    folder = tmp_path_factory.mktemp("thumbnails")
    (folder / "story.yaml").write_text(STORY)
    return longtake.make(folder / "story.yaml", folder / "out", rungs=(200,), preset="ultrafast").folder


def named_at(film: Path, time: float) -> str:
    """The part of a sheet that `thumbnails.vtt` names for a second."""
    for cue in (film / "thumbnails.vtt").read_text().split("\n\n")[1:-1]:
        times, address = cue.split("\n")
        start, end = (float(one[6:]) for one in times.split(" --> "))
        if start <= time < end:
            return address.rpartition("/")[2]
    raise AssertionError(f"nothing is named at {time}")


@pytest.mark.parametrize(("name", "path"), PLAYERS, ids=["shaka by HLS", "shaka by DASH", "dash.js by DASH"])
def test_a_player_finds_the_tile_of_every_second(name: str, path: str, film: Path, player: Player) -> None:
    seen = player.play(film / path, root=film, by=name)
    assert seen["errors"] == []
    assert seen["badRequests"] == []
    found = {one["time"]: one for one in seen["thumbnails"]}
    assert set(found) == {0, 0.5, 4.9, 12.5, 24.9, 25.1, 27.3}
    assert {time: one["named"] for time, one in found.items()} == {time: named_at(film, time) for time in found}
    assert all(one["sheet"] == [800, 500] for one in found.values())


def test_hls_js_plays_on(film: Path, player: Player) -> None:
    seen = player.play(film / "hls/main.m3u8")
    assert seen["problems"] == []
