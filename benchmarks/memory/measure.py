"""Does memory stay flat, however many clips a film has?

The film of 10 and of 200 clips of two seconds (copies of real clips, each with a digest of its own), 1080p, four rungs.
Peaks are the kernel's high-water marks (VmHWM) of the command and of the largest process it started, sampled 20 times a
second. FFmpeg's `xfade` chain makes the same MP4 of 10 and of 40 clips.
"""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

from ffmpeg_command import LADDER, encoder, film_graph, opening, sound_encoder
from longtake_command import assemble
from material import LONG, WORK, clips_folder, copy, fresh, shortened
from measuring import Answer, Result, Row, Settings, Usage, run

ROWS = (
    Row(
        "peak memory of a worker and of the parent, 10 clips and 200 clips",
        "the same within 10 %, worker ≤ 700 MB at 1080p with four rungs",
    ),
)


def measure(settings: Settings) -> Result:
    few, many, theirs = (3, 6, (3, 6)) if settings.quick else (10, 200, (10, 40))
    ours = {count: _ours(_clips(count), settings.workers) for count in (few, many)}
    ffmpeg = {count: _ffmpeg(_clips(count)) for count in theirs}
    worker = max(usage.worker_peak for usage in ours.values())
    grown = [getattr(ours[many], what) / getattr(ours[few], what) - 1 for what in ("worker_peak", "own_peak")]
    told = "; ".join(_told(f"{count} clips", ours[count]) for count in ours)
    chains = ", ".join(f"{usage.peak:.0f} MB at {count}" for count, usage in ffmpeg.items())
    answer = Answer(f"{told} (FFmpeg's chain {chains})", worker <= 700 and max(grown) <= 0.10)
    return Result((answer,), {"growth": grown, "longtake": ours, "ffmpeg": ffmpeg})


def _told(name: str, usage: Usage) -> str:
    return f"{name}: worker {usage.worker_peak:.0f} MB, parent {usage.own_peak:.0f} MB"


def _clips(count: int) -> list[Path]:
    pieces = [shortened(clips_folder() / name, 48) for name in LONG]
    targets = [WORK / "many" / f"{number:03}.mp4" for number in range(count)]
    return [
        target if target.exists() else copy(piece, target, target.stem)
        for target, piece in zip(targets, islice(cycle(pieces), count), strict=True)
    ]


def _ours(clips: list[Path], workers: int) -> Usage:
    with fresh() as folder:
        return assemble(clips, folder, workers=workers, watch_memory=True)


def _ffmpeg(clips: list[Path]) -> Usage:
    with fresh() as folder:
        graph = ["-filter_complex", film_graph(clips, LADDER[:1]), "-map", "[picture0]", "-map", "[sound0]"]
        return run([*opening(clips), *graph, *encoder(LADDER[0]), *sound_encoder(), folder / "film.mp4"])
