"""The bridge between pictures as libav frames and pictures as arrays: yuv420p, 8 bits, BT.709 limited.

Arrays are made only where two pictures are blended, measured or drawn. Chroma planes are half the luma's size each
way, rounded up, so odd sizes hold.
"""

from __future__ import annotations

from typing import NamedTuple

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

__all__ = ["Planes", "blank_frame", "frame_of", "planes_of"]

PIXEL_FORMAT = "yuv420p"


class Planes(NamedTuple):
    """One picture: uint8 arrays, height x width; `cb` and `cr` are ceil(height / 2) x ceil(width / 2)."""

    luma: NDArray[np.uint8]
    cb: NDArray[np.uint8]
    cr: NDArray[np.uint8]


def blank_frame(width: int, height: int) -> av.VideoFrame:
    """A yuv420p frame tagged BT.709 limited, with no picture type; its pixels are not set."""
    frame = av.VideoFrame(width, height, PIXEL_FORMAT)
    frame.colorspace = Colorspace.ITU709
    frame.color_range = ColorRange.MPEG
    frame.color_primaries = ColorPrimaries.BT709
    frame.color_trc = ColorTrc.BT709
    return frame


def frame_of(planes: Planes) -> av.VideoFrame:
    """A new frame holding a copy of the planes. Raises ValueError if their shapes are not those of 4:2:0."""
    height, width = planes.luma.shape
    chroma = (-(-height // 2), -(-width // 2))
    if planes.cb.shape != chroma or planes.cr.shape != chroma:
        raise ValueError(f"4:2:0 planes of {width}x{height} luma have {chroma[1]}x{chroma[0]} chroma")
    frame = blank_frame(width, height)
    for target, plane in zip(planes_of(frame), planes, strict=True):
        target[:] = plane
    return frame


def planes_of(frame: av.VideoFrame) -> Planes:
    """Views into the frame's own pixels, without the padding of its lines; writing to them writes to the frame.

    The views keep the frame alive. A decoder may still read a frame it gave out: call `make_writable` before writing
    to one. Raises ValueError for any pixel format but yuv420p.
    """
    if frame.format.name != PIXEL_FORMAT:
        raise ValueError(f"arrays are made of {PIXEL_FORMAT} frames, not {frame.format.name}: conform the frame first")
    return Planes(*(_view(plane) for plane in frame.planes))


def _view(plane: av.video.plane.VideoPlane) -> NDArray[np.uint8]:
    lines = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    view: NDArray[np.uint8] = lines[: plane.height, : plane.width]
    return view
