"""`longtake plan` shows which cuts go to a beat, and which can't."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from click.testing import Result

from longtake.media import SAMPLE_RATE, Beats, ClipFacts, SoundFacts, digest_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import plan
from longtake.storyboard import parse

Run = Callable[..., Result]
Library = Callable[[str, Callable[..., Any]], list[tuple[Any, ...]]]

FILM = """
storyboard: 1
frame: {size: 640x360, rate: 24}
music: drums.ogg
cut: on-beat
scenes:
- id: film
  shots: [{action: a, for: 3s}, {action: b, for: 3s}, {action: c, for: 3.1s}, {action: d, for: 9s}]
"""


def planned() -> PlannedFilm:
    """Beats at 2.9 s, 3.4 s and so on to 9 s."""
    sound = SoundFacts("vorbis", SAMPLE_RATE, 2, Fraction(0), 18 * SAMPLE_RATE)
    facts = {"drums.ogg": ClipFacts(digest_of("drums"), 1, "ogg", "sound", None, sound)}
    beats = {"drums.ogg": Beats(tuple(round((0.4 + nth * 0.5) * SAMPLE_RATE) for nth in range(14)))}
    return PlannedFilm(plan(parse(FILM), facts, beats=beats), facts, {}, beats=beats)


def test_each_shot_says_whether_it_begins_on_a_beat(run: Run, library: Library) -> None:
    library("plan", lambda *_, **__: planned())
    text = " ".join(run("plan", "film.yaml").stdout.split())
    assert "begins on a beat: 0.08 s earlier than it was timed" in text
    assert "begins on no beat: no beat is near film.4" in text
    assert "2 of 3 cuts are on a beat" in text


def test_json_has_the_shots_where_they_begin_then(run: Run, library: Library) -> None:
    library("plan", lambda *_, **__: planned())
    shots = json.loads(run("plan", "film.yaml", "--json").stdout)["shots"]
    assert [shot["start"] for shot in shots] == [0, 70, 142, 218]
    assert any("begins on a beat" in reason for reason in shots[1]["reasons"])


def test_one_shot_in_full_says_so_too(run: Run, library: Library) -> None:
    library("plan", lambda *_, **__: planned())
    assert "begins on a beat" in run("plan", "film.yaml", "--explain", "film.2").stdout
