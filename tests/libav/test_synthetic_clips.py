"""The fixtures are what they say: other tests rest on them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_fixtures import CLIPS, SyntheticClip, colour_of, make_clip, read_number, yuv_of
from slate import draw

numbers = st.integers(min_value=0, max_value=65535)


@given(number=numbers, width=st.integers(96, 700), height=st.integers(96, 500))
def test_a_number_is_read_from_a_slate_of_any_size(number: int, width: int, height: int) -> None:
    assert read_number(draw(number, width, height) * np.uint8(100)) == number


@given(number=numbers)
def test_a_number_is_read_through_noise_and_low_contrast(number: int) -> None:
    grain = np.random.default_rng(number).normal(0, 12, (180, 320))
    luma = (draw(number, 320, 180) * 90.0 + 30 + grain).clip(0, 255).astype(np.uint8)

    assert read_number(luma) == number


@given(number=numbers)
def test_a_number_is_read_from_a_contained_and_from_a_cropped_picture(number: int) -> None:
    slate = draw(number, 640, 360) * np.uint8(100)
    tall = np.full((1138, 640), 60, np.uint8)
    tall[389:749] = slate

    assert read_number(tall) == number
    assert read_number(slate[:, 24:-24]) == number


def test_no_number_is_read_from_a_mixture_of_two_slates() -> None:
    mixture = (draw(3, 320, 180) * 50 + draw(60000, 320, 180) * 50).astype(np.uint8)

    with pytest.raises(ValueError, match="no frame number can be read in this picture of 320x180"):
        read_number(mixture)


@pytest.mark.parametrize("kind", ["plain", "rate-2997", "many-b-frames", "variable", "anamorphic", "full-range", "hdr"])
def test_a_clip_holds_its_frames_in_order_with_their_numbers_burnt_in(tmp_path: Path, kind: str) -> None:
    clip = CLIPS[kind]

    with av.open(str(make_clip(tmp_path / f"{kind}{clip.suffix}", clip))) as container:
        read = [read_number(frame.reformat(format="gray").to_ndarray()) for frame in container.decode(video=0)]

    assert read == list(range(clip.frames))


def test_colour_is_time_whatever_the_matrix(tmp_path: Path) -> None:
    clip = CLIPS["bt601"]

    with av.open(str(make_clip(tmp_path / "bt601.mp4", clip))) as container:
        frames = list(container.decode(video=0))

    for number in (0, 9, 23):
        found = [plane[-4:, :8].mean() for plane in _planes(frames[number])]
        assert found == pytest.approx(yuv_of(colour_of(number), "smpte170m"), abs=3)


def test_the_same_recipe_gives_the_same_bytes(tmp_path: Path) -> None:
    clip = SyntheticClip(width=160, height=90, frames=12)

    first, second = (make_clip(tmp_path / f"{name}.mp4", clip).read_bytes() for name in ("one", "two"))

    assert first == second


def _planes(frame: av.VideoFrame) -> list[np.ndarray]:
    lines = [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in frame.planes]
    return [view[: plane.height, : plane.width] for view, plane in zip(lines, frame.planes, strict=True)]
