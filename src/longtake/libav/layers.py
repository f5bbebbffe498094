"""Layers: pictures with alpha, laid over a film's own pictures in YUV."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from longtake.libav.planes import Planes, blank_frame, planes_of

__all__ = ["Layer", "LayerReader", "lay"]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A picture with alpha at a place in a frame.

    left, top: pixels from the frame's corner, even, 0 or more; width and height are even and end inside the frame.
    planes: straight (not premultiplied) BT.709 limited 4:2:0. alpha: uint8, height x width of luma; 255 hides what is
    below. Two layers are equal only if they are one.
    """

    left: int
    top: int
    planes: Planes
    alpha: NDArray[np.uint8]


class LayerReader(Protocol):
    """The layers of a source by frame number of the film's grid; quickest for rising numbers, and where a picture that
    is shown again is the same layer."""

    def layer(self, number: int) -> Layer | None:
        """What is laid over in that frame; None where nothing is seen."""

    def close(self) -> None: ...


def lay(frame: av.VideoFrame, *layers: Layer) -> av.VideoFrame:
    """A new frame: the picture with the layers over it, each above those before it. The frame given is not changed.

    yuv420p. Every code value is mixed in the proportion of alpha and rounded to the nearest; chroma goes by the mean
    alpha of its 2x2 block. Raises ValueError for a layer that is odd or reaches out of the frame.
    """
    laid = blank_frame(frame.width, frame.height)
    targets = planes_of(laid)
    for target, plane in zip(targets, planes_of(frame), strict=True):
        target[:] = plane
    for layer in layers:
        for target, stencil in zip(targets, _stencils(layer, frame.width, frame.height), strict=True):
            stencil.onto(target)
    return laid


_STRIP = 1 << 16  # pixels mixed at a time, so that what lies between the steps stays in the processor's cache


class _Stencil(NamedTuple):
    """One plane of a layer, prepared. above: code value times alpha, and the half of 255 that rounding needs; below:
    what is left for the picture; both uint16. An unseen layer has no pixels."""

    rows: slice
    columns: slice
    above: NDArray[np.uint16]
    below: NDArray[np.uint16]

    def onto(self, target: NDArray[np.uint8]) -> None:
        window = target[self.rows, self.columns]
        lines = max(1, _STRIP // max(1, window.shape[1]))
        for top in range(0, len(window), lines):
            self._mix(window[top : top + lines], slice(top, top + lines))

    def _mix(self, window: NDArray[np.uint8], lines: slice) -> None:
        mixed = np.multiply(window, self.below[lines], dtype=np.uint16)
        mixed += self.above[lines]
        mixed += mixed >> 8  # with the 128 in it, this and the next shift divide by 255 exactly
        mixed >>= 8
        np.copyto(window, mixed, casting="unsafe")


@lru_cache(maxsize=4)  # a title's middle is one layer for seconds; a full 1080p layer is 12 MB here
def _stencils(layer: Layer, width: int, height: int) -> tuple[_Stencil, _Stencil, _Stencil]:
    """The planes of a layer that lies in a frame of that size, without the edges where nothing is seen."""
    lines, pixels = layer.alpha.shape
    if (layer.left | layer.top | lines | pixels) % 2 or min(layer.left, layer.top) < 0:
        raise ValueError(
            f"a layer of {pixels}x{lines} at {layer.left}, {layer.top} does not lie on whole chroma pixels"
        )
    if layer.left + pixels > width or layer.top + lines > height:
        raise ValueError(
            f"a layer of {pixels}x{lines} at {layer.left}, {layer.top} leaves the frame of {width}x{height}"
        )
    down, across = _seen(layer.alpha)
    luma, *chroma = layer.planes
    thin = _halved(layer.alpha)
    doubled = slice(2 * down.start, 2 * down.stop), slice(2 * across.start, 2 * across.stop)
    left, top = layer.left // 2, layer.top // 2
    cb, cr = (_stencil(plane, thin, (down, across), left, top) for plane in chroma)
    return _stencil(luma, layer.alpha, doubled, layer.left, layer.top), cb, cr


def _stencil(
    plane: NDArray[np.uint8], alpha: NDArray[np.uint8], part: tuple[slice, slice], left: int, top: int
) -> _Stencil:
    down, across = part
    share = alpha[part].astype(np.uint16)
    above = plane[part] * share
    above += 128
    rows, columns = slice(top + down.start, top + down.stop), slice(left + across.start, left + across.stop)
    return _Stencil(rows, columns, above, 255 - share)


def _halved(alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean of each 2x2 block, rounded to the nearest, halves up."""
    rows = alpha[0::2].astype(np.uint16) + alpha[1::2]
    mean: NDArray[np.uint8] = ((rows[:, 0::2] + rows[:, 1::2] + 2) >> 2).astype(np.uint8)
    return mean


def _seen(alpha: NDArray[np.uint8]) -> tuple[slice, slice]:
    """The rows and columns that anything is seen in, in chroma pixels."""
    rows, columns = (np.flatnonzero(alpha.any(axis=axis)) // 2 for axis in (1, 0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
