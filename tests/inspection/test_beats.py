"""Beats as librosa finds them in a process of its own, and what is said where it can't."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from recordings import write_recording

from longtake.errors import MediaError, MissingExtraError
from longtake.inspection import beats as finding
from longtake.inspection.beats import beats_of, check_beats
from longtake.media import SAMPLE_RATE

SECONDS = 12


def drums(path: Path, beats_a_minute: float) -> list[int]:
    """A file of drums; when they are hit, in samples."""
    draw = np.random.default_rng(1)
    sound = draw.standard_normal(SECONDS * SAMPLE_RATE) * 0.003
    hits = [round((0.3 + number * 60 / beats_a_minute) * SAMPLE_RATE) for number in range(200)]
    hits = [at for at in hits if at + 8000 < len(sound)]
    for at in hits:
        sound[at : at + 8000] += np.exp(-np.arange(8000) / 1500) * draw.standard_normal(8000) * 0.3
    write_recording(path, sound.clip(-1, 1) * 32767)
    return hits


@pytest.mark.proof  # librosa compiles for half a minute
@pytest.mark.long
def test_beats_are_where_drums_are_hit(tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="the extra beats is not installed")
    hits = drums(tmp_path / "drums.wav", 97)
    found = beats_of(tmp_path / "drums.wav", SECONDS * SAMPLE_RATE)
    assert len(found.at) >= len(hits) - 6  # the first and last ones may be missed
    assert max(min(abs(at - hit) for hit in hits) for at in found.at) <= 0.03 * SAMPLE_RATE


def test_without_librosa_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"needs librosa[\s\S]*pip install 'longtake\[beats\]'"):
        check_beats()


def test_a_process_that_ends_without_an_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "check_beats", lambda: None)
    monkeypatch.setattr(finding, "_BOOT", "raise SystemExit('no room')")
    with pytest.raises(MediaError, match=r"its beats cannot be found: no room[\s\S]*longtake\[beats\]"):
        beats_of(tmp_path / "x.wav", 1)
