"""Measuring the pictures of a clip while they are decoded: about a millisecond a picture."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.inspection.scene_cuts import SceneCuts
from longtake.libav.opencv import opencv
from longtake.libav.planes import Planes
from longtake.media import THUMB_EDGE, THUMB_SIZE, PictureMeasures, Thumbs

__all__ = ["PictureMeter"]

Luma = NDArray[np.uint8]
_NEARLY_BLACK = 24
"""Luma below which a pixel counts as dark: limited black is 16."""

_IMMERKAER = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""Immerkær, "Fast Noise Variance Estimation" (1996): blind to flat areas, ramps and straight edges."""

_TO_SIGMA = float(np.sqrt(np.pi / 2) / 6)
_SERIES = ("motion", "luma", "cb", "cr", "contrast", "sharpness", "noise", "dark", "across", "down", "warped")


class PictureMeter:
    """Feed it the small pictures of one stream in order; then ask for the measures. Raises MissingExtraError."""

    def __init__(self) -> None:
        self._cv2 = cv2 = opencv("measuring pictures")
        self._flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._series: dict[str, list[float]] = {name: [] for name in _SERIES}
        self._cuts = SceneCuts()
        self._before: tuple[Luma, Luma] | None = None
        self._size = (0, 0)
        self._head: list[bytes] = []
        self._tail: deque[bytes] = deque(maxlen=THUMB_EDGE)

    def add(self, small: Planes) -> None:
        """small: of one size from first to last."""
        cv2, luma = self._cv2, np.ascontiguousarray(small.luma)
        half = cv2.resize(luma, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        self._size = (luma.shape[1], luma.shape[0])
        found = {**self._still(small, luma), **self._moved(luma, half)}
        for name, values in self._series.items():
            values.append(found[name])
        self._cuts.add(small)
        self._keep(cv2.resize(luma, THUMB_SIZE, interpolation=cv2.INTER_AREA).tobytes())
        self._before = luma, half

    def _moved(self, luma: Luma, half: Luma) -> dict[str, float]:
        if self._before is None:
            return dict.fromkeys(("motion", "across", "down", "warped"), 0.0)
        cv2, (before, half_before) = self._cv2, self._before
        flow = self._flow.calc(half, half_before, None)  # from each point to where it was
        warped = cv2.remap(half_before, _places(flow), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return {
            "motion": float(cv2.absdiff(luma, before).mean()),
            "across": -2 * float(flow[..., 0].mean()),
            "down": -2 * float(flow[..., 1].mean()),
            "warped": float(cv2.absdiff(half, warped).mean()),
        }

    def _still(self, small: Planes, luma: Luma) -> dict[str, float]:
        cv2 = self._cv2
        return {
            "luma": float(luma.mean()),
            "cb": float(small.cb.mean()),
            "cr": float(small.cr.mean()),
            "contrast": float(luma.std()),
            "sharpness": float(np.abs(cv2.Laplacian(luma, cv2.CV_16S)).mean()),
            "noise": _TO_SIGMA * float(np.abs(cv2.filter2D(luma, cv2.CV_32F, _IMMERKAER)).mean()),
            "dark": float(np.count_nonzero(luma < _NEARLY_BLACK)) / luma.size,
        }

    def _keep(self, thumb: bytes) -> None:
        if len(self._head) < THUMB_EDGE:
            self._head.append(thumb)
        self._tail.append(thumb)

    def measures(self) -> PictureMeasures | None:
        """None where not one picture came."""
        frames = len(self._series["motion"])
        if not frames:
            return None
        series: dict[str, Any] = {name: tuple(values) for name, values in self._series.items()}
        return PictureMeasures(
            size=self._size,
            cuts=self._cuts.found(),
            head=Thumbs(0, len(self._head), b"".join(self._head)),
            tail=Thumbs(frames - len(self._tail), len(self._tail), b"".join(self._tail)),
            **series,
        )


def _places(flow: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = flow.shape[:2]
    rows, columns = np.indices((height, width), np.float32)
    places: NDArray[np.float32] = flow + np.stack([columns, rows], axis=-1)
    return places
