"""The page of an animatic: where its words, marks and clock stand, and the ink they are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from longtake.artwork.card import AnimaticCard
from longtake.artwork.ink import Decal, Ink
from longtake.artwork.lettering import Set, fitted, lettered, text_width
from longtake.artwork.palette import RGB, Tones, luminance, mixed
from longtake.media import FrameRate, Size

__all__ = ["Clock", "Page", "page_of", "time_code"]

_PAPER: RGB = (0.968, 0.952, 0.918)
_DARK: RGB = (0.09, 0.10, 0.12)


@dataclass(frozen=True, slots=True)
class Page:
    """What is laid over every frame, and what only some of a frame depends on. shade: darkening by row, 0 to 1."""

    decals: tuple[Decal, ...]
    shade: NDArray[np.float32]
    clock: Clock
    bar: Bar


@dataclass(frozen=True, slots=True)
class Clock:
    """The running time code: a decal for each character, and where each place of the code stands."""

    glyphs: dict[tuple[int, str], Decal]

    def decals(self, code: str) -> list[Decal]:
        """The decals of a code, whose last character stands at the right."""
        places = enumerate(reversed(code))
        return [self.glyphs[place, letter] for place, letter in places if (place, letter) in self.glyphs]


@dataclass(frozen=True, slots=True)
class Bar:
    """The progress bar: left, top, width, height in pixels, and its colour."""

    left: int
    top: int
    width: int
    height: int
    colour: RGB
