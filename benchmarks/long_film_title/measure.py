"""What does one changed title cost in a film of half an hour?

The long film (`long_film/film.py`) with a title over every tenth shot, built on an empty workspace; then the title in
its middle says something else, and something else again. Only the spans under that title are encoded; the rest is
copied by packet. The first change finds the machine as the full build leaves it and is what must be reached; the
median of all tells how much of that is the machine.
"""

from __future__ import annotations

from statistics import median

from long_film.film import shots_of, written
from longtake_command import make
from material import fresh
from measuring import Answer, Result, Row, Settings

ROWS = (Row("one title changed in the long film: wall against a full build", "≤ 0.01×"),)


def measure(settings: Settings) -> Result:
    shots = shots_of(12 if settings.quick else 360)
    titles = {number: f"Chapter {number // 10 + 1}" for number in range(0, len(shots), 10)}
    with fresh() as folder:
        whole = make(written(shots, folder, titles), folder, workers=settings.workers)
        edits = []
        for number in range(settings.rounds_or(3)):
            changed = {**titles, len(shots) // 20 * 10: f"Another chapter {number}"}
            edits.append(make(written(shots, folder, changed), folder, workers=settings.workers))
    first, usual = edits[0].wall / whole.wall, median(edit.wall for edit in edits) / whole.wall
    answer = Answer(f"the first {first:.4f}×, median of {len(edits)} {usual:.4f}×", first <= 0.01)
    return Result((answer,), {"whole": whole, "edits": edits})
