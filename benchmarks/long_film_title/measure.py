"""What does one changed title cost in a film of half an hour?

The long film (`long_film/film.py`) with a title over every tenth shot, built on an empty workspace; then the title in
its middle says something else, and something else again. Only the spans under that title are encoded; the rest is
copied by packet. Twice: by `longtake make --watch`, which made the film and waits for the next change, from the moment
that the storyboard is saved; and by a command of its own for each change. The first change finds the machine as the
full build leaves it and is what must be reached; the median of all tells how much of that is the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

from long_film.film import shots_of, written
from longtake_command import make
from material import fresh
from measuring import Answer, Result, Row, Settings, Usage
from watching import watching

_QUESTION = "one title changed in the long film: wall against a full build"
ROWS = (
    Row(f"{_QUESTION}, from the saved storyboard on, by `make --watch`", "≤ 0.01×"),
    Row(f"{_QUESTION}, by a command of its own", "≤ 0.01×"),
)


def measure(settings: Settings) -> Result:
    shots = shots_of(12 if settings.quick else 360)
    titles = {number: f"Chapter {number // 10 + 1}" for number in range(0, len(shots), 10)}
    rounds = settings.rounds_or(3)

    def story(folder: Path, edit: int | None = None) -> Path:
        changed = {} if edit is None else {len(shots) // 20 * 10: f"Another chapter {edit}"}
        return written(shots, folder, titles | changed)

    watched, commanded = _watched(story, settings.workers, rounds), _commanded(story, settings.workers, rounds)
    figures = {"watched": watched[0], "edits watched": watched[1], "whole": commanded[0], "edits": commanded[1]}
    return Result((_answer(*watched), _answer(*commanded)), figures)


_Story = Callable[..., Path]


def _watched(story: _Story, workers: int, rounds: int) -> tuple[Usage, list[Usage]]:
    with fresh() as folder, watching(story(folder), folder, workers=workers) as watch:
        whole, edits = watch.made(), []
        for number in range(rounds):
            story(folder, number)
            watch.saved()
            edits.append(watch.made())
        return whole, edits


def _commanded(story: _Story, workers: int, rounds: int) -> tuple[Usage, list[Usage]]:
    with fresh() as folder:
        whole = make(story(folder), folder, workers=workers)
        return whole, [make(story(folder, number), folder, workers=workers) for number in range(rounds)]


def _answer(whole: Usage, edits: list[Usage]) -> Answer:
    first, usual = edits[0].wall / whole.wall, median(edit.wall for edit in edits) / whole.wall
    return Answer(f"the first {first:.4f}×, median of {len(edits)} {usual:.4f}×", first <= 0.01)
