"""Is one MP4 made much sooner than with MoviePy 2?

Contender: `moviepy_film.py` beside this file, which writes an MP4. Ours makes the MP4 and, from the same packets, a
one-rung HLS, on an empty workspace, admission of clips included. MoviePy counts time in floats: its film may come out
one picture short of ours, and is taken so.
"""

from __future__ import annotations

import sys
from pathlib import Path

from longtake_command import assemble
from material import facts_of, film, film_frames, frames_of, fresh
from measuring import Answer, Result, Row, Settings, Usage, paired, ratio, run

ROWS = (Row("MP4 only, against MoviePy 2", "wall ≤ 0.25×"),)


def measure(settings: Settings) -> Result:
    clips = film(quick=settings.quick)
    expected, facts = film_frames(clips), {}
    script = Path(__file__).with_name("moviepy_film.py")
    words = [word for clip in clips for word in (frames_of(clip), clip)]

    def ours() -> Usage:
        with fresh() as folder:
            usage = assemble(clips, folder, rungs="1080", workers=settings.workers)
            facts["longtake"] = facts_of(folder / "out", expected, 1)
        return usage

    def theirs() -> Usage:
        with fresh() as folder:
            usage = run([sys.executable, script, folder / "film.mp4", *words])
            facts["moviepy"] = facts_of(folder, expected, 0, may_lack=1)
        return usage

    rounds = paired({"longtake": ours, "moviepy": theirs}, settings.rounds_or(3))
    cpu, wall = (ratio(rounds, "longtake", "moviepy", what) for what in ("cpu", "wall"))
    answer = Answer(f"wall {wall}, CPU {cpu}", wall.median <= 0.25)
    return Result((answer,), {"cpu": cpu, "wall": wall, "films": facts, "rounds": rounds})
