"""HDR to SDR: the formulas, on arrays of colours. They fill tables; no picture ever passes through here.

The clip's R'G'B' is turned into the light that its mastering screen gave (PQ: ITU-R BT.2100 table 4, cut at the peak of
that screen; HLG: table 5 with the OOTF of a screen of 1000 nits). The largest of the three is brought under SDR's white
by the curve of ITU-R BT.2390 (section 5.4.1), which works in PQ and leaves the darker half as it was; the other two
keep their share of it, so hues stay. SDR's white is 203 nits (BT.2408), coded for a screen of BT.1886.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from longtake.media import NOMINAL_PEAK, REFERENCE_WHITE, WIDE_PRIMARIES, Grading

__all__ = ["SDR_GAMMA", "brightest_signal", "primaries_to_709", "tone_mapped"]

SDR_GAMMA = 2.4
"""The power of an SDR screen (ITU-R BT.1886 with a black of 0)."""

Colours = NDArray[np.float64]

_M1, _M2 = 2610 / 16384, 2523 / 4096 * 128
_C1, _C2, _C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
_A = 0.17883277
_B, _C = 1 - 4 * _A, 0.5 - _A * float(np.log(4 * _A))
_HLG_GAMMA = 1.2
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])


def brightest_signal(grading: Grading) -> float:
    """The code (of 1) of the brightest light that the clip's screen gave; a signal above it counts as it."""
    assert grading.peak is not None
    return float(_pq_signal(np.array(float(grading.peak)))) if grading.transfer == "smpte2084" else 1.0


def tone_mapped(signal: Colours, grading: Grading) -> Colours:
    """HDR R'G'B' (... x 3, 0 to `brightest_signal`) as SDR R'G'B' (0 to 1) of the same primaries."""
    assert grading.peak is not None
    light = _pq_light(signal) if grading.transfer == "smpte2084" else _hlg_light(signal)
    largest = light.max(axis=-1, keepdims=True)
    mapped = _pq_light(_rolled_off(_pq_signal(largest), grading.peak))
    share = np.divide(mapped, largest, out=np.zeros_like(largest), where=largest > 0)
    return np.asarray(np.clip(light * share / REFERENCE_WHITE, 0, 1) ** (1 / SDR_GAMMA))


def _pq_light(signal: Colours) -> Colours:
    """Nits, 0 to 10,000."""
    root = np.power(signal, 1 / _M2)
    return np.asarray(10_000 * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1))


def _pq_signal(nits: Colours) -> Colours:
    root = np.power(nits / 10_000, _M1)
    return np.asarray(((_C1 + _C2 * root) / (1 + _C3 * root)) ** _M2)


def _hlg_light(signal: Colours) -> Colours:
    """Nits on a screen of 1000."""
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((np.maximum(signal, 0.5) - _C) / _A) + _B) / 12)
    luma = scene @ _LUMA_2020
    return np.asarray(NOMINAL_PEAK * luma[..., None] ** (_HLG_GAMMA - 1) * scene)


def _rolled_off(signal: Colours, peak: int) -> Colours:
    """The electrical-electrical transfer of BT.2390: PQ up to `peak` nits to PQ up to SDR's white, black kept."""
    source, target = _pq_signal(np.array([float(peak), float(REFERENCE_WHITE)]))
    if source <= target:
        return signal
    given, most = signal / source, target / source
    knee = 1.5 * most - 0.5
    along = (given - knee) / (1 - knee)
    squared, cubed = along**2, along**3
    curve = (
        (2 * cubed - 3 * squared + 1) * knee
        + (cubed - 2 * squared + along) * (1 - knee)
        + (3 * squared - 2 * cubed) * most
    )
    return np.asarray(np.where(given < knee, given, curve) * source)


_CHROMATICITIES = {
    "bt709": ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    "bt2020": ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    "smpte432": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_D65 = (0.3127, 0.3290)


def primaries_to_709(primaries: str) -> Colours:
    """The 3 x 3 matrix from linear RGB of the given primaries (a key of WIDE_PRIMARIES) to that of BT.709; all have
    D65 for white (SMPTE RP 177)."""
    assert primaries in WIDE_PRIMARIES
    return np.asarray(np.linalg.solve(_to_xyz("bt709"), _to_xyz(primaries)))


def _to_xyz(primaries: str) -> Colours:
    columns = np.array([_xyz(place) for place in _CHROMATICITIES[primaries]]).T
    return np.asarray(columns * np.linalg.solve(columns, _xyz(_D65)))


def _xyz(place: tuple[float, float]) -> Colours:
    x, y = place
    return np.array([x / y, 1, (1 - x - y) / y])
