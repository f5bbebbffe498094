"""Titles and layers for tests: the fonts, a layer on a grey picture, and where its ink is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import features

from longtake.artwork import TitleCard, TitleReader
from longtake.libav.layers import Layer
from longtake.media import FrameRate, Size
from needs import need

FILM, RATE = Size(640, 360), FrameRate(24)
FONTS = Path(__file__).parent / "fonts"
ARABIC, DEVANAGARI, CHINESE = (FONTS / f"NotoSans{name}-Subset.ttf" for name in ("Arabic", "Devanagari", "SC"))


def need_shaping() -> None:
    need(features.check("raqm"), "Pillow finds no FriBidi here (apt: libfribidi0).")


def at_rest(card: TitleCard, size: Size = FILM, font: Path | None = None) -> Layer:
    """The layer between the fades."""
    layer = TitleReader(card, size, RATE, 48, font).layer(24)
    assert layer is not None
    return layer


def luma_over(layer: Layer, grey: int, size: Size = FILM) -> NDArray[np.float64]:
    """The luma of a flat picture with the layer over it."""
    picture = np.full((size.height, size.width), grey, np.float64)
    rows, columns = layer.alpha.shape
    under = picture[layer.top : layer.top + rows, layer.left : layer.left + columns]
    under += (layer.planes.luma - under) * (layer.alpha / 255)
    return picture


def ink(layer: Layer, threshold: int = 200) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is bright (letters on their plate or shadow), in pixels of the frame."""
    seen = (layer.planes.luma > threshold) & (layer.alpha > 0)
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    return (
        layer.left + int(columns[0]),
        layer.top + int(rows[0]),
        layer.left + int(columns[-1]) + 1,
        layer.top + int(rows[-1]) + 1,
    )


def same(one: Layer, other: Layer) -> bool:
    return (one.left, one.top) == (other.left, other.top) and all(
        np.array_equal(a, b) for a, b in zip((*one.planes, one.alpha), (*other.planes, other.alpha), strict=True)
    )
