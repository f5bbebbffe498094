"""How well a seam of the finished film is hidden: measured on its decoded pictures and its sound, as one number and its
parts.

Of two shots of one scene nothing may stand apart where they meet. Where another scene begins, light, colour, detail,
movement and loudness change because they are meant to; only what nobody wants counts: pictures that repeat, and clicks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import fmean
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from longtake.inspection.matching import Fit, Matching, fitted, is_one_scene
from longtake.libav.planes import Planes
from longtake.media import SAMPLE_RATE, THUMB_SIZE

__all__ = [
    "AROUND",
    "HEARD",
    "PartName",
    "Seam",
    "SeamMeasures",
    "SeamPart",
    "SeamScore",
    "heard_measures",
    "score_of",
    "seen_measures",
]

AROUND = 8
"""Pictures on each side of a seam that are looked at."""

HEARD = SAMPLE_RATE // 8
"""Samples on each side of a seam that are listened to."""

PartName = Literal["light", "colour", "sharpness", "jump", "direction", "pace", "repeats", "loudness", "click"]
Luma = NDArray[np.float32]

_TELLING: dict[PartName, tuple[float, float]] = {
    "light": (0.5, 6),
    "colour": (0.4, 4),
    "sharpness": (0.08, 0.6),
    "jump": (1.6, 8),
    "direction": (0.6, 2),
    "pace": (0.5, 2),
    "repeats": (0, 4),
    "loudness": (12, 40),
    "click": (3, 12),
}
"""Of each part, the amount up to which nobody sees or hears it, and that from which everybody does."""

_CALM = 0.3
"""Levels that a picture that stands still may differ by from the one before."""


@dataclass(frozen=True, slots=True)
class Seam:
    """What is seen around a seam.

    pictures: small, in film order; `before` of them before the join, `length` in the transition (0 of a cut), the rest
    after it.
    """

    pictures: Sequence[Planes]
    before: int
    length: int


@dataclass(frozen=True, slots=True)
class SeamMeasures:
    """What was measured of a seam's pictures, or of its sound. amounts: of its parts, in their units; is_one_scene:
    whether both sides show the same things, which no sound says."""

    amounts: Mapping[PartName, float]
    is_one_scene: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> SeamMeasures:
        """Raises ValueError or TypeError if `text` is not what `to_json` writes."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class SeamPart:
    """score: 1 where nobody sees it, 0 where everybody does. amount: light and colour in levels a picture; sharpness
    and pace as logarithms of a ratio; jump as a multiple of what the pictures beside it change; direction as the share
    by which movement turns; repeats in pictures; loudness in dB; click as a multiple of the steps around it."""

    name: PartName
    amount: float
    score: float


@dataclass(frozen=True, slots=True)
class SeamScore:
    """value: 1 for a seam that nobody notices: half its worst part, half the mean of all. is_one_scene: whether both
    sides show the same things."""

    value: float
    is_one_scene: bool
    parts: tuple[SeamPart, ...]

    @property
    def worst(self) -> SeamPart | None:
        """None where nothing could be measured."""
        return min(self.parts, key=lambda part: part.score, default=None)


def seen_measures(seam: Seam) -> SeamMeasures:
    """Nothing of a seam with fewer than two pictures on a side."""
    if seam.before < 2 or len(seam.pictures) - seam.before - seam.length < 2:
        return SeamMeasures({})
    seen = _Seen(seam)
    is_one = seen.is_one_scene
    return SeamMeasures({**dict(seen.of_one_scene() if is_one else ()), "repeats": float(seen.repeats())}, is_one)


def heard_measures(sound: NDArray[np.float32]) -> SeamMeasures:
    """sound: channels x samples, the seam in the middle."""
    return SeamMeasures({**dict(_loudness(sound)), "click": _click(sound)})


def score_of(seen: SeamMeasures, heard: SeamMeasures) -> SeamScore:
    """Where another scene begins, loudness changes because it is meant to."""
    amounts = {**seen.amounts, **heard.amounts}
    if not seen.is_one_scene:
        amounts.pop("loudness", None)
    made = tuple(_part(name, amount) for name, amount in amounts.items())
    scores = [part.score for part in made]
    value = (min(scores) + fmean(scores)) / 2 if scores else 1.0
    return SeamScore(round(value, 3), seen.is_one_scene, made)


def _part(name: PartName, amount: float) -> SeamPart:
    unseen, seen = _TELLING[name]
    return SeamPart(name, round(amount, 3), round(min(1.0, max(0.0, (seen - amount) / (seen - unseen))), 3))


