"""Samples of decoded sound as floats, whatever form the codec gives them in."""

from __future__ import annotations

import av
import numpy as np
from numpy.typing import NDArray

__all__ = ["samples_of"]

_FULL_SCALE = {"u8": 1 << 7, "s16": 1 << 15, "s32": 1 << 31}


def samples_of(frame: av.AudioFrame) -> NDArray[np.float32]:
    """channels x samples; full scale is ±1, which floating-point codecs may exceed. Raises ValueError for 64-bit
    integers, which no codec that is taken gives."""
    values = frame.to_ndarray()
    name = frame.format.name.removesuffix("p")
    if not frame.format.is_planar:
        values = values.reshape(-1, frame.layout.nb_channels).T
    if name in ("flt", "dbl"):
        return values.astype(np.float32)
    if name not in _FULL_SCALE:
        raise ValueError(f"samples of {name} are not known")
    offset = _FULL_SCALE[name] if name == "u8" else 0
    return ((values.astype(np.float64) - offset) / _FULL_SCALE[name]).astype(np.float32)
