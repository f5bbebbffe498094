"""Looking at a part of a picture, to a fraction of a pixel: plane by plane in YUV, with chroma where 4:2:0 has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from longtake.libav.planes import blank_frame, planes_of
from longtake.media import Size

if TYPE_CHECKING:
    import av

__all__ = ["Box", "sampled"]


class Box(NamedTuple):
    """The edges of a part of a picture."""

    left: float
    top: float
    right: float
    bottom: float


def sampled(frame: av.VideoFrame, box: Box, size: Size) -> av.VideoFrame:
    """A new picture of `size` that shows `box` (in luma samples) of a yuv420p picture.

    Bicubic for luma, bilinear for chroma, both widened where the box is larger than the picture that is made, so that
    nothing aliases; integer arithmetic all through, so that the same box gives the same bytes.
    """
    seen = blank_frame(size.width, size.height)
    # A chroma sample stands on the left of its two luma columns, before and after: a quarter of a column to make up.
    # It may reach over the edge, so a column of margin is there.
    aside = 1 + 0.25 * (1 - (box.right - box.left) / size.width)
    chroma = Box(box.left / 2 + aside, box.top / 2, box.right / 2 + aside, box.bottom / 2)
    luma, cb, cr = planes_of(frame)
    targets = planes_of(seen)
    targets.luma[:] = _resized(luma, box, targets.luma.shape, Image.Resampling.BICUBIC)
    for target, plane in ((targets.cb, cb), (targets.cr, cr)):
        edged = np.pad(plane, ((0, 0), (1, 1)), mode="edge")
        target[:] = _resized(edged, chroma, target.shape, Image.Resampling.BILINEAR)
    return seen


def _resized(plane: NDArray[np.uint8], box: Box, shape: tuple[int, ...], kernel: Image.Resampling) -> NDArray[np.uint8]:
    """The box of a plane, without what of it lies outside, at a shape of height x width."""
    image = Image.fromarray(plane)
    inside = max(box.left, 0.0), max(box.top, 0.0), min(box.right, image.width), min(box.bottom, image.height)
    return np.asarray(image.resize((shape[1], shape[0]), kernel, box=inside))
