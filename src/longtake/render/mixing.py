"""Mixing two conformed pictures, of a dissolve or of one clip, plane by plane in YUV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from longtake.libav.planes import blank_frame, planes_of

if TYPE_CHECKING:
    import av

__all__ = ["BLENDING", "blend", "dissolve", "weight_of"]

BLENDING = "blend 1"
"""What mixes two pictures of one clip: change it whenever the same pictures come to others."""

_ONE = 256  # weights in 256ths: products of 8-bit code values fit in 16 bits; half a step is under half a value
_CUT = (
    36  # code values by which two shots differ on average, in fields of 16 pixels: 54 and more; fast movement up to 20
)


def weight_of(picture: int, total: int) -> int:
    """The incoming picture's share, in 256ths, in picture `picture` (0-based) of a dissolve that has `total`."""
    return (_ONE * (picture + 1) + (total + 1) // 2) // (total + 1)


def dissolve(outgoing: av.VideoFrame, incoming: av.VideoFrame, weight: int) -> av.VideoFrame:
    """`weight` 256ths of incoming over the rest of outgoing, rounded to nearest; both yuv420p of one size."""
    mixed = blank_frame(outgoing.width, outgoing.height)
    for target, out, into in zip(planes_of(mixed), planes_of(outgoing), planes_of(incoming), strict=True):
        total = out.astype(np.uint16)
        total *= np.uint16(_ONE - weight)
        share = into.astype(np.uint16)
        share *= np.uint16(weight)
        total += share
        total += np.uint16(_ONE // 2)
        total >>= np.uint16(8)
        target[:] = total
    return mixed


def blend(first: av.VideoFrame, second: av.VideoFrame, weight: int) -> av.VideoFrame:
    """Two pictures of one clip, dissolved; across a cut (or a flash) inside the clip the nearer one, as it is."""
    if np.abs(_fields(first) - _fields(second)).mean() >= _CUT:
        return first if 2 * weight <= _ONE else second
    return dissolve(first, second, weight)


def _fields(frame: av.VideoFrame) -> NDArray[np.float32]:
    """The luma as means of 16 x 16 pixels, of every fourth of them each way."""
    luma = planes_of(frame).luma[::4, ::4]
    height, width = luma.shape[0] // 4, luma.shape[1] // 4  # a film's sides have 64 pixels and more
    fields: NDArray[np.float32] = luma[: height * 4, : width * 4].reshape(height, 4, width, 4).mean((1, 3), np.float32)
    return fields
