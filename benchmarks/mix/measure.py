"""Is an hour of sound where it was planned, as loud as it was asked, out of the way of speech, and quick to mix?

The film (`film.py`) is made by the console script at 24000/1001 and at 30000/1001. Sync: its mix as planned, before
AAC, is looked for by cross-correlation in the sound decoded from `film.mp4` and from the stream's segments, at a
hundred places evenly over the hour; drift is the lag at the last ten places against the first ten. Loudness and true
peak: libav's meter of EBU R 128 over the decoded `film.mp4`. Ducking: the music alone, mixed with its curve and
without, while each recording speaks, from where its first sound is; and how long before that it is down. Mixing: CPU
seconds of one process that decodes, mixes and measures all of it; beside it with the second pass, which mixes again,
limits and encodes, and its peak memory against ten minutes.
Clicks: see `clicks.py`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from longtake_command import make
from material import fresh
from measuring import Answer, Result, Row, Settings
from mix.clicks import steps_at_joins
from mix.film import SPEECH, written
from mix.hearing import STREAM, WINDOW, lag_of, loudness_of_film, windows_of
from mix.planned import Planned

from longtake.libav.sound import SoundReader
from longtake.sound import Mix, SoundCue, pieces_of
from longtake.sound.mixing import Mixer

ROWS = (
    Row(
        "sync over 60 minutes at 24000/1001 and 30000/1001, MP4 and HLS, planned mix against decoded, 100 places",
        "worst ≤ 5 ms, drift 0",
    ),
    Row("integrated loudness of the finished AAC against the target; true peak as it decodes", "±0.3 LU; ≤ −1.0 dBTP"),
    Row("music under speech against without; how long before the first sound it is down", "12 ±1 dB; ≥ 50 ms"),
    Row("mixing and measuring 60 minutes (narration, music, native sound) on one core, against real time", "≥ 60×"),
    Row("memory of mixing, 10 minutes → 60", "flat (within 10 %)"),
    Row(
        "clicks at 200 cuts between random real clips (beside them: cut hard)",
        "no step > −40 dBFS beyond the sounds' own",
    ),
)
_RATES = ("24000/1001", "30000/1001")
_PLACES = 100
_CLICK = 0.01  # of full scale: -40 dBFS (delivery rule A06)


def measure(settings: Settings) -> Result:
    minutes = 1 if settings.quick else 60
    sync: dict[str, list[int]] = {}
    for number, rate in enumerate(_RATES):
        with fresh() as folder:
            storyboard = written(folder, rate, minutes)
            make(storyboard, folder, workers=settings.workers)
            planned = Planned(storyboard, folder / "workspace", folder / "out")
            for kind in ("mp4", STREAM):
                sync[f"{rate} {kind}"] = _lags(planned, kind, 10 if settings.quick else _PLACES)
            if number == 0:
                loud, peak = loudness_of_film(folder / "out")
                depths, ahead = _ducking(planned)
                few, many = (_mixed(folder, part) for part in (minutes / 6, minutes))
    worst = max(abs(lag) for lags in sync.values() for lag in lags) / 48
    drift = max(abs(median(lags[-10:]) - median(lags[:10])) for lags in sync.values()) / 48
    mixing = many["seconds"] / many["measuring"]
    whole = many["seconds"] / (many["measuring"] + many["encoding"])
    grown = many["peak"] / few["peak"] - 1
    steps = list(steps_at_joins(20 if settings.quick else 200))
    click, clicks = max(mixed for mixed, _ in steps), [sum(one[way] > _CLICK for one in steps) for way in (0, 1)]
    answers = (
        Answer(f"worst {worst:.2f} ms, drift {drift:.2f} ms", worst <= 5 and drift < 0.05),
        Answer(f"{loud:.2f} LUFS for −16; {peak:.2f} dBTP", abs(loud + 16) <= 0.3 and peak <= -1),
        Answer(
            f"{min(depths):.2f} to {max(depths):.2f} dB; {1000 * ahead:.0f} ms",
            max(abs(depth - 12) for depth in depths) <= 1 and ahead >= 0.05,
        ),
        Answer(f"{mixing:.0f}× (with limiting and AAC, which mixes once more: {whole:.0f}×)", mixing >= 60),
        Answer(f"{few['peak']:.0f} → {many['peak']:.0f} MB ({grown:+.1%})", grown <= 0.10),
        Answer(f"{clicks[0]} clicks, largest step {click:+.4f} (hard: {clicks[1]} clicks)", not clicks[0]),
    )
    figures = {
        "lags": sync,
        "steps": steps,
        "depths": depths,
        "ahead": ahead,
        "few": few,
        "many": many,
        "loudness": [loud, peak],
    }
    return Result(answers, figures)


def _lags(planned: Planned, kind: str, count: int) -> list[int]:
    """At each place in samples."""
    end = planned.film.plan.rate.samples(planned.film.plan.frames)
    places = [round(end * (2 * number + 1) / (2 * count)) for number in range(count)]
    pieces = [one.start + one.heard.start for one in planned.pieces]
    inside = [_in_one_piece(place, pieces) for place in places]
    heard = windows_of(planned.out, kind, inside)
    return [lag_of(heard[place], planned.heard(place, WINDOW)) for place in inside]


def _in_one_piece(place: int, starts: list[int]) -> int:
    """The place, or one before it from where the window ends with its piece."""
    after = next((start for start in starts if place < start < place + WINDOW), None)
    return place if after is None else after - WINDOW


def _ducking(planned: Planned) -> tuple[list[float], float]:
    """By how much the music is lower while each recording speaks, in dB; the least time that it is down before."""
    plan = planned.film.plan
    length = plan.rate.samples(plan.frames)
    cues = planned.cues("music")
    onset = _onset(planned.open(next(cue.digest for cue in plan.cues if cue.asset == SPEECH)))
    speech = [(cue.start + onset, cue.start + cue.samples) for cue in plan.cues if cue.kind == "narration"][:20]
    down, up = (_music(planned, cues_, length, speech) for cues_ in (cues, [replace(cue, curve=()) for cue in cues]))
    depths, aheads = [], []
    for with_curve, without in zip(down, up, strict=True):
        spoken, plain = with_curve[:, 24_000:], without[:, 24_000:]
        depths.append(float(10 * np.log10(np.mean(plain**2) / np.mean(spoken**2))))
        ratio = np.abs(with_curve[:, :24_000]).sum(axis=0) / np.maximum(np.abs(without[:, :24_000]).sum(axis=0), 1e-9)
        loud = np.flatnonzero(ratio > 10 ** (-11 / 20))
        aheads.append((24_000 - (int(loud[-1]) + 1 if len(loud) else 0)) / 48_000)
    return depths, min(aheads)


def _music(planned: Planned, cues: list[SoundCue], length: int, speech: list[tuple[int, int]]) -> list[np.ndarray]:
    """The music alone, from half a second before each stretch of speech to two seconds into it."""
    pieces = pieces_of(Mix(tuple(cues), length))
    found = []
    for start, _ in speech:
        begin, end = max(0, start - 24_000), start + 96_000
        sound = np.zeros((2, end - begin), np.float32)
        with Mixer(planned.open) as mixer:
            for piece in pieces:
                first, last = piece.start + piece.heard.start, piece.start + piece.heard.stop
                if first < end and begin < last:
                    pcm = mixer.summed(piece)[:, piece.heard]
                    lead, trail = max(begin, first), min(end, last)
                    sound[:, lead - begin : trail - begin] = pcm[:, lead - first : trail - first]
        found.append(sound)
    return found


def _onset(path: Path) -> int:
    """The sample of a recording from which it is heard: 30 dB below its loudest 10 ms."""
    with_levels = SoundReader(path).window(0, 48_000 * 10)
    powers = np.square(with_levels).mean(axis=0).reshape(-1, 480).mean(axis=1)
    return int(np.flatnonzero(powers > powers.max() / 1000)[0]) * 480


def _mixed(folder: Path, minutes: float) -> dict[str, float]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])}
    words = [sys.executable, "-m", "mix.mixing", str(folder), str(minutes)]
    told = subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout
    return dict(json.loads(told))
