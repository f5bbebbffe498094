"""Mixing two conformed pictures of a dissolve, plane by plane in YUV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from longtake.libav.planes import blank_frame, planes_of

if TYPE_CHECKING:
    import av

__all__ = ["dissolve", "weight_of"]

_ONE = 256  # weights in 256ths: products of 8-bit code values fit in 16 bits; half a step is under half a value


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
