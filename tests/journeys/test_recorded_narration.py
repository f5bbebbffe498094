"""A recording with its text: captions stand where its words are heard."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import longtake

FILM = """
storyboard: 1
title: A white gown
frame: {size: 160x90}
scenes:
  - id: morning
    shots: [{action: a street, for: 2s}]
  - id: gown
    narration:
      file: said.ogg
      text: “Mrs. Allen,” said Catherine the next morning, “will there be any harm in my calling on Miss Tilney
        to-day? I shall not be easy till I have explained everything.” “Go, by all means, my dear; only put on a white
        gown; Miss Tilney always wears white.”
    shots: [{action: a room}]
"""


@pytest.mark.clips
def test_captions_of_a_recording_stand_where_its_words_are_heard(clips_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pocketsphinx", reason="the extra align is not installed")
    shutil.copy(clips_folder / "speech-01.ogg", tmp_path / "said.ogg")
    (tmp_path / "gown.yaml").write_text(FILM, "utf-8")
    package = longtake.make(tmp_path / "gown.yaml", tmp_path / "out", workspace=tmp_path / "workspace", workers=1)
    cues = (package.folder / "film.en.vtt").read_text("utf-8")
    found = re.search(r"00:00:(\d\d\.\d{3}) --> \S+\n“Go, by all means", cues)
    assert found, cues
    assert float(found[1]) == pytest.approx(2 + 9.04, abs=0.06)
    assert not any("estimated" in notice for notice in package.notices)


@pytest.mark.clips
def test_a_recording_of_other_words_says_so_and_has_captions_all_the_same(clips_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pocketsphinx", reason="the extra align is not installed")
    shutil.copy(clips_folder / "speech-02.ogg", tmp_path / "said.ogg")
    (tmp_path / "gown.yaml").write_text(FILM, "utf-8")
    package = longtake.make(tmp_path / "gown.yaml", tmp_path / "out", workspace=tmp_path / "workspace", workers=1)
    (told,) = [notice for notice in package.notices if notice.startswith("gown: ")]
    assert told.endswith("is estimated: the words are not those that are heard")
    assert "Tilney" in (package.folder / "film.en.vtt").read_text("utf-8")
