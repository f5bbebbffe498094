"""The placement covers the frame or leaves even bars; nothing is stretched; a view shows itself and nothing else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from longtake.media import Size, View
from longtake.render.geometry import Placement, Window, placement, window_around

FRAMES = [Size(1280, 720), Size(720, 1280), Size(1080, 1080), Size(1080, 1350), Size(2560, 1080), Size(640, 360)]
frames = some.sampled_from(FRAMES)
fits = some.sampled_from(["fill", "blur", "letterbox"])
pictures = some.builds(Size, some.integers(240, 4096), some.integers(240, 4096))
percents = some.integers(0, 80).map(lambda number: Fraction(number, 100))


@some.composite
def views(draw: some.DrawFn) -> View:
    left, top = draw(percents), draw(percents)
    width, height = (Fraction(draw(some.integers(20, 100)), 100) for _ in range(2))
    return View(left, top, min(width, 1 - left), min(height, 1 - top))


def stretch(placed: Placement, picture: Size) -> Fraction:
    """How much wider than it should be a circle comes out."""
    used = placed.crop.size if placed.crop else picture
    return Fraction(placed.onto.width * used.height, placed.onto.height * used.width)


@given(pictures, frames, fits)
def test_nothing_is_stretched_by_more_than_a_pixel_pair(picture: Size, frame: Size, fit: str) -> None:
    placed = placement(picture, picture.ratio, frame, fit)  # type: ignore[arg-type]
    used = placed.crop.size if placed.crop else picture
    least = min(used.width, used.height, placed.onto.width, placed.onto.height)
    assert abs(stretch(placed, picture) - 1) <= Fraction(11, 10 * least)


@given(pictures, frames, fits)
def test_the_frame_is_covered_or_the_bars_are_even(picture: Size, frame: Size, fit: str) -> None:
    placed = placement(picture, picture.ratio, frame, fit)  # type: ignore[arg-type]
    onto = placed.onto
    assert all(number % 2 == 0 for number in (onto.left, onto.top, onto.width, onto.height))
    assert abs(frame.width - onto.width - 2 * onto.left) <= 2
    assert abs(frame.height - onto.height - 2 * onto.top) <= 2
    assert onto.size == frame or fit != "fill"
    assert onto.width == frame.width or onto.height == frame.height
    assert onto.size == frame or placed.crop is None, "what is contained is shown whole"


@given(pictures, frames, fits, views())
def test_a_view_shows_itself_and_nothing_else_to_a_pixel(picture: Size, frame: Size, fit: str, view: View) -> None:
    crop = placement(picture, picture.ratio, frame, fit, view).crop  # type: ignore[arg-type]
    assert crop is not None
    assert crop.left + 1 >= view.left * picture.width - 1
    assert crop.top + 1 >= view.top * picture.height - 1
    assert crop.left + crop.width <= (view.left + view.width) * picture.width + 3
    assert crop.top + crop.height <= (view.top + view.height) * picture.height + 3
    assert crop.left + crop.width <= picture.width
    assert crop.top + crop.height <= picture.height


@given(pictures, frames, views())
def test_a_contained_view_is_whole_to_half_a_per_cent(picture: Size, frame: Size, view: View) -> None:
    crop = placement(picture, picture.ratio, frame, "letterbox", view).crop
    assert crop is not None
    assert crop.width >= view.width * picture.width * Fraction(994, 1000) - 2
    assert crop.height >= view.height * picture.height * Fraction(994, 1000) - 2


@given(pictures, frames, fits)
def test_the_whole_picture_as_a_view_stands_as_the_picture_does(picture: Size, frame: Size, fit: str) -> None:
    whole = View(Fraction(0), Fraction(0), Fraction(1), Fraction(1))
    placed = placement(picture, picture.ratio, frame, fit, whole)  # type: ignore[arg-type]
    assert placed.onto == placement(picture, picture.ratio, frame, fit).onto  # type: ignore[arg-type]


@given(pictures, views())
def test_the_window_around_a_view_holds_it_but_for_an_odd_edge(picture: Size, view: View) -> None:
    around = window_around(view, picture)
    assert around.left <= view.left * picture.width
    assert around.top <= view.top * picture.height
    assert around.left + around.width > (view.left + view.width) * picture.width - 2
    assert around.top + around.height > (view.top + view.height) * picture.height - 2
    assert around.left + around.width <= picture.width
    assert all(number % 2 == 0 for number in (around.left, around.top, around.width, around.height))


@pytest.mark.parametrize("size", [Size(1, 1), Size(1, 400), Size(3, 3), Size(2, 2)], ids=str)
def test_the_window_around_a_tiny_picture_is_within_it(size: Size) -> None:
    around = window_around(View(Fraction(0), Fraction(0), Fraction(1), Fraction(1)), size)
    assert 0 <= around.left < around.left + around.width <= size.width
    assert 0 <= around.top < around.top + around.height <= size.height


def test_a_picture_within_half_a_per_cent_of_the_frames_shape_has_no_bars() -> None:
    assert placement(Size(1280, 722), Fraction(1280, 722), Size(1280, 720), "letterbox").onto == Window(0, 0, 1280, 720)


def test_a_wide_picture_in_a_portrait_frame_stands_between_bars() -> None:
    placed = placement(Size(1280, 720), Fraction(16, 9), Size(720, 1280), "letterbox")
    assert placed == Placement(None, Window(0, 436, 720, 406))
