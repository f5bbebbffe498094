"""A sheet: one flat layer of scenery as it is drawn, larger than it is shown, so that slopes have no steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from longtake.artwork.palette import RGB

__all__ = ["BEYOND", "Layer", "Point", "Sheet"]

Point = tuple[float, float]
"""Across and down the stage: see `scenery`."""

BEYOND = 0.3
"""How far every layer reaches beyond the frame, on each side, in parts of the frame."""

_FINE = 4  # masks are drawn this many times larger and reduced, so that slopes have no steps


@dataclass(frozen=True, slots=True)
class Layer:
    """One flat layer. mask: its coverage, 0 to 255, mode L, the frame and BEYOND around it. depth: 1 at the subject."""

    depth: float
    colour: RGB
    mask: Image.Image


class Sheet:
    """A mask being drawn, for a frame of width x height pixels whose floor is at `floor` of its height."""

    def __init__(self, width: int, height: int, floor: float) -> None:
        self._width, self._height, self._floor = width * _FINE, height * _FINE, floor
        self._image = Image.new("L", (round(self._width * (1 + 2 * BEYOND)), round(self._height * (1 + 2 * BEYOND))))
        self._pen = ImageDraw.Draw(self._image)
        self._reach = min(self._width, self._height)

    def _at(self, x: float, y: float) -> Point:
        return (x + BEYOND) * self._width, (y * self._floor + BEYOND) * self._height

    def shape(self, points: Sequence[Point], strength: float = 1.0) -> None:
        """A filled polygon; it takes the place of what is there."""
        self._pen.polygon([self._at(x, y) for x, y in points], fill=round(255 * strength))

    def box(self, left: float, top: float, right: float, bottom: float, strength: float = 1.0) -> None:
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], strength)

    def disc(self, x: float, y: float, radius: float, strength: float = 1.0) -> None:
        """A round disc laid over what is there; radius in parts of the frame's shorter side."""
        reach = max(radius * self._reach, 1.0)
        left, top = self._at(x, y)
        patch = Image.new("L", (2 * int(reach) + 4,) * 2)
        ImageDraw.Draw(patch).ellipse((1, 1, patch.width - 2, patch.height - 2), fill=round(255 * strength))
        self._image.paste(255, (round(left) - patch.width // 2, round(top) - patch.height // 2), patch)

    def turned(self, x: float, profile: Sequence[Point], foot: float) -> None:
        """A thing turned on a wheel, standing at (x, foot). profile: half widths and heights over its foot, in parts
        of the frame's shorter side, from the foot up."""
        middle, base = self._at(x, foot)
        right = [(middle + half * self._reach, base - up * self._reach) for half, up in _rounded(profile)]
        self._pen.polygon([*right, *((2 * middle - across, down) for across, down in reversed(right))], fill=255)

    def dried(self, blur: float = 0.0, mist: float = 0.0) -> Image.Image:
        """The mask. blur: in parts of the frame's shorter side. mist: how much of it is lost at the floor."""
        mask = self._image.reduce(_FINE)
        if mist:
            rows = (np.arange(mask.height) + 0.5) * _FINE / self._height - BEYOND
            kept = 1 - mist * np.clip(rows / self._floor - 0.35, 0, 0.65) / 0.65
            mask = Image.fromarray(np.rint(np.asarray(mask) * kept[:, None]).astype(np.uint8))
        return mask.filter(ImageFilter.GaussianBlur(max(blur * self._reach / _FINE, 0.5)))


def _rounded(profile: Sequence[Point]) -> list[Point]:
    """A profile with its corners cut twice (Chaikin), so that it reads as a curve."""
    points = list(profile)
    for _ in range(3):
        cut = [points[0]]
        for (x, y), (u, v) in pairwise(points):
            cut += [(0.75 * x + 0.25 * u, 0.75 * y + 0.25 * v), (0.25 * x + 0.75 * u, 0.25 * y + 0.75 * v)]
        points = [*cut, points[-1]]
    return points
