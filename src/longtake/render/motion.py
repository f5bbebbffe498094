"""Dense optical flow between two pictures, both ways, and how surely each point is found again.

Flow by DIS (Kroeger et al., "Fast Optical Flow using Dense Inverse Search", 2016). A point is sure where the flow,
followed there and back, comes home. No state goes from pair to pair: the same two give the same fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["LARGEST", "LOST", "Field", "Motion", "MotionSearch"]

LARGEST = 540
"""Lines on which flow is searched: more only costs time, DIS itself ends at an eighth of a pixel's noise."""

LOST = 1.5
"""Pixels by which a point may miss its home at `LARGEST` lines."""

Field = NDArray[np.float32]
"""A displacement in pixels for every pixel: height x width x 2, x before y."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What is known of two pictures: the flow from each to the other, and how surely each of its points is found again
    in the other (0 to 1)."""

    there: Field
    back: Field
    sure_there: NDArray[np.float32]
    sure_back: NDArray[np.float32]

    @property
    def followed(self) -> float:
        """The share of the pictures that is found again, of the one of which less is."""
        return min(float(self.sure_there.mean()), float(self.sure_back.mean()))


class MotionSearch:
    """Finds the motion between two lumas of one size. cv2: the module, as `libav.opencv` gives it. is_quick: a fifth of
    the time, for fields that need no fine detail."""

    def __init__(self, cv2: Any, *, is_quick: bool = False) -> None:
        self._cv2 = cv2
        self._preset = cv2.DISOPTICAL_FLOW_PRESET_FAST if is_quick else cv2.DISOPTICAL_FLOW_PRESET_MEDIUM

    def motion(self, first: NDArray[np.uint8], second: NDArray[np.uint8], lost: float = LOST) -> Motion:
        """Fields of the size of the pictures. lost: pixels by which a point may miss its home, beside one in twenty of
        its way."""
        there, back = self._flow(first, second), self._flow(second, first)
        return Motion(there, back, self._sure(there, back, lost), self._sure(back, there, lost))

    def small(self, luma: NDArray[np.uint8], least: int = 1) -> NDArray[np.uint8]:
        """The picture a whole number of times smaller, at least `least`: on `LARGEST` lines or fewer."""
        height, width = luma.shape
        shrink = max(least, -(-min(height, width) // LARGEST))
        size = (width // shrink, height // shrink)
        shrunk: NDArray[np.uint8] = self._cv2.resize(luma, size, interpolation=self._cv2.INTER_AREA)
        return shrunk

    def _flow(self, first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Field:
        height, width = first.shape
        # A new one each time: on small pictures it changes its own settings, and the next flow would be another.
        search = self._cv2.DISOpticalFlow_create(self._preset)
        found: Field = search.calc(self.small(first), self.small(second), None)
        if found.shape[:2] == first.shape:
            return found
        scale = np.array([width / found.shape[1], height / found.shape[0]], np.float32)
        return self.resized(found, width, height) * scale

    def resized(self, field: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
        resized: NDArray[np.float32] = self._cv2.resize(field, (width, height), interpolation=self._cv2.INTER_LINEAR)
        return resized

    def moved(self, plane: NDArray[Any], field: Field, *, is_sharp: bool = False) -> NDArray[Any]:
        """The plane as seen through a field: at each pixel what stands where the field points. is_sharp: bicubic, for
        bilinear softens what moves by parts of a pixel."""
        height, width = field.shape[:2]
        x, y = _places(width, height)
        moved: NDArray[Any] = self._cv2.remap(
            plane,
            x + field[..., 0],
            y + field[..., 1],
            self._cv2.INTER_CUBIC if is_sharp else self._cv2.INTER_LINEAR,
            borderMode=self._cv2.BORDER_REPLICATE,
        )
        return moved

    def _sure(self, there: Field, back: Field, lost: float) -> NDArray[np.float32]:
        """How surely each point comes home when it is followed there and back."""
        missed = _length(there + self.moved(back, there))
        allowed = lost + _length(there) / 20
        sure: NDArray[np.float32] = np.clip(2 - missed / allowed, 0, 1).astype(np.float32)
        return sure


@lru_cache(maxsize=4)
def _places(width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The column and the line of each pixel."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return x, y


def _length(field: Field) -> NDArray[np.float32]:
    """Of each displacement, in pixels."""
    length: NDArray[np.float32] = np.sqrt(field[..., 0] * field[..., 0] + field[..., 1] * field[..., 1])
    return length
