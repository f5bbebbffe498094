"""A film heard in two languages, in Chromium with hls.js: both are offered, and the other one plays to the end."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import pytest

import longtake
from players.chromium import second_opinion

pytestmark = [pytest.mark.browser, pytest.mark.long]

FILM = """
storyboard: 1
title: Two tongues
frame: {size: 320x180, rate: 24}
languages: [de]
translations: words.csv
scenes:
  - id: one
    narration: {text: Good day., file: en.wav, files: {de: de.wav}}
    shots: [{action: dawn, for: 15s}]
"""


def noise(path: Path, seconds: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes((b"\x00\x10" * 50 + b"\x00\xf0" * 50) * (480 * seconds))


def test_a_viewer_can_choose_the_other_language(tmp_path: Path, player: Any) -> None:
    noise(tmp_path / "en.wav", 6)
    noise(tmp_path / "de.wav", 8)
    (tmp_path / "words.csv").write_text("en,de\nGood day.,Guten Tag.\n", "utf-8")
    (tmp_path / "film.yaml").write_text(FILM, "utf-8")
    package = longtake.make(tmp_path / "film.yaml", tmp_path / "out", workspace=tmp_path / "space", workers=1)
    report = player.play(package.playlist)
    assert report["problems"] == []
    played = report["played"]
    assert [sound["language"] for sound in played["sounds"]] == ["en", "de"]
    assert played["heard"] == "de"
    assert player.play(package.film)["problems"] == []
    assert second_opinion(package.folder)["problems"] == []
