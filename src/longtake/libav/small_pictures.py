"""Pictures made small, each pixel the mean of its field: for measuring, and to be looked at."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from longtake.libav.planes import Planes, planes_of
from longtake.media import Size

__all__ = ["SmallColours", "SmallPictures"]

_LONGER_SIDE = 320
_AREA = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.BITEXACT


class SmallPictures:
    """Feed it decoded pictures of one stream: they become yuv420p whose longer side has 320 pixels; code values stay as
    they are read, whatever they mean."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def of(self, frame: av.VideoFrame) -> Planes:
        """Views into a new small frame; both sides are even, at least 2."""
        longer = max(frame.width, frame.height)
        width, height = (max(1, round(_LONGER_SIDE * side / longer / 2)) * 2 for side in (frame.width, frame.height))
        small = self._reformatter.reformat(frame, width, height, "yuv420p", interpolation=_AREA, threads=1)
        return planes_of(small)


class SmallColours:
    """Feed it conformed pictures, BT.709 limited: they become R'G'B' of `size`."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._reformatter = VideoReformatter()

    def of(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """height x width x 3."""
        small = self._reformatter.reformat(
            frame,
            self._size.width,
            self._size.height,
            "rgb24",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=_AREA,
            threads=1,
        )
        return small.to_ndarray().astype(np.uint8, copy=False)
