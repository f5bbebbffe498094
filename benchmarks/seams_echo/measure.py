"""Is it told how many pictures a clip repeats of the one that it goes on from?

Clean footage is split in two that overlap by a known number of pictures. The second is recoded at another bitrate, and
at another size, crop, squeeze, zoom, light or rate; both are measured as at admission. Echoes that are not there are
looked for between each two clips of every real sequence, in either order; one pair of them goes on from the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, permutations
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from material import clips_folder
from measuring import Answer, Result, Row, Settings
from seams.continuing import Continuation, continuations
from seams.footage import CLEAN, HEIGHT, Footage, Frames, drawn, real, write

from longtake.inspection.echoes import Echo, echo
from longtake.inspection.limits import Order
from longtake.inspection.measuring import examine
from longtake.media import PictureMeasures

ROWS = (
    Row(
        "continuation echo of 3–40 frames, same rate, other size or crop",
        "exact in ≥ 98 % of clips with motion above recode noise; otherwise ±1, and a seam step no larger than the "
        "clip's own median step",
    ),
    Row("echo of 1–2 frames, or another rate", "±1 in ≥ 90 %"),
    Row("echoes told between clips of the real sequences, and the one that is there", "none; 13 frames"),
)
_SEED = 77
_DRAWN = 8
_MOVING = 0.3
"""Levels a picture, at half the size, below which recoding makes as much of a difference as the clip does."""

_GOES_ON = {("longcat-06.mp4", "fastvideo-06.mp4"): 13}


@dataclass(frozen=True, slots=True)
class Told:
    """moves: whether it moves more than recoding does. step: of the seam that is left, in the clip's median steps."""

    name: str
    kind: str
    frames: int
    is_easy: bool
    moves: bool
    found: Echo
    step: float

    @property
    def error(self) -> int:
        return abs(self.found.frames - self.frames)


def measure(settings: Settings) -> Result:
    told = _planted(settings)
    sure = [one for one in told if one.is_easy and one.moves]
    calm = [one for one in told if one.is_easy and not one.moves]
    hard = [one for one in told if not one.is_easy and one.frames]
    silent = [one for one in told if not one.frames]
    share, near = _share(sure, 0), [one for one in calm if one.error <= 1 and (not one.error or one.step <= 1)]
    found = dict(_real(settings.quick))
    false = [names for names, frames in found.items() if frames and names not in _GOES_ON]
    right = all(found.get(names) == frames for names, frames in _GOES_ON.items())
    return Result(
        (
            Answer(
                f"{share:.1%} of {len(sure)}; of {len(calm)} calmer ones {len(near)} within that",
                share >= 0.98 and len(near) == len(calm),
            ),
            Answer(f"{_share(hard, 1):.1%} of {len(hard)}", _share(hard, 1) >= 0.9),
            Answer(f"{len(false)} of {len(found) - len(_GOES_ON)} pairs; {found.get(*_GOES_ON)}", not false and right),
        ),
        {
            "seed": _SEED,
            "exact by kind": _by_kind(told),
            "exact by confidence": _by_confidence(told),
            "said where nothing is repeated": sum(one.found.frames > 0 for one in silent) / max(1, len(silent)),
            "wrong": [f"{one.name}, {one.kind}: {one.frames}, {one.found.frames} found" for one in told if one.error],
        },
    )


def _share(told: list[Told], error: int) -> float:
    return sum(one.error <= error for one in told) / max(1, len(told))


def _by_kind(told: list[Told]) -> dict[str, str]:
    kinds = {one.kind: [other for other in told if other.kind == one.kind] for one in told}
    return {kind: f"{sum(not one.error for one in some)} of {len(some)}" for kind, some in kinds.items()}


def _by_confidence(told: list[Told]) -> dict[str, str]:
    found = [one for one in told if one.found.frames]
    steps = sorted({one.found.confidence for one in found})
    each = {step: [one for one in found if one.found.confidence == step] for step in steps}
    return {str(step): f"{sum(not one.error for one in some)} of {len(some)}" for step, some in each.items()}


def _planted(settings: Settings) -> list[Told]:
    footage = chain(real(CLEAN[-1:] if settings.quick else CLEAN), drawn(1 if settings.quick else _DRAWN, _SEED))
    with ProcessPoolExecutor(settings.workers) as pool:
        return [one for some in pool.map(_tell, enumerate(footage)) for one in some]


def _tell(job: tuple[int, Footage]) -> list[Told]:
    number, footage = job
    planted = continuations(footage, np.random.default_rng([_SEED, number]))
    return [_told(footage, one) for one in planted]


def _told(footage: Footage, one: Continuation) -> Told:
    before, after = _measured(one.before, one.rates[0], 18), _measured(one.after, one.rates[1], one.crf)
    found = echo(before, after, one.rates)
    usual = median(_step(*pair) for pair in zip(footage.frames, footage.frames[1:], strict=False))
    cut = len(one.before)
    shown = min(len(footage.frames) - 1, cut + found.frames - one.frames)
    step = _step(footage.frames[cut - 1], footage.frames[shown]) / max(0.01, usual)
    return Told(footage.name, one.kind, one.frames, one.is_easy, usual >= _MOVING, found, step)


def _measured(frames: Frames, rate: Fraction, crf: int) -> PictureMeasures:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "planted.mp4"
        write(frames, rate, path, crf)
        return _examined(path)[0]


def _step(first: Frames, second: Frames) -> float:
    luma = (one[:HEIGHT:2, ::2].astype(np.int16) for one in (first, second))
    return float(np.abs(next(luma) - next(luma)).mean())


def _real(quick: bool) -> Iterator[tuple[tuple[str, str], int]]:
    """Of each two clips of a sequence, in either order: how many pictures the later one is said to repeat."""
    listed = json.loads((clips_folder() / "manifest.json").read_text())
    videos = [one for one in listed if one["kind"] == "video"]
    sequences: dict[str, list[str]] = {}
    for one in videos:
        sequences.setdefault(one["sequence"], []).append(one["file"])
    wanted = {name for names in sequences.values() for name in names if not quick or names[0] in next(iter(_GOES_ON))}
    examined = {name: _examined(clips_folder() / name) for name in sorted(wanted)}
    for names in sequences.values():
        for pair in permutations([name for name in names if name in examined], 2):
            (first, rate), (second, other_rate) = examined[pair[0]], examined[pair[1]]
            yield pair, echo(first, second, (rate, other_rate)).frames


def _examined(path: Path) -> tuple[PictureMeasures, Fraction]:
    found = examine(Order(path, "clip", True))
    assert found.measures
    assert found.measures.picture
    assert found.facts.picture
    return found.measures.picture, found.facts.picture.rate
