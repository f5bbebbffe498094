"""How many of a clip's first pictures repeat the last ones of the clip before: what a model was given to go on from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from longtake.media import THUMB_SIZE, PictureMeasures, Thumbs

__all__ = ["repeated"]

_LIKE = 0.5
"""Of how much moves between pictures; repeats differ by less, though both were coded apart."""

_LEAST = 0.35
"""Levels that coding apart leaves even where hardly anything moves."""


def repeated(out: PictureMeasures, into: PictureMeasures) -> int:
    """0 where none do. By thumbnails, so that another size or a squeeze is no difference."""
    tail, head = _pictures(out.tail), _pictures(into.head)
    if out.tail.first + out.tail.count != out.frames or into.head.first:
        return 0
    moves = np.abs(np.diff(head, axis=0)).mean(axis=1)
    limit = max(_LEAST, _LIKE * float(np.median(moves))) if len(moves) else _LEAST
    for count in range(min(len(tail), len(head), out.frames - 1, into.frames - 1), 0, -1):
        if (np.abs(tail[-count:] - head[:count]).mean(axis=1) < limit).all():
            return count
    return 0


def _pictures(kept: Thumbs) -> NDArray[np.float64]:
    size = THUMB_SIZE[0] * THUMB_SIZE[1]
    return np.frombuffer(kept.luma, np.uint8).reshape(kept.count, size).astype(np.float64)
