"""Cuts inside a clip, by PySceneDetect's detector, which is given our pictures: it opens no file itself."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from longtake.libav.opencv import opencv
from longtake.libav.planes import Planes

__all__ = ["SceneCuts"]

_RATE = 24.0
"""The detector counts in frames; it only wants to hear of a rate."""

_LEAST_APART = 3
"""Frames between two cuts: a flash of one or two frames is no scene."""


class SceneCuts:
    """Feed it the small pictures of one stream in order.

    The adaptive detector weighs each change against those around it, so that a fast pan is no cut; two frames on each
    side, so that a cut which is spread over two frames still is one.
    """

    def __init__(self) -> None:
        self._cv2 = opencv("finding cuts")
        self._timecode, detector = _scenedetect()
        self._detector = detector(min_scene_len=_LEAST_APART)
        self._count = 0
        self._cuts: list[int] = []

    def add(self, small: Planes) -> None:
        packed = np.concatenate([np.ravel(plane) for plane in small])
        height, width = small.luma.shape
        picture = self._cv2.cvtColor(packed.reshape(height * 3 // 2, width), self._cv2.COLOR_YUV2BGR_I420)
        at = self._timecode(self._count, _RATE)
        self._cuts += [int(cut.frame_num) for cut in self._detector.process_frame(at, picture)]
        self._count += 1

    def found(self) -> tuple[int, ...]:
        """Numbers of the pictures that begin another scene."""
        return tuple(self._cuts)


def _scenedetect() -> tuple[Any, Any]:
    """What we use of it. It would import MoviePy too, where that is installed, which reads `.env` files."""
    is_here = "moviepy" in sys.modules
    if not is_here:
        sys.modules["moviepy"] = None  # type: ignore[assignment]
    try:
        from scenedetect import FrameTimecode
        from scenedetect.detectors import AdaptiveDetector
    finally:
        if not is_here:
            del sys.modules["moviepy"]
    return FrameTimecode, AdaptiveDetector
