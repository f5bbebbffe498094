"""Sizes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import Size

sides = st.integers(1, 99_999)


@given(sides, sides)
def test_a_size_reads_back_what_it_writes(width: int, height: int) -> None:
    assert Size.parse(str(Size(width, height))) == Size(width, height)


@pytest.mark.parametrize("text", ["1280×720", " 1280 x 720 "])
def test_the_sign_and_spaces_are_read_too(text: str) -> None:
    assert Size.parse(text) == Size(1280, 720)


@pytest.mark.parametrize("text", ["1280", "720p", "1280*720", "-1x5", "16:9", ""])
def test_what_is_no_size_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match="is no size: write width x height in pixels, such as 1280x720"):
        Size.parse(text)


def test_a_size_without_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pixel each way, not 0x720"):
        Size.parse("0x720")


@given(sides, sides)
def test_a_shape_and_its_portrait_have_the_same_short_side(width: int, height: int) -> None:
    assert Size(width, height).short_side == Size(height, width).short_side == min(width, height)
