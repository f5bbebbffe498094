"""Does a film of half an hour stay exact, in sync and flat, and does it stay cheap to make again?

The long film (`film.py`) of 60 and of 360 shots, each on an empty workspace, by the console script with its usual
preset; then the same command once more with nothing changed, and with another clip in the shot in the middle. Memory
is the kernel's high-water mark of the command itself, which also packages, and of the largest process it started.

Wall a frame along the film: spans are encoded in film order, and each is a file in the store whose modification time
says when it was done. The time from the first of them to the one with which a tenth of the frames was done, and from
nine tenths to the last, over the frames between; each tenth holds the same mixture of clips.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from long_film.film import Shot, shots_of, spare_clip, written
from long_film.looking import look_at
from longtake_command import make
from material import fresh
from measuring import Answer, Result, Row, Settings, Usage

from longtake.media import Digest, EncodedSpan
from longtake.store import Store

ROWS = (
    Row("the long film (360 shots, 30 minutes, 360p): frames that show what was planned", "all"),
    Row("sound against picture at its start, middle and end, planned against decoded", "≤ 1 ms"),
    Row("wall a frame, first tenth against last tenth", "within 10 %"),
    Row("memory 60 shots → 360 shots: largest worker, parent (which packages)", "within 10 %"),
    Row("full build; the same command again", "≤ 8 min; ≤ 2 s"),
    Row("another clip in one of its shots: wall against the full build", "≤ 0.02×"),
)


def measure(settings: Settings) -> Result:
    few, many = (4, 8) if settings.quick else (60, 360)
    shots = shots_of(many)
    with fresh() as folder:
        short = make(written(shots[:few], folder), folder, workers=settings.workers, watch_memory=True)
    with fresh() as folder:
        storyboard = written(shots, folder)
        long = make(storyboard, folder, workers=settings.workers, watch_memory=True)
        pace = _pace(folder)
        look = look_at(folder / "out" / "film.mp4", shots)
        again = make(storyboard, folder, workers=settings.workers)
        changed = make(written(_changed(shots), folder), folder, workers=settings.workers)
    frames = sum(shot.frames for shot in shots)
    drift = pace[-1] / pace[0] - 1
    grown = [_grown(short, long, which) for which in ("worker_peak", "own_peak")]
    answers = (
        Answer(
            f"{look.frames} of {frames} frames, {len(look.wrong)} of {look.numbered} numbered ones wrong",
            look.frames == frames and not look.wrong,
        ),
        Answer(", ".join(f"{apart:.2f} ms" for apart, _ in look.apart), all(apart <= 1 for apart, _ in look.apart)),
        Answer(f"{drift:+.1%}", abs(drift) <= 0.10),
        Answer(
            f"worker {short.worker_peak:.0f} → {long.worker_peak:.0f} MB ({grown[0]:+.1%}), "
            f"parent {short.own_peak:.0f} → {long.own_peak:.0f} MB ({grown[1]:+.1%})",
            max(grown) <= 0.10,
        ),
        Answer(f"{long.wall:.0f} s; {again.wall:.1f} s", long.wall <= 480 and again.wall <= 2),
        Answer(f"{changed.wall / long.wall:.3f}×", changed.wall / long.wall <= 0.02),
    )
    figures = {"short": short, "long": long, "again": again, "changed": changed, "pace": pace, "apart": look.apart}
    return Result(answers, {**figures, "wrong": look.wrong[:20]})


def _changed(shots: list[Shot]) -> list[Shot]:
    at = len(shots) // 2 // 2 * 2  # a real clip
    return [*shots[:at], replace(shots[at], clip=spare_clip()), *shots[at + 1 :]]


def _grown(short: Usage, long: Usage, which: str) -> float:
    return float(getattr(long, which) / getattr(short, which) - 1)


def _pace(folder: Path) -> list[float]:
    """Milliseconds of wall a frame in each tenth of the film, as the store's files tell it."""
    note = json.loads((folder / "out" / ".longtake" / "work.json").read_text())
    store = Store(folder / "workspace" / "store")
    done = sorted((_written_at(store, keys[0]), _frames(store, keys[0])) for keys in note["spans"])
    total = sum(frames for _, frames in done[1:])
    pace, since, before, passed = [], done[0][0], 0, 0
    for at, frames in done[1:]:
        passed += frames
        if passed * 10 >= total * (len(pace) + 1):
            pace.append(1000 * (at - since) / (passed - before))
            since, before = at, passed
    return pace


def _written_at(store: Store, key: str) -> float:
    return (store.root / key[:2] / key[2:]).stat().st_mtime


def _frames(store: Store, key: str) -> int:
    return EncodedSpan.from_bytes(store.read(Digest(key))).frames
