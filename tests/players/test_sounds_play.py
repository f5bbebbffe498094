"""A film heard in two languages, in Chromium with hls.js: both are offered, and the other one plays to the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recordings import two_tongues, write_recording

import longtake
from players.chromium import second_opinion

pytestmark = [pytest.mark.browser, pytest.mark.long]

FILM = two_tongues("{action: dawn, for: 15s}", size="320x180")


def written(folder: Path) -> None:
    for name, seconds in (("en.wav", 6), ("de.wav", 8)):
        write_recording(folder / name, np.tile(np.repeat([4096, -4096], 50), 480 * seconds))
    (folder / "words.csv").write_text("en,de\nGood day.,Guten Tag.\n", "utf-8")
    (folder / "film.yaml").write_text(FILM, "utf-8")


@pytest.fixture(scope="module")
def low(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film in three rungs, of which the two lowest have a lower sound."""
    folder = tmp_path_factory.mktemp("low")
    written(folder)
    options = {"workspace": folder / "space", "workers": 1, "rungs": (180, 120, 90), "preset": "ultrafast"}
    return longtake.make(folder / "film.yaml", folder / "out", **options, low_sound=True).folder  # type: ignore[misc]


def test_a_viewer_can_choose_the_other_language(tmp_path: Path, player: Any) -> None:
    written(tmp_path)
    package = longtake.make(tmp_path / "film.yaml", tmp_path / "out", workspace=tmp_path / "space", workers=1)
    report = player.play(package.playlist)
    assert report["problems"] == []
    played = report["played"]
    assert [sound["language"] for sound in played["sounds"]] == ["en", "de"]
    assert played["heard"] == "de"
    assert player.play(package.film)["problems"] == []
    assert second_opinion(package.folder)["problems"] == []


def test_rungs_with_a_lower_sound_play_in_both_languages(low: Path, player: Any) -> None:
    report = player.play(low / "hls/main.m3u8")
    assert report["problems"] == []
    assert len(report["rungs"]) == 3
    assert second_opinion(low)["problems"] == []


@pytest.mark.parametrize(
    ("name", "path"),
    [("shaka", "hls/main.m3u8"), ("shaka", "film.mpd"), ("dash", "film.mpd")],
    ids=["shaka plays HLS", "shaka plays DASH", "dash.js plays DASH"],
)
def test_other_players_play_rungs_with_a_lower_sound_to_the_end(low: Path, player: Any, name: str, path: str) -> None:
    seen = player.play(low / path, root=low, by=name)
    assert seen["errors"] == []
    assert all((rung["errors"], rung["limit"]) == ([], None) for rung in seen["rungs"])
    assert (seen["played"]["errors"], seen["played"]["ended"]) == ([], True)
