"""The words of a recording in another language: between its own rests, at the speed at which it is heard."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from recordings import two_tongues, write_recording

import longtake
from longtake.media import SAMPLE_RATE
from longtake.pipeline.captioning import captions_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.spoken_lines import dubbed_lines, unheard_words, with_recorded_words
from longtake.store import open_workspace

FILM = two_tongues("{action: dawn, for: 5s}", said="One day. Another day.") + "  - shots: [{action: noon, for: 2s}]\n"
GUESSED = """
storyboard: 1
frame: {size: 128x72, rate: 24}
scenes:
  - id: one
    narration: One day. Another day.
    shots: [{action: dawn, for: 5s}]
"""


def told(planned: PlannedFilm) -> list[str]:
    return [about for captions in captions_of(planned) for about, message in captions.notices if "estimated" in message]


def said(path: Path, *seconds: float) -> None:
    """A tone and silence by turns, of so many seconds each."""
    parts = [
        (1 - nth % 2) * 8000 * np.sin(np.arange(int(SAMPLE_RATE * length)) / 20) for nth, length in enumerate(seconds)
    ]
    write_recording(path, np.concatenate(parts))


@pytest.mark.parametrize(("rest", "is_faster"), [(1.0, False), (5.0, True)])
def test_a_sentence_stands_after_the_rest_that_its_recording_makes(
    tmp_path: Path, rest: float, is_faster: bool
) -> None:
    said(tmp_path / "en.wav", 1.5, 1.0, 2.5)
    said(tmp_path / "de.wav", 1.0, rest, 1.6)
    (tmp_path / "words.csv").write_text("en,de\nOne day. Another day.,Ein Tag. Ein anderer.\n", "utf-8")
    (tmp_path / "film.yaml").write_text(FILM, "utf-8")
    workspace = open_workspace(tmp_path / "space")
    planned = with_recorded_words(longtake.plan(tmp_path / "film.yaml", workspace=workspace.root), workspace)
    (dub,) = planned.plan.dubs
    tempo = dub.cues[0].tempo or Fraction(1)
    assert (tempo > 1) == is_faster
    (line,) = dubbed_lines(planned, dub)
    assert line.words[2].start / SAMPLE_RATE == pytest.approx(float((1 + rest) / tempo), abs=0.02)
    assert "one in de" in dict(unheard_words(planned))
    assert [name for name in told(planned) if "Deutsch" in name] == []  # the recording's notice says it already


def test_words_that_nobody_recorded_are_told_to_be_estimated_by_their_captions(tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(GUESSED, "utf-8")
    workspace = open_workspace(tmp_path / "space")
    planned = with_recorded_words(longtake.plan(tmp_path / "film.yaml", workspace=workspace.root), workspace)
    assert told(planned) == ["captions in English"]