class _Seen:
    """The pictures around a seam, and what changes from each to the next."""

    def __init__(self, seam: Seam) -> None:
        self._lumas = [np.asarray(one.luma, np.float32) for one in seam.pictures]
        self._chroma = [(float(one.cb.mean()), float(one.cr.mean())) for one in seam.pictures]
        self._out, self._into, self._steps = seam.before - 1, seam.before + seam.length, seam.length + 1
        self._changes = [float(np.abs(after - before).mean()) for before, after in pairwise(self._lumas)]
        self._fit: Fit = fitted(_thumb(self._lumas[self._out]), _thumb(self._lumas[self._into]))
        self.is_one_scene = is_one_scene(self._fit, Matching()) and self._colour < Matching().chroma

    @property
    def _colour(self) -> float:
        pairs = zip(self._chroma[self._out], self._chroma[self._into], strict=True)
        return max(abs(after - before) for before, after in pairs)

    @property
    def _usual(self) -> float:
        """What changes from picture to picture on both sides, in the middle."""
        return float(np.median(self._changes[: self._out] + self._changes[self._into :]))

    def of_one_scene(self) -> Iterator[tuple[PartName, float]]:
        yield "light", abs(self._fit.step) / self._steps
        yield "colour", self._colour / self._steps
        out, into = self._sides()
        detail = [fmean(map(_detail, side)) for side in (out, into)]
        yield "sharpness", abs(_log_ratio(detail[0], detail[1], 0.5)) / self._steps
        yield "jump", max(self._changes[self._out : self._into]) / (self._usual + _CALM)
        moved = [np.mean([_shift(*pair) for pair in pairwise(side)], axis=0) for side in (out, into)]
        fastest = max(float(np.hypot(*one)) for one in moved)
        yield "direction", float(np.hypot(*(moved[1] - moved[0]))) / (fastest + 1)
        pace = [fmean(self._changes[: self._out] or [0]), fmean(self._changes[self._into :] or [0])]
        yield "pace", abs(_log_ratio(pace[0], pace[1], _CALM))

    def repeats(self) -> int:
        """Pictures of the incoming shot that were seen already at the end of the one before, and pictures beside the
        seam that stand still in shots that move."""
        out, into = self._changes[: self._out], self._changes[self._into :]
        end, begin = self._lumas[: self._out + 1], self._lumas[self._into :]
        same = _still(self._changes)
        echoed = sum(any(float(np.abs(one - old).mean()) < same for old in end) for one in begin)
        standing = sum(change < _still(out) for change in out[-2:]) + sum(change < _still(into) for change in into[:2])
        return echoed + standing

    def _sides(self) -> tuple[list[Luma], list[Luma]]:
        return self._lumas[max(0, self._out - 3) : self._out + 1], self._lumas[self._into : self._into + 4]


def _still(changes: Sequence[float]) -> float:
    """Levels below which a picture repeats another among pictures that change so much; 0 where they hardly move."""
    usual = float(np.median(changes))
    return min(_CALM, usual / 4) if usual >= 2 * _CALM else 0.0


def _loudness(sound: NDArray[np.float32]) -> Iterator[tuple[PartName, float]]:
    """Of sound that is there on both sides: where one is silent, it begins or ends on purpose."""
    middle = sound.shape[1] // 2
    levels = [10 * np.log10(float((side**2).mean()) + 1e-12) for side in (sound[:, :middle], sound[:, middle:])]
    if min(levels) > -60:
        yield "loudness", abs(levels[1] - levels[0])


def _click(sound: NDArray[np.float32]) -> float:
    """How many times larger the steps from sample to sample are at the seam than around it."""
    middle = sound.shape[1] // 2
    steps = np.abs(np.diff(sound, axis=1)).max(axis=0)
    return float(steps[middle - 64 : middle + 64].max(initial=0.0)) / (float(np.quantile(steps, 0.995)) + 0.002)


def _thumb(luma: Luma) -> NDArray[np.float64]:
    """The picture in the size of a thumbnail, each pixel the mean of its field."""
    width, height = THUMB_SIZE
    rows = np.linspace(0, luma.shape[0], height + 1).astype(int)
    columns = np.linspace(0, luma.shape[1], width + 1).astype(int)
    sums = np.add.reduceat(np.add.reduceat(luma.astype(np.float64), rows[:-1], axis=0), columns[:-1], axis=1)
    counts = np.diff(rows)[:, None] * np.diff(columns)[None, :]
    thumb: NDArray[np.float64] = sums / counts
    return thumb


def _detail(luma: Luma) -> float:
    """Mean absolute Laplacian."""
    inner = luma[1:-1, 1:-1]
    beside = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    return float(np.abs(4 * inner - beside).mean())


def _shift(before: Luma, after: Luma) -> NDArray[np.float64]:
    """By how many pixels the picture as a whole moved, right and down positive: one step of least squares (Lucas and
    Kanade, 1981) on thumbnails, which is enough to compare two movements."""
    one, other = _thumb(before), _thumb(after)
    down, across = np.gradient((one + other) / 2)
    across, down, later = across.ravel(), down.ravel(), (other - one).ravel()
    normal = np.array([[across @ across + 1, across @ down], [across @ down, down @ down + 1]])
    moved: NDArray[np.float64] = np.linalg.solve(normal, np.array([across @ later, down @ later]))
    return np.asarray(moved * (-before.shape[1] / THUMB_SIZE[0]))


def _log_ratio(one: float, other: float, floor: float) -> float:
    return float(np.log((other + floor) / (one + floor)))
