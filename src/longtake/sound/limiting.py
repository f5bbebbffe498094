"""A limiter that looks ahead: true peaks are brought under a ceiling, and nothing else is touched.

The gain at a sample is the least that any sample within 10 ms asks for, averaged over 20 ms: it is down when a peak
comes, has no corner, and depends on nothing further away than 20 ms. So a piece that is mixed by itself, with its
pre-roll, is limited as in one go.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from longtake.libav.sound import Pcm

__all__ = ["REACH", "factor", "levelled", "limited"]

_HALF = 480  # samples: 10 ms
_TAPS = 12  # on each side of a point between two samples
REACH = 2 * _HALF + _TAPS + 1
"""How far away, in samples, something may stand that decides the gain at a sample."""

_OVERSAMPLING = 4  # ITU-R BS.1770-5, annex 2
_STEEPEST = 1.6  # no true peak stands further above the largest sample near it: 4 dB
_CHUNK = 1024  # samples; only near loud ones is the signal looked at between its samples


def levelled(pcm: Pcm, gain: int, ceiling: int) -> Pcm:
    """The samples raised by `gain` and limited to `ceiling`, both in hundredths of a decibel."""
    raised = pcm if gain == 0 else (pcm * np.float32(factor(gain))).astype(np.float32)
    return limited(raised, factor(ceiling))


def factor(millibels: int) -> float:
    return float(10.0 ** (millibels / 2000))


def limited(pcm: Pcm, ceiling: float) -> Pcm:
    """The same samples with no true peak above `ceiling` (1.0 is full scale); the very array where none was."""
    peaks = np.abs(pcm).max(axis=0).astype(np.float64)
    for start, stop in _loud(peaks, ceiling / _STEEPEST):
        lead, trail = max(0, start - _TAPS), stop + _TAPS
        peaks[start:stop] = _true_peaks(pcm[:, lead:trail])[start - lead : stop - lead]
    if float(peaks.max(initial=0)) <= ceiling:
        return pcm
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    return (pcm * _averaged(_least(wanted))).astype(np.float32)


def _loud(peaks: NDArray[np.float64], least: float) -> Iterator[tuple[int, int]]:
    """Runs of chunks that hold a sample above `least`, or stand beside one that does."""
    starts = np.arange(0, len(peaks), _CHUNK)
    above = np.maximum.reduceat(peaks, starts) > least
    above[1:] |= above[:-1].copy()
    above[:-1] |= above[1:].copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], above.astype(np.int8), [0]])))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield int(starts[first]), min(len(peaks), int(last) * _CHUNK)


def _true_peaks(pcm: Pcm) -> NDArray[np.float64]:
    """For each sample the largest value of either channel at it and between it and its neighbours."""
    peaks: NDArray[np.float64] = np.abs(pcm).max(axis=0).astype(np.float64)
    for kernel in _KERNELS:
        between = np.max([np.abs(np.convolve(channel, kernel, "same")) for channel in pcm], axis=0)
        peaks = np.maximum(peaks, between)
        peaks[1:] = np.maximum(peaks[1:], between[:-1])
    return peaks


def _kernels() -> list[NDArray[np.float32]]:
    """Filters that give the signal at 1/4, 2/4 and 3/4 of the way from a sample to the next."""
    taps = np.arange(-_TAPS, _TAPS + 1)
    window = np.kaiser(2 * _TAPS + 1, 6.0)
    made = []
    for step in range(1, _OVERSAMPLING):
        sinc = np.sinc(taps + step / _OVERSAMPLING) * window
        made.append((sinc / sinc.sum()).astype(np.float32))
    return made


_KERNELS = _kernels()


def _least(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """The smallest within 10 ms on either side (van Herk, 1992: blocks as long as the window, swept both ways)."""
    length = 2 * _HALF + 1
    count = len(gains)
    padded = np.ones(-(-(count + 2 * _HALF) // length) * length)
    padded[_HALF : _HALF + count] = gains
    blocks = padded.reshape(-1, length)
    ahead = np.minimum.accumulate(blocks, axis=1).ravel()
    behind = np.minimum.accumulate(blocks[:, ::-1], axis=1)[:, ::-1].ravel()
    return np.asarray(np.minimum(behind[:count], ahead[2 * _HALF : 2 * _HALF + count]))


def _averaged(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """A triangle of 20 ms: two running means of half of it."""
    for _ in range(2):
        gains = _running_mean(gains, _HALF // 2)
    return gains


def _running_mean(values: NDArray[np.float64], half: int) -> NDArray[np.float64]:
    """Over `half` values on either side; the ends go on as they are."""
    padded = np.concatenate([np.full(half + 1, values[0]), values, np.full(half, values[-1])])
    sums = np.cumsum(padded)
    return np.asarray((sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1))
