"""How far each picture of a clip is from the one before, measured on thumbnails: for finding pictures that repeat."""

from __future__ import annotations

from operator import sub

import av
from av.video.reformatter import Interpolation, VideoReformatter

__all__ = ["ChangeMeter"]

_WIDTH, _HEIGHT = 96, 54
_AREA = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.BITEXACT


class ChangeMeter:
    """Feed it the pictures of a clip in order. `changes` then has, for each but the first, its largest change at one
    place, in 256ths of an 8-bit code value.

    Places are 96 x 54 fields of the picture, each the mean of its pixels: what a codec leaves of a repeat hardly moves
    a mean, while a mouth that speaks in a still picture does. Without NumPy, since this runs in the limited child.
    """

    def __init__(self) -> None:
        self.changes: list[int] = []
        self._reformatter = VideoReformatter()
        self._before: list[int] = []

    def add(self, frame: av.VideoFrame) -> None:
        small = self._reformatter.reformat(frame, _WIDTH, _HEIGHT, "gray16le", interpolation=_AREA, threads=1)
        plane = small.planes[0]
        lines = memoryview(bytes(plane)).cast("H")
        step = plane.line_size // 2
        means = [value for at in range(0, step * _HEIGHT, step) for value in lines[at : at + _WIDTH]]
        if self._before:
            self.changes.append(max(map(abs, map(sub, means, self._before))))
        self._before = means
