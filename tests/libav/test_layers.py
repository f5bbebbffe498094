"""Laying pictures with alpha over frames: against plain arithmetic in floats, and leaving everything else alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from longtake.libav.layers import Layer, lay
from longtake.libav.planes import Planes, frame_of, planes_of

WIDTH, HEIGHT = 46, 30


def random_planes(chance: np.random.Generator, width: int, height: int) -> Planes:
    shapes = (height, width), (height // 2, width // 2), (height // 2, width // 2)
    return Planes(*(chance.integers(0, 256, shape, np.uint8) for shape in shapes))


@st.composite
def layers(draw: st.DrawFn, alpha: int | None = None) -> Layer:
    width, height = 2 * draw(st.integers(1, WIDTH // 2)), 2 * draw(st.integers(1, HEIGHT // 2))
    left = 2 * draw(st.integers(0, (WIDTH - width) // 2))
    top = 2 * draw(st.integers(0, (HEIGHT - height) // 2))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    cover = chance.integers(0, 256, (height, width), np.uint8)
    if alpha is None:
        cover[chance.random((height, width)) < draw(st.sampled_from([0.0, 0.5, 0.95]))] = 0
    else:
        cover[:] = alpha
    return Layer(left, top, random_planes(chance, width, height), cover)


pictures = st.integers(0, 2**32).map(lambda seed: random_planes(np.random.default_rng(seed), WIDTH, HEIGHT))


def reference(picture: Planes, layer: Layer) -> list[NDArray[np.float64]]:
    """Straight alpha by its definition."""
    cover = layer.alpha.astype(float) / 255
    thin = (cover[0::2, 0::2] + cover[1::2, 0::2] + cover[0::2, 1::2] + cover[1::2, 1::2]) / 4
    expected = []
    for below, above, share, step in zip(picture, layer.planes, (cover, thin, thin), (1, 2, 2), strict=True):
        plane = below.astype(float)
        top, left = layer.top // step, layer.left // step
        window = plane[top : top + above.shape[0], left : left + above.shape[1]]
        window[:] = window * (1 - share) + above * share
        expected.append(plane)
    return expected


@given(pictures, layers())
def test_every_code_value_is_within_one_of_straight_alpha_in_floats(picture: Planes, layer: Layer) -> None:
    laid = planes_of(lay(frame_of(picture), layer))
    for found, wanted in zip(laid, reference(picture, layer), strict=True):
        assert np.abs(found - wanted).max() < 1


@given(pictures, layers())
def test_luma_is_rounded_to_the_nearest(picture: Planes, layer: Layer) -> None:
    laid = planes_of(lay(frame_of(picture), layer))
    assert np.abs(laid.luma - reference(picture, layer)[0]).max() <= 0.5 + 1e-9


@given(pictures, layers(alpha=0))
def test_a_layer_of_no_strength_leaves_the_picture(picture: Planes, layer: Layer) -> None:
    for found, wanted in zip(planes_of(lay(frame_of(picture), layer)), picture, strict=True):
        assert np.array_equal(found, wanted)


@given(pictures, layers(alpha=255))
def test_a_layer_of_full_strength_takes_the_place_of_the_picture(picture: Planes, layer: Layer) -> None:
    for found, wanted in zip(planes_of(lay(frame_of(picture), layer)), reference(picture, layer), strict=True):
        assert np.array_equal(found, wanted)


@given(pictures, layers())
def test_the_frame_that_is_given_stays_as_it_was(picture: Planes, layer: Layer) -> None:
    frame = frame_of(picture)
    lay(frame, layer)
    for found, wanted in zip(planes_of(frame), picture, strict=True):
        assert np.array_equal(found, wanted)


@given(pictures, layers(), layers())
def test_of_two_layers_the_later_lies_above(picture: Planes, one: Layer, other: Layer) -> None:
    at_once = planes_of(lay(frame_of(picture), one, other))
    in_turn = planes_of(lay(lay(frame_of(picture), one), other))
    for found, wanted in zip(at_once, in_turn, strict=True):
        assert np.array_equal(found, wanted)


def test_the_frame_is_tagged_and_has_no_picture_type() -> None:
    chance = np.random.default_rng(1)
    layer = Layer(0, 0, random_planes(chance, 4, 4), np.full((4, 4), 9, np.uint8))
    laid = lay(frame_of(random_planes(chance, WIDTH, HEIGHT)), layer)
    assert [int(value) for value in (laid.colorspace, laid.color_range, laid.pict_type)] == [1, 1, 0]


WRONG = {
    "an odd place": (1, 0, 4, 4),
    "an odd size": (0, 0, 3, 4),
    "outside": (WIDTH - 2, 0, 4, 4),
    "above": (0, -2, 4, 4),
}


@pytest.mark.parametrize(("left", "top", "width", "height"), WRONG.values(), ids=WRONG)
def test_a_layer_that_does_not_fit_the_frame_is_refused(left: int, top: int, width: int, height: int) -> None:
    chance = np.random.default_rng(2)
    layer = Layer(left, top, random_planes(chance, width, height), np.zeros((height, width), np.uint8))
    with pytest.raises(ValueError, match=f"a layer of {width}x{height} at {left}, {top}"):
        lay(frame_of(random_planes(chance, WIDTH, HEIGHT)), layer)
