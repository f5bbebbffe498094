"""Colour stands where its light stands: chroma is sited as H.264 has it before scaling and after."""

from __future__ import annotations

import av
import numpy as np
import pytest

from longtake.libav.conforming import Conform, ConformStage, LadderScaler
from longtake.media import BT709, Size

WAVE = 64  # luma pixels of the source


def waves(size: Size, layout: str = "yuv420p") -> av.VideoFrame:
    """A picture whose chroma is a wave across; sample i of n belongs to luma column i x width / n."""
    frame = av.VideoFrame(size.width, size.height, layout)
    for plane in frame.planes:
        lines = np.frombuffer(plane, np.uint8).reshape(plane.height, -1)
        at = np.arange(plane.width) * size.width / plane.width
        lines[:, : plane.width] = np.rint(128 + 90 * np.sin(2 * np.pi * at / WAVE))
    return frame


def aside(frame: av.VideoFrame, width: int) -> float:
    """How far right of its place the wave stands in Cb, in luma pixels of a picture that was `width` wide."""
    plane = frame.planes[1]
    row = np.frombuffer(plane, np.uint8).reshape(plane.height, -1)[plane.height // 2, : plane.width]
    at = (2 * np.arange(plane.width) + 0.5) * width / frame.width - 0.5
    inner = slice(WAVE // 2, -WAVE // 2)
    turned = (row[inner] - 128.0) @ np.exp(2j * np.pi * at[inner] / WAVE)
    return float((np.pi / 2 - np.angle(turned)) / (2 * np.pi) * WAVE)


@pytest.mark.parametrize("layout", ["yuv420p", "yuv422p", "yuv444p"])
@pytest.mark.parametrize("width", [384, 640, 1280])
def test_conforming_leaves_chroma_at_its_place(layout: str, width: int) -> None:
    size, film = Size(640, 64), Size(width, 64)
    shown = ConformStage(Conform(BT709, 0, False, False, None, (0, 0, width, 64), film))(waves(size, layout))
    assert aside(shown, 640) == pytest.approx(0, abs=0.06)


def test_smaller_rungs_leave_chroma_at_its_place() -> None:
    for rung in LadderScaler(Size(640, 64), [Size(480, 48), Size(320, 32)])(waves(Size(640, 64))):
        assert aside(rung, 640) == pytest.approx(0, abs=0.06)
