"""Layers: pictures with alpha, laid over a film's own pictures in YUV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from longtake.libav.planes import Planes

__all__ = ["Layer", "LayerReader"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture with alpha at a place in a frame.

    left, top: pixels from the frame's corner, even, 0 or more; width and height are even and end inside the frame.
    planes: straight (not premultiplied) BT.709 limited 4:2:0. alpha: uint8, height x width of luma; 255 hides what is
    below.
    """

    left: int
    top: int
    planes: Planes
    alpha: NDArray[np.uint8]


class LayerReader(Protocol):
    """The layers of a source by frame number of the film's grid; quickest for rising numbers."""

    def layer(self, number: int) -> Layer | None:
        """What is laid over in that frame; None where nothing is seen."""

    def close(self) -> None: ...
