"""Clean footage broken in two as generated continuations are, so that the unbroken footage is the truth.

Pictures are missing between the two parts, or the second repeats the end of the first; and as with real continuations
the second part may come back in other light, softer, and a little displaced. All contenders fill the same frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray
from seams.footage import HEIGHT, WIDTH, Footage, Frames

__all__ = ["KINDS", "MARGIN", "Broken", "Planes", "broken", "planes"]

KINDS = ("gap", "gap and drift", "repeat and drift")
MARGIN = 3
"""Pictures before and after the join that are scored, too."""

_LENGTHS = (6, 8, 10, 12)
Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class _Drift:
    """How the second part differs: pixels, a zoom, levels, and the share of it that is blurred."""

    across: float
    down: float
    zoom: float
    levels: tuple[float, float, float]
    blurred: float

    @classmethod
    def drawn(cls, draw: np.random.Generator, *, is_displaced: bool) -> _Drift:
        """In sizes that were measured at real seams of one subject: luma 1 to 9, chroma up to 2."""
        far, turn = draw.uniform(1, 6) * is_displaced, draw.uniform(0, 2 * np.pi)
        luma = draw.uniform(1, 9) * draw.choice([-1, 1])
        levels = (float(luma), float(draw.uniform(-2, 2)), float(draw.uniform(-2, 2)))
        zoom = draw.uniform(-0.015, 0.02) * is_displaced
        return cls(far * np.cos(turn), far * np.sin(turn), zoom, levels, draw.uniform(0, 0.5))


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """outgoing, incoming: all pictures of both parts. The film shows the first but for its last pictures, and the
    second but for its first ones, so that a join of `length` frames over the cut has the handles it needs and no more.
    """

    name: str
    kind: str
    rate: Fraction
    length: int
    missing: int
    outgoing: Frames
    incoming: Frames
    _unbroken: Frames
    _drift: _Drift | None

    def truth(self, later_out: int = 0, later_in: int = 0) -> Frames:
        """The pictures of the film from `MARGIN` before the join to `MARGIN` after it, if time ran on evenly from one
        part to the other. later_out, later_in: by how many pictures later in its part each side is shown."""
        first, way = len(self.outgoing) - self.length + later_out, self.missing + self.length + later_in - later_out
        pictures = []
        for number in range(-MARGIN, self.length + MARGIN):
            share = min(max((number + 1) / (self.length + 1), 0.0), 1.0)
            pictures.append(_drifted(self._unbroken[first + number + round(share * way)], self._drift, share))
        return np.stack(pictures)


def broken(footage: Footage, kind: str, draw: np.random.Generator) -> Broken:
    """The footage, at least 60 pictures of it, broken in its middle."""
    length, frames = int(draw.choice(_LENGTHS)), footage.frames
    # So many pictures are missing that the film, in the join, shows every third of the unbroken ones; or none, and the
    # join stands on pictures that both parts have.
    missing = -length if kind == "repeat and drift" else length + 2
    drift = None if kind == "gap" else _Drift.drawn(draw, is_displaced=missing < 0)
    end = len(frames) // 2
    incoming = np.stack([_drifted(frame, drift, 1.0) for frame in frames[end + missing :]])
    return Broken(footage.name, kind, footage.rate, length, missing, frames[:end], incoming, frames, drift)


def planes(frame: Frames) -> Planes:
    """A picture in I420 as its three planes."""
    chroma = frame[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)
    return frame[:HEIGHT], chroma[0], chroma[1]


def _drifted(frame: Frames, drift: _Drift | None, share: float) -> Frames:
    """The picture, so much of the way towards how the second part shows it."""
    if drift is None or not share:
        return frame
    return np.concatenate([part.reshape(-1, WIDTH) for part in _drifted_planes(planes(frame), drift, share)])


def _drifted_planes(parts: Planes, drift: _Drift, share: float) -> Iterator[NDArray[np.uint8]]:
    for plane, level in zip(parts, drift.levels, strict=True):
        height, width = plane.shape
        scale, zoom = width / WIDTH, 1 + share * drift.zoom
        across = (1 - zoom) * width / 2 + share * drift.across * scale
        down = (1 - zoom) * height / 2 + share * drift.down * scale
        way = np.array([[zoom, 0, across], [0, zoom, down]], np.float32)
        seen = cv2.warpAffine(
            plane.astype(np.float32), way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        soft = share * drift.blurred
        seen = seen * (1 - soft) + cv2.GaussianBlur(seen, (0, 0), 1.2) * soft
        yield np.rint(seen + share * level).clip(0, 255).astype(np.uint8)
