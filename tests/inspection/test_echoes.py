"""How many pictures a clip repeats of the one before, told from thumbnails: laws on drawn scenes, and one real pair."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shelves import Shelf

from longtake.inspection import Admitted, admit
from longtake.inspection.echoes import NO_ECHO, Echo, echo
from longtake.media import THUMB_SIZE, PictureMeasures, Thumbs

WIDTH, HEIGHT = THUMB_SIZE
FINE = 4
Film = NDArray[np.float64]


def film(seed: int, frames: int = 120, speed: float = 1.0) -> Film:
    """A textured ground, a little larger than what is shown of it, over which two textured things go their ways. Pixels
    are a quarter of a thumbnail's."""
    draw = np.random.default_rng(seed)
    ground, things = texture(draw, 36 * FINE, 64 * FINE, 12), [texture(draw, 45, 60, 5) for _ in range(2)]
    turns = draw.uniform(0, 6, 4)
    pictures = np.repeat(ground[None], frames, axis=0)
    for number in range(frames):
        for thing, (across, down) in zip(things, (turns[:2], turns[2:]), strict=True):
            left = int(98 + 75 * np.sin(across + speed * number / 9))
            top = int(48 + 40 * np.cos(down + speed * number / 13))
            pictures[number, top : top + 45, left : left + 60] = thing
    return pictures


def texture(draw: np.random.Generator, rows: int, columns: int, grain: int) -> Film:
    coarse = draw.uniform(40, 200, (rows // grain + 2, columns // grain + 2))
    return np.asarray(np.kron(coarse, np.ones((grain, grain)))[:rows, :columns])


def measured(pictures: Film, size: tuple[int, int] = (320, 180), noise: float = 0.5, seed: int = 0) -> PictureMeasures:
    """As they are measured once they were encoded: thumbnails of all of them, with the noise of recoding."""
    count, rows, columns = pictures.shape
    small = pictures.reshape(count, HEIGHT, rows // HEIGHT, WIDTH, columns // WIDTH).mean((2, 4))
    small = small + np.random.default_rng(seed).normal(0, noise, small.shape)
    luma = small.round().clip(0, 255).astype(np.uint8)
    most = min(count, 96)
    series = (0.0,) * count
    return PictureMeasures(
        size, *(series,) * 11, cuts=(), head=Thumbs(0, most, luma[:most].tobytes()),
        tail=Thumbs(count - most, most, luma[-most:].tobytes()),
    )  # fmt: skip


def zoomed(pictures: Film, left: int, top: int) -> Film:
    """Three quarters of the width and height, from there on, as large as the whole was."""
    return pictures[:, top : top + 27 * FINE, left : left + 48 * FINE]


@given(count=st.integers(3, 40), seed=st.integers(0, 9))
@settings(max_examples=8)
def test_what_repeats_is_told_to_the_picture(count: int, seed: int) -> None:
    whole = film(seed)
    found = echo(measured(whole[:70]), measured(whole[70 - count :], seed=1))
    assert found.frames == count


@given(count=st.integers(3, 40), left=st.integers(0, 16 * FINE), top=st.integers(0, 9 * FINE))
@settings(max_examples=4)
def test_it_is_told_of_a_part_of_the_picture_and_where_that_lies(count: int, left: int, top: int) -> None:
    whole = film(3)
    found = echo(measured(whole[:70]), measured(zoomed(whole[70 - count :], left, top), seed=1))
    assert found.frames == count
    assert (found.place.across, found.place.down) == pytest.approx((0.75, 0.75), abs=0.01)
    assert (found.place.left, found.place.top) == pytest.approx((left / FINE, top / FINE), abs=0.3)


def test_it_is_told_through_another_light_and_contrast() -> None:
    whole = film(4)
    assert echo(measured(whole[:70]), measured(0.95 * whole[57:] + 8, seed=1)).frames == 13


def test_it_is_told_whatever_shape_the_picture_was_squeezed_to() -> None:
    whole = film(4)
    assert echo(measured(whole[:70]), measured(whole[57:], size=(320, 320), seed=1)).frames == 13


@pytest.mark.parametrize(("rate", "every"), [(12, 2), (8, 3)])
def test_it_is_told_at_another_rate(rate: int, every: int) -> None:
    whole = film(5)
    after = measured(whole[40::every], seed=1)
    found = echo(measured(whole[:70]), after, (Fraction(24), Fraction(rate)))
    assert abs(found.frames - len(range(40, 70, every))) <= 1


def test_pictures_that_repeat_one_by_one_are_told_though_the_rates_are_said_to_differ() -> None:
    whole = film(6)
    assert echo(measured(whole[:70]), measured(whole[57:], seed=1), (Fraction(30), Fraction(15))).frames == 13


def test_a_clip_that_goes_on_without_repeating_anything_has_no_echo() -> None:
    whole = film(7)
    assert echo(measured(whole[:70]), measured(whole[70:], seed=1)) == NO_ECHO


@given(seed=st.integers(10, 60))
@settings(max_examples=4)
def test_clips_of_other_scenes_have_no_echo(seed: int) -> None:
    assert echo(measured(film(8)), measured(film(seed))) == NO_ECHO


def test_the_same_scene_at_another_time_has_no_echo() -> None:
    whole = film(9, frames=200)
    assert echo(measured(whole[:90]), measured(whole[110:])) == NO_ECHO


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_clips_of_one_picture_and_stills_have_an_answer_without_doubt(frames: int) -> None:
    still = np.repeat(film(1, 1), frames, axis=0)
    for pictures in (still, still * 0 + 16, film(2, frames)):
        found = echo(measured(pictures, noise=0), measured(pictures, noise=0))
        assert found.frames <= frames
        assert np.isfinite([found.rest, found.confidence]).all()


def test_two_stills_of_the_same_picture_have_no_echo_that_could_be_told() -> None:
    still = measured(np.repeat(film(1, 1), 60, axis=0))
    assert echo(still, still) == NO_ECHO


@pytest.mark.clips
def test_the_real_continuation_repeats_thirteen_pictures_and_not_the_other_way_round(clips_folder: Path) -> None:
    before, after = admit([clips_folder / f"{name}.mp4" for name in ("longcat-06", "fastvideo-06")], measures=Shelf())
    assert told(before, after).frames == 13
    assert told(after, before) == NO_ECHO


def told(before: object, after: object) -> Echo:
    pictures = []
    for one in (before, after):
        assert isinstance(one, Admitted)
        assert one.measures
        assert one.measures.picture
        pictures.append(one.measures.picture)
    return echo(pictures[0], pictures[1])
