"""Measuring the sound of a clip while it is decoded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from longtake.media import SLICES_A_SECOND, SoundMeasures

__all__ = ["SoundMeter"]

_SILENCE_DB = -120.0
_FULL = 1 - 2.0**-15
"""The largest sample of 16 bits: what stands there was clipped, or might as well have been."""


class SoundMeter:
    """Feed it the sound of one stream in order, channels x samples, full scale ±1; then ask for the measures."""

    def __init__(self) -> None:
        self._rate, self._count = 0, 0
        self._peak, self._clipped = 0.0, 0
        self._first: float | None = None
        self._last = 0.0
        self._powers: list[float] = []
        self._rest: NDArray[np.float64] = np.empty(0)

    def add(self, samples: NDArray[np.float32], rate: int) -> None:
        """rate: samples a second. Samples that are no numbers count as silence."""
        if not samples.size:
            return
        sound = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
        levels = np.abs(sound).max(axis=0)
        self._rate = rate
        self._peak = max(self._peak, float(levels.max()))
        self._clipped += int(np.count_nonzero(levels >= _FULL))
        self._first = float(levels[0]) if self._first is None else self._first
        self._last = float(levels[-1])
        self._slice(np.square(sound.astype(np.float64)).mean(axis=0))

    def _slice(self, powers: NDArray[np.float64]) -> None:
        """Whole slices are summed up; what is left waits. Their edges are rounded, so that no time is lost."""
        self._rest = np.concatenate([self._rest, powers])
        while len(self._rest) >= (length := self._edge(len(self._powers) + 1) - self._edge(len(self._powers))):
            self._powers.append(float(self._rest[:length].mean()))
            self._rest = self._rest[length:]

    def _edge(self, number: int) -> int:
        return number * self._rate // SLICES_A_SECOND

    def measures(self) -> SoundMeasures | None:
        """None where not one sample came."""
        if self._first is None:
            return None
        powers = [*self._powers, *([float(self._rest.mean())] if self._rest.size else [])]
        floor = 10 ** (_SILENCE_DB / 10)
        loudness = tuple(float(10 * np.log10(max(power, floor))) for power in powers)
        return SoundMeasures(loudness, self._peak, self._clipped, self._first, self._last)
