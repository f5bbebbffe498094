"""Pictures made small for measuring: the longer side 320 pixels, yuv420p, each pixel the mean of its field."""

from __future__ import annotations

import av
from av.video.reformatter import Interpolation, VideoReformatter

from longtake.libav.planes import Planes, planes_of

__all__ = ["SmallPictures"]

_LONGER_SIDE = 320
_AREA = Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.BITEXACT


class SmallPictures:
    """Feed it decoded pictures of one stream; code values stay as they are read, whatever they mean."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def of(self, frame: av.VideoFrame) -> Planes:
        """Views into a new small frame; both sides are even, at least 2."""
        longer = max(frame.width, frame.height)
        width, height = (max(1, round(_LONGER_SIDE * side / longer / 2)) * 2 for side in (frame.width, frame.height))
        small = self._reformatter.reformat(frame, width, height, "yuv420p", interpolation=_AREA, threads=1)
        return planes_of(small)
