"""Looking at a part of a picture, to a fraction of a pixel: plane by plane in YUV, with chroma where 4:2:0 has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from longtake.libav.planes import blank_frame, planes_of
from longtake.media import Size

if TYPE_CHECKING:
    import av

__all__ = ["Box", "sampled"]

_LUMA, _CHROMA = Image.Resampling.BICUBIC, Image.Resampling.BILINEAR


class Box(NamedTuple):
    """The edges of a part of a picture."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, size: tuple[int, int]) -> Box:
        """The box without what of it lies outside a plane of this width and height."""
        width, height = size
        return Box(max(self.left, 0.0), max(self.top, 0.0), min(self.right, width), min(self.bottom, height))


def sampled(frame: av.VideoFrame, box: Box, size: Size) -> av.VideoFrame:
    """A new picture of `size` that shows `box` (in luma samples) of a yuv420p picture.

    Bicubic for luma, bilinear for chroma, both widened where the box is larger than the picture that is made, so that
    nothing aliases; integer arithmetic all through, so that the same box gives the same bytes.
    """
    seen = blank_frame(size.width, size.height)
    # A chroma sample stands on the left of its two luma columns, before and after: a quarter of a column to make up.
    aside = 0.25 * (1 - (box.right - box.left) / size.width)
    chroma = Box(box.left / 2 + aside, box.top / 2, box.right / 2 + aside, box.bottom / 2)
    for number, (target, plane) in enumerate(zip(planes_of(seen), frame.planes, strict=True)):
        place = (plane.width, plane.height)
        image = Image.frombuffer("L", place, plane, "raw", "L", plane.line_size, 1)  # type: ignore[arg-type]
        kernel, part = (_CHROMA, chroma) if number else (_LUMA, box)
        shown = image.resize((target.shape[1], target.shape[0]), kernel, box=part.within(place))
        target[:] = np.asarray(shown)
    return seen
