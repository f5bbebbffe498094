"""Would a flow join hide this cut better than a dissolve? Told from the thumbnails of the two pictures that meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.libav.opencv import opencv
from longtake.media.measures import THUMB_SIZE

__all__ = ["Followed", "Follower", "flow_suits", "is_one_view"]

_ENLARGED = 4  # DIS looks at patches of 8 pixels: a thumbnail has too few of them
_LOST = 0.75  # of the enlarged picture's pixels by which a point may miss its home, and then one in twenty of its way
_STILL = 0.5
_SURE, _HALF_SURE, _EXPLAINED, _MOVED = 0.55, 0.4, 0.45, 0.3


@dataclass(frozen=True, slots=True)
class Followed:
    """What optical flow finds of one picture in another. share: of the picture that is found again, 0 to 1. apart: mean
    difference of their lumas, their means made equal, in 8-bit code values; explained: the part of it, at most 1, that
    is gone when the one is moved onto the other."""

    share: float
    apart: float
    explained: float


def flow_suits(seen: Followed) -> bool:
    """Whether a flow between two pictures is nearer to an unbroken shot than a dissolve.

    Two pictures that stand almost alike have nothing to move. Else most must be found again; or nearly half, if moving
    it explains much of the difference, as under a fast camera. Shots that have nothing in common reach 0.48 and 0.33.
    """
    if seen.apart < _STILL:
        return False
    return seen.share >= _SURE or (seen.share >= _HALF_SURE and seen.explained >= _EXPLAINED)


def is_one_view(seen: Followed) -> bool:
    """Whether two pictures show one view, however far it moved: most of the one is found again, and moving it explains
    a good part of what they differ by. Soft pictures follow anything to anywhere, and explain nothing."""
    return seen.share >= _SURE and seen.explained >= _MOVED


class Follower:
    """Follows thumbnails by DIS, both ways. Raises MissingExtraError where OpenCV is not installed."""

    def __init__(self) -> None:
        self._cv2: Any = opencv("choosing joins", "or write join: cut")
        self._search = self._cv2.DISOpticalFlow_create(self._cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def __call__(self, outgoing: NDArray[np.uint8], incoming: NDArray[np.uint8]) -> Followed:
        """outgoing, incoming: lumas of `THUMB_SIZE`, as arrays of height x width."""
        one, other = self._enlarged(outgoing), self._enlarged(incoming)
        there, back = self._search.calc(one, other, None), self._search.calc(other, one, None)
        share = min(self._found_again(there, back), self._found_again(back, there))
        apart = _apart(one, other)
        left = _apart(one, self._moved(other, there))
        return Followed(share, apart, 1 - left / apart if apart else 0.0)

    def _enlarged(self, luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
        size = (THUMB_SIZE[0] * _ENLARGED, THUMB_SIZE[1] * _ENLARGED)
        enlarged: NDArray[np.uint8] = self._cv2.resize(luma, size, interpolation=self._cv2.INTER_CUBIC)
        return enlarged

    def _found_again(self, there: NDArray[np.float32], back: NDArray[np.float32]) -> float:
        missed = np.linalg.norm(there + self._moved(back, there), axis=2)
        allowed = _LOST + np.linalg.norm(there, axis=2) / 20
        return float(np.clip(2 - missed / allowed, 0, 1).mean(dtype=np.float64))

    def _moved(self, plane: NDArray[Any], field: NDArray[np.float32]) -> NDArray[Any]:
        height, width = field.shape[:2]
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        way = x + field[..., 0], y + field[..., 1]
        moved: NDArray[Any] = self._cv2.remap(
            plane, *way, self._cv2.INTER_LINEAR, borderMode=self._cv2.BORDER_REPLICATE
        )
        return moved


def _apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    lumas = one.astype(np.float64), other.astype(np.float64)
    return float(np.abs((lumas[0] - lumas[0].mean()) - (lumas[1] - lumas[1].mean())).mean())
