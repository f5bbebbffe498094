"""Ink as a layer: what it looks like over a picture is what the same ink looks like dried onto it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from longtake.artwork.ink import Ink
from longtake.libav.layers import Layer
from longtake.libav.planes import Planes
from longtake.media import Size

FILM = Size(64, 48)
UNIT = st.floats(0, 1, width=32)
BOXES = st.lists(
    st.tuples(st.integers(-5, 60), st.integers(-5, 45), st.integers(1, 40), st.integers(1, 30), UNIT, UNIT, UNIT, UNIT),
    min_size=1,
    max_size=4,
)


@given(BOXES, st.integers(16, 235))
def test_a_layer_looks_like_the_same_ink_dried(boxes: list[tuple[float, ...]], grey: int) -> None:
    sheet = Ink(FILM, 0, FILM.height)
    for left, top, width, height, red, green, blue, strength in boxes:
        sheet.box(int(left), int(top), int(width), int(height), (red, green, blue), strength)
    decal, layer = sheet.dry(), sheet.layer()
    assert (decal is None) == (layer is None)
    if decal is None or layer is None:
        return
    dried = _flat(grey)
    decal.lay(dried)
    for one, other in zip(dried, _laid(layer, _flat(grey)), strict=True):
        assert np.abs(one.astype(float) - other).max() <= 2


def test_nothing_laid_is_no_layer() -> None:
    assert Ink(FILM, 0, 20).layer() is None


def _flat(grey: int) -> Planes:
    return Planes(np.full((48, 64), grey, np.uint8), np.full((24, 32), 128, np.uint8), np.full((24, 32), 128, np.uint8))


def _laid(layer: Layer, planes: Planes) -> list[np.ndarray]:
    alpha = layer.alpha / 255
    thin = (alpha[::2, ::2] + alpha[1::2, ::2] + alpha[::2, 1::2] + alpha[1::2, 1::2]) / 4
    found = []
    for under, over, share, by in zip(planes, layer.planes, (alpha, thin, thin), (1, 2, 2), strict=True):
        picture = under.astype(float)
        rows, columns = share.shape
        part = picture[layer.top // by :, layer.left // by :][:rows, :columns]
        part += (over - part) * share
        found.append(picture)
    return found
