"""Matching colours where two clips meet: only where both show the same things, and only what those things differ by.

The mean of a picture says nothing of light where something entered it or the frame is another. So the last thumbnail
of one clip is laid over the first of the other, moved to where they agree best, and a gain and an offset are fitted to
what is the same in both; what moved or came stays out of the fit. Where too little is the same, nothing is certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from longtake.media import THUMB_SIZE, Correction, PictureMeasures, Thumbs
from longtake.media.matching import GAIN, LEVEL

__all__ = ["MATRICES", "Fit", "Matched", "Matching", "Side", "fitted", "is_one_scene", "matched"]

Thumb = NDArray[np.float64]

MATRICES = {
    "bt709": (0.2126, 0.0722),
    "smpte170m": (0.299, 0.114),
    "bt470bg": (0.299, 0.114),
    "bt2020nc": (0.2627, 0.0593),
}
"""How much of luma is red and blue, by FFmpeg's names for the matrices that are known here (ITU-T H.273)."""

_REACH = 3
"""Pixels by which a thumbnail is moved to find the other in it."""

_ROUNDS = 8
_NEAR, _LEAST_SPREAD = 2.5, 4.0
"""What counts in the fit: within so many deviations of the middle one, at least so many levels."""

_GAIN = 0.8, 1.25


@dataclass(frozen=True, slots=True)
class Matching:
    """When two clips show one scene, and what is done then.

    alike: the least correlation. same: the least share of pixels that a gain and an offset bring within 8 levels;
    agreeing: the least correlation of those that were fitted. Continuing footage has 0.6 and 0.98 even 15 pictures on,
    other shots 0.3 and 0.75 at most. sure: the share from which means of chroma, too, speak of the same things. luma,
    chroma: the largest steps in levels that one scene can have; least: those that are left as they are. straying:
    levels of straying from its own look that a clip may have for nothing.
    """

    alike: float = 0.7
    same: float = 0.6
    agreeing: float = 0.98
    sure: float = 0.8
    luma: float = 24
    chroma: float = 6
    least: float = 0.5
    straying: float = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A clip at a cut: what was measured of it, and the number of its picture that stands next to the cut.

    window: left, top, right and bottom of what the film shows of it, as shares of the picture. matrix: by which code
    values are read, a key of `MATRICES`.
    """

    picture: PictureMeasures
    number: int
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    matrix: str = "bt709"

    def thumb(self) -> Thumb | None:
        """What the film shows of the picture, as large as a thumbnail, in luma of BT.709; None where none was kept."""
        kept = [one for one in (self.picture.head, self.picture.tail) if 0 <= self.number - one.first < one.count]
        if not kept:
            return None
        luma = _within(_unpacked(kept[0], self.number), self.window)
        mean = float(luma.mean())
        return luma + (_as_709(mean, *self.chroma_as_read, self.matrix)[0] - mean)

    @property
    def chroma_as_read(self) -> tuple[float, float]:
        return self.picture.cb[self.number], self.picture.cr[self.number]

    @property
    def chroma(self) -> tuple[float, float]:
        """Means of Cb and Cr, in code values of BT.709."""
        _, cb, cr = _as_709(self.picture.luma[self.number], *self.chroma_as_read, self.matrix)
        return cb, cr

    @property
    def strayed(self) -> float:
        """By how many levels of luma the picture is lighter than the clip mostly is."""
        near = self.picture.luma[max(0, self.number - 1) : self.number + 2]
        return fmean(near) - median(self.picture.luma)


@dataclass(frozen=True, slots=True)
class Fit:
    """What brings one picture to the light of another. step: levels by which the other is lighter where the one has
    `level`. likeness: their correlation. same: share of pixels that are the same then; agreement: the correlation of
    those that the fit is of."""

    gain: float
    level: float
    step: float
    likeness: float
    same: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Matched:
    """The corrections of both sides of a cut, each in full at it."""

    out: Correction
    into: Correction


def matched(out: Side, into: Side, settings: Matching = Matching()) -> Matched | None:
    """What brings both sides to one look; None where they show different things, or nothing stands apart.

    Each side takes its share of the way: the one that had left its own look before the cut goes back to it first.
    """
    last, first = out.thumb(), into.thumb()
    if last is None or first is None:
        return None
    fit = fitted(last, first)
    if not is_one_scene(fit, settings):
        return None
    chroma = _chroma(out, into, fit, settings)
    if chroma is None or max(abs(fit.step), *map(abs, chroma), abs(fit.gain - 1) * 50) < settings.least:
        return None
    share = _share(fit.step, out.strayed, into.strayed, settings.straying)
    ratio = fit.gain**share
    return Matched(
        _correction(ratio, fit.level, [share * step for step in (fit.step, *chroma)]),
        _correction(ratio / fit.gain, fit.level + fit.step, [(share - 1) * step for step in (fit.step, *chroma)]),
    )


def fitted(one: Thumb, other: Thumb) -> Fit:
    """The gain and offset of `one` that give `other` wherever both show the same."""
    ways = range(-_REACH, _REACH + 1)
    pairs = (_overlap(one, other, across, down) for across in ways for down in ways)
    likeness, before, after = max(((_correlation(*pair), *pair) for pair in pairs), key=lambda found: found[0])
    gain, offset = 1.0, float(np.median(after - before))
    near = np.ones(before.shape, bool)
    for _ in range(_ROUNDS):
        rest = after - (gain * before + offset)
        near = np.abs(rest) <= max(_LEAST_SPREAD, _NEAR * 1.4826 * float(np.median(np.abs(rest))))
        gain = float(np.clip(after[near].std() / max(before[near].std(), 1.0), *_GAIN))
        offset = float(np.median(after[near] - gain * before[near]))
    level, same = float(before.mean()), np.abs(after - (gain * before + offset)) <= 8
    agreement = _correlation(before[near], after[near])
    return Fit(gain, level, gain * level + offset - level, likeness, float(same.mean()), agreement)


def is_one_scene(fit: Fit, settings: Matching) -> bool:
    """Whether both show the same things, in whatever light."""
    is_alike = fit.likeness >= settings.alike and fit.same >= settings.same and fit.agreement >= settings.agreeing
    return is_alike and abs(fit.step) <= settings.luma


def _chroma(out: Side, into: Side, fit: Fit, settings: Matching) -> tuple[float, float] | None:
    """The steps in Cb and Cr, none where that is not sure; None where they are too large for one scene."""
    steps = [after - before for before, after in zip(out.chroma, into.chroma, strict=True)]
    if max(map(abs, steps)) > settings.chroma:
        return None
    return (steps[0], steps[1]) if fit.same >= settings.sure else (0.0, 0.0)


def _share(step: float, out: float, into: float, straying: float) -> float:
    """How much of the way the outgoing clip goes: the more, the more of the step is its own straying from what it
    mostly is. out, into: by how much each has strayed."""
    strayed = _back(-out, step), _back(into, step)
    return (strayed[0] + straying) / (sum(strayed) + 2 * straying)


def _back(way: float, step: float) -> float:
    """How much of a step is the way back to a clip's own look."""
    return min(abs(way), abs(step)) if way * step > 0 else 0.0


