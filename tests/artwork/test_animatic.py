"""The animatic: the same bytes always, any shape, any text, and a camera that moves evenly."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from cards import FILM, KITCHEN, SMALL, pixels
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from longtake.artwork import AnimaticCard, AnimaticReader
from longtake.artwork.animatic import time_code
from longtake.artwork.backdrop import seen
from longtake.artwork.scenery import motif_of
from longtake.artwork.sheet import BEYOND
from longtake.errors import ArtworkError
from longtake.libav.planes import planes_of
from longtake.media import FrameRate, Size, canonical_json
from longtake.media.camera import Move, pose_of, progress

MOTIFS = {
    "a quiet harbour": "sea", "the roofs of the old town": "city", "a birch forest": "forest",
    "a small kitchen": "room", "a valley at dawn": "hills", "": "lights",
}  # fmt: skip


def test_two_readers_draw_the_same_bytes() -> None:
    one, other = (AnimaticReader(KITCHEN, SMALL, FILM, 48) for _ in range(2))
    assert [pixels(one, number) for number in (0, 20, 47)] == [pixels(other, number) for number in (0, 20, 47)]


def test_any_order_of_access_draws_the_same_bytes() -> None:
    forward, backward = (AnimaticReader(KITCHEN, SMALL, FILM, 24) for _ in range(2))
    in_order = {number: pixels(forward, number) for number in range(24)}
    assert {number: pixels(backward, number) for number in reversed(range(24))} == in_order


def test_a_frame_kept_by_the_caller_is_not_drawn_over() -> None:
    reader = AnimaticReader(KITCHEN, SMALL, FILM, 48)
    kept = reader.frame(0)
    before = planes_of(kept).luma.copy()
    for number in range(1, 6):
        reader.frame(number)
    assert np.array_equal(planes_of(kept).luma, before)


def test_a_moving_camera_makes_every_frame_another() -> None:
    reader = AnimaticReader(KITCHEN, SMALL, FILM, 48)
    assert len({pixels(reader, number) for number in range(48)}) == 48


def test_a_frame_is_tagged_bt709_limited_and_has_no_picture_type() -> None:
    frame = AnimaticReader(KITCHEN, SMALL, FILM, 48).frame(3)
    tags = frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc
    assert (frame.format.name, *map(int, tags)) == ("yuv420p", 1, 1, 1, 1)
    assert int(frame.pict_type) == 0


@pytest.mark.parametrize(
    "size",
    [Size(180, 320), Size(240, 240), Size(420, 180), Size(64, 36), Size(16, 16), Size(2, 2), Size(1000, 20)],
    ids=str,
)
def test_any_even_shape_is_drawn_at_its_size(size: Size) -> None:
    frame = AnimaticReader(KITCHEN, size, FILM, 10).frame(9)
    assert (frame.width, frame.height) == (size.width, size.height)


def test_an_odd_size_is_refused_with_advice() -> None:
    with pytest.raises(ArtworkError, match="321x180 was asked for: both sides must be even\n  set the film's frame"):
        AnimaticReader(KITCHEN, Size(321, 180), FILM, 10)


def test_a_frame_outside_the_shot_is_refused() -> None:
    with pytest.raises(IndexError, match="frame 10 was asked of an animatic of 10 frames"):
        AnimaticReader(KITCHEN, SMALL, FILM, 10).frame(10)


@pytest.mark.parametrize("place", MOTIFS, ids=lambda place: MOTIFS[place])
def test_the_place_decides_what_is_drawn(place: str) -> None:
    assert motif_of(place, "nothing known here") == MOTIFS[place]
    card = replace(KITCHEN, place=place, words="nothing known here")
    drawn = planes_of(AnimaticReader(card, SMALL, FILM, 10).frame(5)).luma
    assert drawn.std() > 8


@pytest.mark.parametrize("field", ["shot", "scene", "words", "narration", "place", "camera", "motion", "palette"])
def test_every_word_of_the_card_is_seen(field: str) -> None:
    changed: object = ("ochre", "plum") if field == "palette" else "pan right over the sea"
    card = replace(KITCHEN, **{field: changed})
    one, other = (pixels(AnimaticReader(which, Size(640, 360), FILM, 48), 30) for which in (KITCHEN, card))
    assert one != other


@settings(max_examples=12)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_no_text_stops_the_drawing(words: str, narration: str, shot: str, palette: list[str]) -> None:
    card = AnimaticCard(shot, "scene", words, narration, palette=tuple(palette))
    frame = AnimaticReader(card, Size(160, 90), FILM, 10).frame(0)
    assert (frame.width, frame.height) == (160, 90)


def test_text_of_five_thousand_characters_keeps_clear_of_the_header() -> None:
    long = "A very long description of everything that could happen. " * 90
    card = replace(KITCHEN, words=long, narration=long, shot=long, place=long)
    reader = AnimaticReader(card, Size(640, 360), FILM, 10)
    assert 0.25 < reader._page.floor < 0.6
    reader.frame(0)


def test_a_card_is_a_recipe() -> None:
    assert json.loads(canonical_json(KITCHEN))["palette"] == ["warm white", "walnut", "teal"]


def test_the_progress_bar_fills_with_the_shot() -> None:
    reader = AnimaticReader(replace(KITCHEN, camera="static"), Size(640, 360), FILM, 100)
    left, top, width, _ = reader._page.bar
    rows = [planes_of(reader.frame(number)).luma[top, left : left + width].astype(int) for number in (0, 49, 99)]
    filled = [int((np.abs(row - rows[2].max()) < 2).sum()) / width for row in rows]
    assert filled == pytest.approx([0.01, 0.5, 1.0], abs=0.01)


@pytest.mark.parametrize(
    ("rate", "number", "code"),
    [
        (FrameRate(24), 0, "0:00.00"),
        (FrameRate(24), 59, "0:02.11"),
        (FrameRate(24), 24 * 61, "1:01.00"),
        (FrameRate(30000, 1001), 29, "0:00.29"),
        (FrameRate(30000, 1001), 30, "0:01.00"),
        (FrameRate(25, 2), 13, "0:01.00"),
    ],
)
def test_the_time_code_counts_frames_within_the_second(rate: FrameRate, number: int, code: str) -> None:
    assert time_code(number, rate) == code


@given(st.integers(1, 240), st.integers(0, 100_000))
def test_time_codes_rise_by_one_frame_or_start_a_second(rate: int, number: int) -> None:
    (early, late) = (time_code(n, FrameRate.of(Fraction(rate))) for n in (number, number + 1))
    assert int(late.split(".")[1]) in (0, int(early.split(".")[1]) + 1)


def test_a_slow_pan_has_no_whole_pixel_steps() -> None:
    width, height = 320, 180
    x = (np.arange(round(width * (1 + 2 * BEYOND))) + 0.5) - width * (0.5 + BEYOND)
    blob = Image.fromarray(
        np.repeat(np.exp(-((x / 9) ** 2))[None, :], round(height * (1 + 2 * BEYOND)), 0).astype("f4")
    )
    move, frames = Move(x=0.08, parallax=0.0), 120
    places = np.array(
        [_middle(seen(blob, pose_of(move, progress(n, frames), 1.0), width, height)) for n in range(frames)]
    )
    asked = -np.array([pose_of(move, progress(n, frames), 1.0).x for n in range(frames)]) * width + width / 2
    assert np.abs(places - asked).max() < 0.02


def _middle(picture: np.ndarray) -> float:
    line = picture.sum(0, dtype=np.float64)
    return float((line * (np.arange(line.size) + 0.5)).sum() / line.sum())
