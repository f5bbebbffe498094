"""Loudness by libav's meter of EBU R 128: of short stretches, in the blocks that a film's loudness is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, log10

import av
import numpy as np

from longtake.libav.sound import Pcm
from longtake.media import SAMPLE_RATE

__all__ = ["BLOCK_SAMPLES", "Metered", "metered"]

BLOCK_SAMPLES = SAMPLE_RATE // 10
"""The meter tells the loudness of the last 400 ms once in so many samples."""

_FAINTEST = 1e-6
_SILENCE = -120.7


@dataclass(frozen=True, slots=True)
class Metered:
    """momentary: for each whole 100 ms the loudness, in LUFS, of the 400 ms that end with it, below -100 for silence;
    peak: true peak of all in dBTP."""

    momentary: tuple[float, ...]
    peak: float


def metered(pcm: Pcm) -> Metered:
    """The first three blocks hear silence before the first sample."""
    graph = av.filter.Graph()
    source = graph.add("abuffer", f"sample_rate={SAMPLE_RATE}:sample_fmt=fltp:channel_layout=stereo:time_base=1/48000")
    meter = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet:dualmono=0")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    blocks, rest = divmod(pcm.shape[1], BLOCK_SAMPLES)
    told = list(_told(graph, np.pad(pcm, ((0, 0), (0, -rest % BLOCK_SAMPLES)))))
    peak = float(told[-1]["lavfi.r128.true_peak"]) if told else 0.0
    momentary = tuple(_level(one["lavfi.r128.M"]) for one in told[:blocks])
    return Metered(momentary, 20 * log10(max(peak, _FAINTEST)))


def _level(text: str) -> float:
    """After the smallest numbers there are, the meter says `nan` of silence."""
    level = float(text)
    return level if isfinite(level) else _SILENCE


def _told(graph: av.filter.Graph, pcm: Pcm) -> Iterator[dict[str, str]]:
    for at in range(0, pcm.shape[1], BLOCK_SAMPLES):
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(pcm[:, at : at + BLOCK_SAMPLES]), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), at
        graph.push(frame)
        while True:
            try:
                yield dict(graph.pull().metadata)
            except (av.error.BlockingIOError, av.error.EOFError):
                break
