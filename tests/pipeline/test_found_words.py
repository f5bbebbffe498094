from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from longtake.inspection.limits import Order
from longtake.inspection.measuring import examine
from longtake.media import ClipFacts
from longtake.pipeline.found_words import recorded_words
from longtake.store import Store

TEXT = (
    "“Mrs. Allen,” said Catherine the next morning, “will there be any harm in my calling on Miss Tilney to-day? I"
    " shall not be easy till I have explained everything.” “Go, by all means, my dear; only put on a white gown; Miss"
    " Tilney always wears white.”"
)


def admitted(path: Path) -> ClipFacts:
    return examine(Order(path)).facts


@pytest.mark.clips
def test_words_are_found_once_and_kept_with_the_bytes_they_are_of(
    clips_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pocketsphinx", reason="the extra align is not installed")
    store, path = Store(tmp_path / "store"), tmp_path / "said.ogg"
    shutil.copy(clips_folder / "speech-01.ogg", path)
    facts = admitted(path)
    found = recorded_words(store, path, facts, TEXT)
    assert not found.is_estimated
    assert found.words[-1].end <= facts.sound.seconds * 48_000  # type: ignore[union-attr]
    path.unlink()
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    assert recorded_words(store, path, facts, TEXT) == found


@pytest.mark.clips
def test_without_the_aligner_words_are_estimated_and_it_says_which_extra_is_missing(
    clips_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    path = clips_folder / "speech-01.ogg"
    found = recorded_words(Store(tmp_path / "store"), path, admitted(path), TEXT)
    assert found.is_estimated
    assert "longtake[align]" in found.why
    assert [word.text for word in found.words] == TEXT.split()
