"""The stream and the manifest in other players: shaka-player with both, dash.js with the manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import longtake
from players.chromium import Player

pytestmark = [pytest.mark.browser, pytest.mark.long]

PLAYERS = [("shaka", "hls/main.m3u8"), ("shaka", "film.mpd"), ("dash", "film.mpd")]


STORY = """
storyboard: 1
title: Other players
frame: {size: 640x360, rate: 24}
scenes:
  - narration: Every morning begins with the same small ceremony. Then the city wakes, window by window.
    shots:
      - {action: Water over coffee., for: 7s}
      - {action: The city wakes., for: 6s, join: dissolve 0.5s}
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of two drawn shots in three rungs, with captions."""
    folder = tmp_path_factory.mktemp("other-players")
    (folder / "story.yaml").write_text(STORY)
    return longtake.make(folder / "story.yaml", folder / "out", rungs=(360, 240, 180), preset="ultrafast").folder


@pytest.fixture(scope="module", params=PLAYERS, ids=["shaka plays HLS", "shaka plays DASH", "dash.js plays DASH"])
def seen(request: pytest.FixtureRequest, film: Path, player: Player) -> dict[str, Any]:
    name, path = request.param
    return player.play(film / path, root=film, by=name)


def test_every_rung_is_shown_in_its_size_from_0_on(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []
    assert len(seen["rungs"]) == 3
    for rung in seen["rungs"]:
        assert (rung["errors"], rung["limit"]) == ([], None)
        assert (rung["width"], rung["height"]) == (rung["asked"]["width"], rung["asked"]["height"])
        assert abs(rung["start"]) <= 0.001
        assert abs(rung["reached"] - rung["duration"] / 2) < 0.1


def test_it_plays_to_the_end_with_its_words(seen: dict[str, Any]) -> None:
    played = seen["played"]
    assert (played["errors"], played["limit"]) == ([], None)
    assert played["ended"]
    assert abs(played["endedAt"] - played["duration"]) <= 1 / 24
    assert seen["languages"] == ["en"]


def test_nothing_that_it_asks_for_is_missing(seen: dict[str, Any]) -> None:
    assert seen["badRequests"] == []
    assert seen["pageErrors"] == []
