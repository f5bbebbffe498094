"""What of a clip's ends is fit to be shown, decided from its measures. Pure.

Clips differ 25-fold in how much they move, so nothing here is an absolute amount: what is too still, too sudden or too
far off is what the clip itself, in its own body, is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from longtake.inspection.settling import Settling, unsettled
from longtake.media import Cause, PictureMeasures, Trim, Usable

__all__ = ["Trimming", "usable"]

Series = NDArray[np.float64]
_End = Literal["head", "tail"]
_ENDS: tuple[tuple[_End, Literal[1, -1]], ...] = (("head", 1), ("tail", -1))
"""With the step by which a series is read from that end on."""

_Found = tuple[_End, Cause, int]
"""What is to be left out at an end, why, and how many pictures of it."""

_LONG: tuple[Cause, ...] = ("black", "fade")

_SURENESS: Mapping[Cause, float] = {
    "black": 0.93, "cut": 0.97, "doubled": 0.98, "fade": 0.98, "flash": 0.97, "settling": 0.91, "still": 0.95,
}  # fmt: skip
"""Of the planted faults of each cause that are found, the share that is told to within two pictures; one right and one
wrong more are counted than there were, so that a few do not make certain (`benchmarks/seams`)."""


@dataclass(frozen=True, slots=True)
class Trimming:
    """Thresholds; differences in 8-bit code values on pictures of 320 pixels.

    still: below this share of the body's median motion, between still_least and still_most, a picture stands still;
    calm: not in bodies that move less than this; stop: so many times more moves before, within `approach` pictures.
    doubled: below this share of every neighbour a picture is a copy, repeat_least: and of the least the clip moves;
    faint: not in bodies that move less.
    fade_rise: levels that a fade rises at least, over fade_least to fade_most pictures; in_step: how far contrast and
    light may differ in it. black: share of dark pixels. stray: the most
    pictures of another scene that are not meant. burst: the most pictures of a flash, that all differ from the median
    of the `burst_after` that follow by burst_rise levels, and so many times what the clip does elsewhere; burst_left:
    share of that by which the next may still differ. most: pictures left out at one end, but for fades and black.
    settling: see there. sureness: see `Trim`.
    """

    still: float = 0.2
    still_least: float = 0.12
    still_most: float = 0.4
    calm: float = 1.0
    approach: int = 4
    stop: float = 3.0
    doubled: float = 0.5
    repeat_least: float = 0.65
    faint: float = 0.2
    fade_rise: float = 12.0
    fade_least: int = 8
    fade_most: int = 48
    in_step: float = 1.5
    black: float = 0.98
    stray: int = 12
    burst: int = 6
    burst_after: int = 8
    burst_rise: float = 10.0
    burst_usual: float = 3.0
    burst_left: float = 0.25
    most: int = 24
    settling: Settling = field(default_factory=Settling)
    sureness: Mapping[Cause, float] = field(default_factory=lambda: _SURENESS)


def usable(picture: PictureMeasures, repeats: Sequence[int] = (), settings: Trimming = Trimming()) -> Usable:
    """repeats: pictures that repeat the one before in a regular cadence: they are no sign of standing still."""
    clip = _Clip(picture, frozenset(repeats), settings)
    found: list[_Found] = []
    for look in (_black, _cut, _fades, _flashes, _stands_still, _doubled, _settles):
        found += look(clip)
    return Usable(picture.frames, tuple(_capped(found, picture.frames, settings)))


class _Clip:
    """The series of a clip as arrays, with what its body is like."""

    def __init__(self, picture: PictureMeasures, repeats: frozenset[int], settings: Trimming) -> None:
        self.settings, self.picture, self.frames = settings, picture, picture.frames
        self.motion = np.array(picture.motion)
        for number in sorted(repeats):
            beside = [self.motion[at] for at in (number - 1, number + 1) if 0 < at < self.frames and at not in repeats]
            self.motion[number] = max(beside, default=self.motion[number])
        self.body = float(np.median(self.motion[1:])) if self.frames > 1 else 0.0

    @property
    def moves(self) -> bool:
        return self.body >= self.settings.calm

    @property
    def still(self) -> float:
        return float(np.clip(self.settings.still * self.body, self.settings.still_least, self.settings.still_most))

    def repeat(self, beside: Series) -> float:
        """Below it, a picture repeats its neighbour: recoding leaves a difference even there. beside: what the clip
        does next to it."""
        least = float(np.quantile(self.motion[1:], 0.04))
        return min(self.settings.repeat_least * least, self.settings.doubled * float(beside.min()))


def _black(clip: _Clip) -> Iterator[_Found]:
    """Black pictures at an end, with something else in between."""
    dark = np.array(clip.picture.dark) >= clip.settings.black
    if dark.all():
        return
    head, tail = int(np.argmin(dark)), int(np.argmin(dark[::-1]))
    if head:
        yield "head", "black", head
    if tail:
        yield "tail", "black", tail


def _cut(clip: _Clip) -> Iterator[_Found]:
    """A few pictures of another scene at an end."""
    heads = [number for number in clip.picture.cuts if number <= clip.settings.stray]
    tails = [clip.frames - number for number in clip.picture.cuts if clip.frames - number <= clip.settings.stray]
    if clip.frames > 3 * clip.settings.stray:
        yield from (("head", "cut", number) for number in heads)
        yield from (("tail", "cut", count) for count in tails)


def _fades(clip: _Clip) -> Iterator[_Found]:
    """Light that rises from the dark at the head, or sinks at the tail: steadily, with the contrast in step."""
    for end, way in _ENDS:
        luma, contrast = (np.array(series)[::way] for series in (clip.picture.luma, clip.picture.contrast))
        count = _fade(luma, contrast, clip.settings)
        if count:
            yield end, "fade", count


def _fade(luma: Series, contrast: Series, settings: Trimming) -> int:
    """Pictures until the light has risen, 0 if it does not."""
    reach = luma[: settings.fade_most + settings.most]
    if len(reach) <= settings.fade_least:
        return 0
    steps = np.diff(reach)
    usual = float(np.median(steps[: settings.fade_least]))
    if usual <= 0.4 or (steps[: settings.fade_least] < 0.3 * usual).any():
        return 0
    over = np.nonzero(steps < 0.35 * usual)[0]
    count = int(over[0]) if len(over) else len(steps)
    rise = float(reach[count] - reach[0])
    if not settings.fade_least <= count <= settings.fade_most or rise < settings.fade_rise:
        return 0
    light, spread = (reach[[count // 3, count]] - 16).clip(1), contrast[[count // 3, count]].clip(0.5)
    in_step = (spread[1] / spread[0]) / (light[1] / light[0])
    return count if 1 / settings.in_step < in_step < settings.in_step else 0


def _stands_still(clip: _Clip) -> Iterator[_Found]:
    """The clip stops before its end, from one picture to the next: what slows down is an action that ends."""
    if not clip.moves:
        return
    moving = np.nonzero(clip.motion[1:] >= clip.still)[0]
    count = clip.frames - 2 - int(moving[-1]) if len(moving) else 0
    if count < 2:
        return
    tail, before = clip.motion[-count:], clip.motion[1:-count][-clip.settings.approach :]
    if np.median(before) >= clip.settings.stop * np.median(tail):
        yield "tail", "still", count


def _doubled(clip: _Clip) -> Iterator[_Found]:
    """The first or last picture is there twice. A longer still head is left alone: a calm face is like that."""
    if clip.frames < 2 * clip.settings.approach or clip.body < clip.settings.faint:
        return
    for end, way in _ENDS:
        motion = clip.motion[1:][::way]
        if motion[0] < clip.repeat(motion[1 : 1 + clip.settings.approach]):
            yield end, "doubled", 1


def _flashes(clip: _Clip) -> Iterator[_Found]:
    """A few pictures at an end that are all brighter, or all darker, than everything after them."""
    for end, way in _ENDS:
        count = _burst(np.array(clip.picture.luma)[::way], clip.settings)
        if count:
            yield end, "flash", count


def _burst(luma: Series, settings: Trimming) -> int:
    """Pictures of a flash at the beginning, 0 if there is none. The same is asked of every other place of the clip."""
    if len(luma) < settings.burst + 4 * settings.burst_after:
        return 0
    following = np.median(sliding_window_view(luma, settings.burst_after), axis=1)
    longest = 0
    for count in range(1, settings.burst + 1):
        off = np.stack([luma[at : at + len(following) - count] - following[count:] for at in range(count)])
        is_one_way = (off > 0).all(axis=0) | (off < 0).all(axis=0)
        least = np.where(is_one_way, np.abs(off).min(axis=0), 0.0)
        usual = settings.burst_usual * float(np.quantile(least[settings.burst_after :], 0.9))
        left = abs(float(luma[count] - following[count]))
        if least[0] > max(settings.burst_rise, usual) and left < settings.burst_left * least[0]:
            longest = count
    return longest


def _settles(clip: _Clip) -> Iterator[_Found]:
    count = unsettled(clip.picture, clip.settings.settling)
    if count:
        yield "head", "settling", count


def _capped(found: list[_Found], frames: int, settings: Trimming) -> Iterator[Trim]:
    """Black and fades take half of a clip at most, everything else a third and `most`."""
    for end, cause, count in found:
        most = frames // 2 if cause in _LONG else min(settings.most, frames // 3)
        yield Trim(end, cause, min(count, most), settings.sureness[cause])
