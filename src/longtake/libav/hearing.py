"""Sound as an aligner listens to it: 16 kHz, one channel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from longtake.libav.sound import SoundReader
from longtake.media import SAMPLE_RATE, Sample

__all__ = ["heard"]

_RATE = 16_000
_WINDOW = 10 * SAMPLE_RATE


def heard(path: Path, samples: Sample) -> NDArray[np.int16]:
    """The sound of an admitted file, its channels mixed to one. samples: how many it has at 48 kHz, counted as the mix
    counts them, from the first that its decoder gives. Raises MediaError."""
    resampler = av.AudioResampler("s16", "mono", _RATE)
    parts = [frame.to_ndarray()[0] for block in _frames(path, samples) for frame in resampler.resample(block)]
    sound = np.concatenate(parts) if parts else np.zeros(0, np.int16)
    return sound[: samples * _RATE // SAMPLE_RATE]


def _frames(path: Path, samples: Sample) -> Iterator[av.AudioFrame | None]:
    reader = SoundReader(path)
    try:
        for at in range(0, samples, _WINDOW):
            mono = reader.window(at, min(_WINDOW, samples - at)).mean(axis=0, keepdims=True)
            frame = av.AudioFrame.from_ndarray(mono, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, at, Fraction(1, SAMPLE_RATE)
            yield frame
    finally:
        reader.close()
    yield None
