"""Where a recording pauses: the stretches of sound between its longest rests, one for each sentence of its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["sounding_stretches"]

_QUIET = 0.02
"""Of the loudest tenth of a second: what is softer is no speech."""
_LEAST = 20
"""Frames of 10 ms that a rest between two sentences lasts at least."""
_LIKELY = 1.8
"""Times by which a sentence may be longer or shorter than its signs make it; what is further off was cut elsewhere."""

Stretch = tuple[int, int]
"""The first frame of 10 ms, and the one after the last."""


def sounding_stretches(loud: NDArray[np.float64], sizes: Sequence[int]) -> list[Stretch]:
    """One stretch a sentence where the longest rests part the sound as the sentences' sizes, in signs, would have it,
    else one for all, from the first sound to the last; the whole where nothing sounds. loud: of each frame of 10 ms."""
    tenths = np.sqrt(np.mean(np.square(loud[: len(loud) // 10 * 10]).reshape(-1, 10), axis=1))
    if not len(tenths) or not tenths.max():
        return [(0, len(loud))]
    sounds = loud > _QUIET * tenths.max()
    at = np.flatnonzero(sounds)
    first, last = int(at[0]), int(at[-1]) + 1
    rests = sorted(_rests(sounds[first:last], first), key=lambda rest: rest[0] - rest[1])[: len(sizes) - 1]
    edges = [first, *(edge for rest in sorted(rests) for edge in rest), last]
    parted = list(zip(edges[::2], edges[1::2], strict=True))
    return parted if len(parted) == len(sizes) and _is_likely(parted, sizes) else [(first, last)]


def _rests(sounds: NDArray[np.bool_], offset: int) -> list[Stretch]:
    """The runs of quiet frames that are long enough."""
    runs = [(is_loud, len(list(group))) for is_loud, group in groupby(sounds.tolist())]
    places = pairwise(accumulate((length for _, length in runs), initial=offset))
    return [place for (is_loud, length), place in zip(runs, places, strict=True) if not is_loud and length >= _LEAST]


def _is_likely(parted: Sequence[Stretch], sizes: Sequence[int]) -> bool:
    """Whether each sentence takes about its share of the time in which somebody speaks."""
    frames, signs = sum(last - first for first, last in parted), sum(sizes)
    shares = [(last - first) * signs / (frames * size) for (first, last), size in zip(parted, sizes, strict=True)]
    return all(1 / _LIKELY < share < _LIKELY for share in shares)
