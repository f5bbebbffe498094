"""Enlarging a soft picture to the film's size: 10 bits in, 8 bits out, so that gradients stay smooth."""

from __future__ import annotations

from itertools import pairwise

import av
import numpy as np
from av.filter import Graph
from av.video.frame import PictureType
from numpy.typing import NDArray

from longtake.libav.conforming import SCALING
from longtake.media import Size

__all__ = ["Enlarger"]

_DEEP = "yuv420p10le"


class Enlarger:
    """Scales 4:2:0 pictures of one size to the film's size. Both sizes are even."""

    def __init__(self, size: Size, film: Size) -> None:
        self._size, self._count = size, 0
        shape = f"video_size={size.width}x{size.height}:pix_fmt={_DEEP}:time_base=1/1:pixel_aspect=1/1"
        self._graph = Graph()
        self._graph.threads = 1
        steps = [
            self._graph.add("buffer", f"{shape}:colorspace=bt709:range=tv"),
            self._graph.add("scale", f"w={film.width}:h={film.height}:{SCALING}"),
            self._graph.add("format", "yuv420p"),
            self._graph.add("setparams", "range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"),
            self._graph.add("buffersink"),
        ]
        for step, after in pairwise(steps):
            step.link_to(after)
        self._graph.configure()

    def __call__(self, planes: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]) -> av.VideoFrame:
        """The picture enlarged, writable and its own. planes: luma, cb and cr as 8-bit code values with fractions."""
        frame = av.VideoFrame(self._size.width, self._size.height, _DEEP)
        for target, plane in zip(frame.planes, planes, strict=True):
            lines = np.frombuffer(target, np.uint16).reshape(target.height, -1)  # type: ignore[call-overload]
            np.copyto(lines[:, : target.width], plane * np.float32(4) + np.float32(0.5), casting="unsafe")
        frame.pts, self._count = self._count, self._count + 1
        self._graph.vpush(frame)
        enlarged = self._graph.vpull()
        enlarged.make_writable()
        enlarged.pict_type = PictureType.NONE
        return enlarged
