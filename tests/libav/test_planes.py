from __future__ import annotations

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.libav.planes import Planes, blank_frame, frame_of, planes_of

sides = st.integers(min_value=2, max_value=130)


def a_picture(width: int, height: int) -> Planes:
    noise = np.random.default_rng(width * 1000 + height)
    chroma = (-(-height // 2), -(-width // 2))
    shapes = ((height, width), chroma, chroma)
    return Planes(*(noise.integers(0, 256, shape, np.uint8) for shape in shapes))


@given(width=sides, height=sides)
def test_planes_of_a_frame_are_the_planes_it_was_made_of_at_every_size(width: int, height: int) -> None:
    picture = a_picture(width, height)

    back = planes_of(frame_of(picture))

    assert all(np.array_equal(ours, theirs) for ours, theirs in zip(picture, back, strict=True))


def test_a_frame_made_of_planes_is_tagged_bt709_limited_and_has_no_picture_type() -> None:
    frame = frame_of(a_picture(64, 36))

    tags = (frame.colorspace, frame.color_primaries, frame.color_trc, frame.color_range)
    assert [int(tag) for tag in tags] == [1, 1, 1, 1]
    assert int(frame.pict_type) == 0


def test_planes_are_views_so_that_writing_to_them_draws_on_the_frame() -> None:
    frame = blank_frame(33, 17)

    planes_of(frame).luma[:] = 90

    assert (planes_of(frame).luma == 90).all()


def test_planes_outlive_the_name_of_their_frame() -> None:
    frame = frame_of(a_picture(64, 36))
    planes = planes_of(frame)
    expected = planes.luma.copy()

    del frame

    assert np.array_equal(planes.luma, expected)


def test_planes_of_another_format_are_refused_with_advice() -> None:
    with pytest.raises(ValueError, match="not rgb24: conform the frame first"):
        planes_of(av.VideoFrame(16, 16, "rgb24"))


def test_chroma_of_the_wrong_shape_is_refused() -> None:
    luma, _, cr = a_picture(16, 16)

    with pytest.raises(ValueError, match="16x16 luma have 8x8 chroma"):
        frame_of(Planes(luma, np.zeros((16, 16), np.uint8), cr))
