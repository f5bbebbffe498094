"""A clip's stretch of a film: which of its pictures each frame shows, and what was measured of them, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.media import THUMB_SIZE, FrameRange, PictureMeasures, Thumbs

__all__ = ["SILENT", "Stretch"]

SILENT = -120.0
"""dBFS of digital silence."""

Table = NDArray[np.floating[Any]]
Numbers = NDArray[np.int_]
_AROUND = 2


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """pictures: for each frame of the take the picture that it shows; levels: the loudness of its sound in dBFS, () for
    none that is heard. visible: the frames that the plan shows; fit: those that are fit to be shown; room: those that
    it may show, None where it stays."""

    picture: PictureMeasures
    pictures: tuple[int, ...]
    levels: tuple[float, ...]
    visible: FrameRange
    fit: FrameRange
    room: FrameRange | None = None

    @property
    def frames(self) -> int:
        return len(self.pictures)

    def slips(self, reach: int) -> tuple[int, ...]:
        """By how many frames it may show something else: within its room and `reach` frames from where all of it is
        fit to be shown, or as much as can be; the smaller ones first."""
        if self.room is None:
            return (0,)
        home = self._home()
        least, most = self.room.start - self.visible.start, self.room.end - self.visible.end
        near = range(max(least, home - reach), min(most, home + reach) + 1)
        return tuple(sorted({0, *near}, key=lambda slip: (abs(slip), slip)))

    def unfit(self, slip: int) -> int:
        """How many frames it then shows that are not fit to be shown."""
        start, end = self.visible.start + slip, self.visible.end + slip
        return max(0, self.fit.start - start) + max(0, end - self.fit.end)

    def _home(self) -> int:
        ahead, behind = self.fit.start - self.visible.start, self.fit.end - self.visible.end
        if ahead > behind:  # more is shown than is fit: as much on both sides
            return (ahead + behind) // 2
        return min(max(0, ahead), behind) if behind >= 0 else behind

    @property
    def left_out(self) -> int:
        """How many of its clip's last pictures it does not show, unslipped."""
        return self.picture.frames - 1 - self.pictures[self.visible.end - 1]

    def without(self, pictures: int) -> Stretch:
        """The same, where so many of the clip's first pictures are not fit to be shown either."""
        first = next((frame for frame, number in enumerate(self.pictures) if number >= pictures), self.fit.end - 1)
        return replace(self, fit=FrameRange(min(max(first, self.fit.start), self.fit.end - 1), self.fit.end))

    def numbers(self, frames: Numbers) -> Numbers:
        """The pictures that these frames show; beyond the ends the last ones."""
        shown: Numbers = np.array(self.pictures)[np.clip(frames, 0, self.frames - 1)]
        return shown

    def thumbs(self, frames: Numbers) -> Table:
        """A row of luma for each frame, NaN where no thumbnail was kept."""
        return np.stack([self._thumb(number) for number in self.numbers(frames)])

    def _thumb(self, number: int) -> Table:
        for kept in (self.picture.head, self.picture.tail):
            if kept.first <= number < kept.first + kept.count:
                return _luma(kept, number - kept.first)
        return np.full(THUMB_SIZE[0] * THUMB_SIZE[1], np.nan)

    def steps(self, frames: Numbers) -> Table:
        """How far each frame is from the one before in thumbnails, 0 where that is not known."""
        step = np.abs(self.thumbs(frames) - self.thumbs(frames - 1)).mean(axis=1)
        known: Table = np.nan_to_num(step)
        return known

    def motion(self, frames: Numbers) -> Table:
        """How much moves there."""
        return self._mean(self.picture.motion, frames)

    def way(self, frames: Numbers) -> tuple[Table, Table]:
        """How the picture as a whole moves there, across and down."""
        return self._mean(self.picture.across, frames), self._mean(self.picture.down, frames)

    def tint(self, frames: Numbers) -> tuple[Table, Table]:
        """Its mean Cb and Cr."""
        numbers = self.numbers(frames)
        return np.array(self.picture.cb)[numbers], np.array(self.picture.cr)[numbers]

    def loudness(self, frames: Numbers) -> Table:
        """dBFS there."""
        if not self.levels:
            return np.full(len(frames), SILENT)
        return np.array(self.levels)[np.clip(frames, 0, len(self.levels) - 1)]

    def _mean(self, series: Sequence[float], frames: Numbers) -> Table:
        """Over a few pictures around each frame; the first picture of a clip has no movement yet."""
        values = np.array(series)
        values[0] = values[min(1, len(values) - 1)]
        around = self.numbers(frames[:, None] + np.arange(-_AROUND, _AROUND + 1)[None, :])
        mean: Table = values[around].mean(axis=1)
        return mean


def _luma(kept: Thumbs, place: int) -> Table:
    size = THUMB_SIZE[0] * THUMB_SIZE[1]
    return np.frombuffer(kept.luma, np.uint8, size, place * size).astype(np.float32)
