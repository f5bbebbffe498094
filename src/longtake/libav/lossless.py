"""Writing pictures and sound to a file without loss, so that they can be taken as a clip like any other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray

from longtake.media import SAMPLE_RATE, FrameRate, Size

__all__ = ["LosslessWriter"]

_OPTIONS = {"preset": "veryfast", "qp": "0", "x264-params": "threads=1:keyint=48"}


class LosslessWriter:
    """A QuickTime file of RGB pictures (lossless H.264) and, if asked for, stereo sound (32-bit float at 48 kHz).

    A context manager. Feed both in step, a second or so at a time: they are laid side by side as they come.
    The same input gives the same pictures and samples; the file's own bytes carry no date.
    """

    def __init__(self, path: Path, size: Size, rate: FrameRate, *, has_sound: bool) -> None:
        self._container = av.open(str(path), "w", format="mov", options={"fflags": "+bitexact"})
        self._picture = self._container.add_stream("libx264rgb", rate=rate.fraction, options=_OPTIONS)
        self._picture.width, self._picture.height, self._picture.pix_fmt = size.width, size.height, "rgb24"
        self._picture.codec_context.time_base = 1 / rate.fraction
        self._sound = None
        if has_sound:
            self._sound = self._container.add_stream("pcm_f32le", rate=SAMPLE_RATE, layout="stereo")
        self._pictures = self._samples = 0

    def add_picture(self, pixels: NDArray[np.uint8]) -> None:
        """pixels: height x width x 3, sRGB code values."""
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        frame.pts, frame.time_base = self._pictures, self._picture.codec_context.time_base
        self._pictures += 1
        self._container.mux(self._picture.encode(frame))

    def add_sound(self, samples: NDArray[np.float32]) -> None:
        """samples: count x 2, full scale at 1.0."""
        assert self._sound is not None
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._samples, Fraction(1, SAMPLE_RATE)
        self._samples += len(samples)
        self._container.mux(self._sound.encode(frame))

    def __enter__(self) -> LosslessWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self._container.mux(self._picture.encode(None))
            if self._sound:
                self._container.mux(self._sound.encode(None))
        self._container.close()