def _correction(gain: float, level: float, steps: list[float]) -> Correction:
    return Correction(round(GAIN * gain), round(level), *(round(LEVEL * step) for step in steps))


def _as_709(luma: float, cb: float, cr: float, matrix: str) -> tuple[float, float, float]:
    """Limited code values by another matrix: means may be converted, since all of it is linear."""
    if matrix == "bt709":
        return luma, cb, cr
    (red, blue), (red_709, blue_709) = MATRICES[matrix], MATRICES["bt709"]
    grey, to_blue, to_red = (luma - 16) / 219, (cb - 128) / 112 * (1 - blue), (cr - 128) / 112 * (1 - red)
    r, b = grey + to_red, grey + to_blue
    g = (grey - red * r - blue * b) / (1 - red - blue)
    again = red_709 * r + (1 - red_709 - blue_709) * g + blue_709 * b
    return 16 + 219 * again, 128 + 112 * (b - again) / (1 - blue_709), 128 + 112 * (r - again) / (1 - red_709)


def _unpacked(kept: Thumbs, number: int) -> Thumb:
    width, height = THUMB_SIZE
    luma = np.frombuffer(kept.luma, np.uint8, width * height, (number - kept.first) * width * height)
    return luma.reshape(height, width).astype(np.float64)


def _within(thumb: Thumb, window: tuple[float, float, float, float]) -> Thumb:
    """The part of a thumbnail in the window, made as large as it was."""
    if window == (0.0, 0.0, 1.0, 1.0):
        return thumb
    height, width = thumb.shape
    left, top, right, bottom = window
    down, rows = _places(top, bottom, height)
    across, columns = _places(left, right, width)
    upper, lower = thumb[rows], thumb[rows + 1]
    lines = upper + (lower - upper) * down[:, None]
    before, after = lines[:, columns], lines[:, columns + 1]
    part: Thumb = before + (after - before) * across[None, :]
    return part


def _places(start: float, end: float, count: int) -> tuple[Thumb, NDArray[np.intp]]:
    """Where the middles of `count` pixels between two shares of a side lie: how far between which two."""
    middles = np.clip((start + (end - start) * (np.arange(count) + 0.5) / count) * count - 0.5, 0, count - 1)
    first = np.minimum(middles.astype(np.intp), count - 2)
    return middles - first, first


def _overlap(one: Thumb, other: Thumb, across: int, down: int) -> tuple[Thumb, Thumb]:
    """What of both is seen when the other is moved so far."""
    height, width = one.shape
    rows = slice(max(0, down), height + min(0, down)), slice(max(0, -down), height + min(0, -down))
    columns = slice(max(0, across), width + min(0, across)), slice(max(0, -across), width + min(0, -across))
    return one[rows[0], columns[0]], other[rows[1], columns[1]]


def _correlation(one: Thumb, other: Thumb) -> float:
    one, other = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / scale if scale > 1 else -1.0
