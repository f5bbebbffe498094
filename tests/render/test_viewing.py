"""What a view shows: round circles, black bars, even moves, chroma under its luma, the same bytes in any order."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from drawn_pictures import DiscSource, disc, middle_of, roundness, spots
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some

from longtake.libav.conforming import Conform, ConformStage
from longtake.libav.planes import planes_of
from longtake.media import BT709, Size, View
from longtake.render import MovingView, Sight, ViewReader, moving_view, sampled_view
from longtake.render.geometry import Fit, placement

WHOLE = View.parse("0 0 1 1")
PICTURE = Size(640, 360)
SHAPES = [Size(320, 180), Size(180, 320), Size(240, 240), Size(240, 300), Size(420, 180)]
MOVES = ["pan left", "tilt up", "slow dolly-in", "zoom out", "handheld", "orbit", "crane up and push in"]


def sight(*views: str, camera: str = "", shown: int = 48, lead: int = 0) -> Sight:
    return Sight(tuple(View.parse(view) for view in views), camera, False, lead, shown)


def reader(source: Any, seen: Sight, frame: Size, fit: Fit, picture: Size = PICTURE) -> ViewReader:
    view = sampled_view(seen, picture, picture.ratio, frame, fit)
    crop, stage = view.crop, view.stage
    edges = (crop.left, crop.top, crop.width, crop.height)
    staged = ConformStage(Conform(BT709, 0, False, False, edges, (0, 0, stage.width, stage.height), stage))(source)
    return ViewReader(DiscSource(staged), view)


def pixels(frame: Any) -> bytes:
    return b"".join(plane.tobytes() for plane in planes_of(frame))


def conformed(frame: Any, size: Size, film: Size, fit: Fit, aspect: Fraction = Fraction(1)) -> Any:
    placed = placement(size, size.ratio * aspect, film, fit)
    onto = (placed.onto.left, placed.onto.top, placed.onto.width, placed.onto.height)
    crop = placed.crop and (placed.crop.left, placed.crop.top, placed.crop.width, placed.crop.height)
    behind = "black" if fit == "letterbox" else "blur"
    return ConformStage(Conform(BT709, 0, False, False, crop, onto, film, behind))(frame)


@pytest.mark.parametrize("film", SHAPES, ids=str)
@pytest.mark.parametrize("fit", ["fill", "blur", "letterbox"])
@pytest.mark.parametrize("aspect", [Fraction(1), Fraction(4, 3)], ids=["square", "anamorphic"])
def test_a_circle_stays_round_whatever_the_frame(film: Size, fit: Fit, aspect: Fraction) -> None:
    shown = conformed(disc(PICTURE, 70, aspect=float(aspect)), PICTURE, film, fit, aspect)
    assert roundness(planes_of(shown).luma) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("film", SHAPES, ids=str)
@pytest.mark.parametrize("seen", ["1/5 1/10 3/5 4/5", "1/4 1/4 1/2 1/2", "2/5 3/10 1/5 2/5"])
@pytest.mark.parametrize("fit", ["blur", "letterbox"])
def test_a_circle_in_a_view_stays_round(film: Size, seen: str, fit: Fit) -> None:
    shown = reader(disc(PICTURE, 40), sight(seen), film, fit).frame(0)
    assert roundness(planes_of(shown).luma) == pytest.approx(1, abs=0.01)


def test_a_circle_of_pixels_that_are_not_square_is_round_in_a_moving_view() -> None:
    picture, film = Size(480, 360), Size(640, 360)
    view = sampled_view(sight(camera="dolly-in"), picture, Fraction(16, 9), film, "fill")
    assert view.stage == picture
    shown = ViewReader(DiscSource(disc(picture, 60, aspect=4 / 3)), view).frame(30)
    assert roundness(planes_of(shown).luma) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("film", [Size(180, 320), Size(240, 240), Size(240, 300)], ids=str)
def test_bars_are_exactly_black(film: Size) -> None:
    luma, cb, cr = planes_of(conformed(disc(PICTURE, 300), PICTURE, film, "letterbox"))
    onto = placement(PICTURE, PICTURE.ratio, film, "letterbox").onto
    for first, last in ((0, onto.top), (onto.top + onto.height, film.height)):
        assert set(luma[first:last].flat) == {16}
        assert set(cb[first // 2 : last // 2].flat) | set(cr[first // 2 : last // 2].flat) == {128}
    assert luma[onto.top : onto.top + onto.height].mean() > 200


def test_bars_around_a_moving_view_are_exactly_black() -> None:
    seen = reader(disc(PICTURE, 300), sight(camera="dolly-in"), Size(180, 320), "letterbox")
    luma = planes_of(seen.frame(20)).luma
    onto = placement(PICTURE, PICTURE.ratio, Size(180, 320), "letterbox").onto
    assert set(luma[: onto.top].flat) | set(luma[onto.top + onto.height :].flat) == {16}


@given(
    some.sampled_from(MOVES),
    some.sampled_from(SHAPES),
    some.sampled_from(["fill", "blur", "letterbox"]),
    some.sampled_from(["0 0 1 1", "1/10 1/5 1/2 3/5", "1/2 0 1/2 1"]),
    some.integers(0, 47),
)
def test_no_move_looks_beyond_its_view(words: str, film: Size, fit: Fit, view: str, number: int) -> None:
    seen = sampled_view(sight(view, camera=words), PICTURE, PICTURE.ratio, film, fit)
    assert seen.sight.is_moving
    left, top, right, bottom = seen.box(number)
    within, (across, down) = (
        View.parse(view),
        (seen.stage.width / seen.crop.width, seen.stage.height / seen.crop.height),
    )
    assert left >= (float(within.left) * PICTURE.width - seen.crop.left) * across - 1e-6
    assert top >= (float(within.top) * PICTURE.height - seen.crop.top) * down - 1e-6
    assert right <= (float(within.left + within.width) * PICTURE.width - seen.crop.left) * across + 1e-6
    assert bottom <= (float(within.top + within.height) * PICTURE.height - seen.crop.top) * down + 1e-6


def parts(seen: Any, number: int) -> list[float]:
    """What is seen, in parts of the picture."""
    left, top, right, bottom = seen.box(number)
    across, down = seen.crop.width / seen.stage.width, seen.crop.height / seen.stage.height
    x, y = ((left * across + seen.crop.left), (top * down + seen.crop.top))
    return [
        part / side
        for part, side in zip(
            (x, y, (right - left) * across, (bottom - top) * down), (PICTURE.width, PICTURE.height) * 2, strict=True
        )
    ]


def test_a_move_between_views_begins_at_one_and_ends_at_the_other() -> None:
    seen = sampled_view(
        sight("0 0 1 1", "1/5 1/10 1/2 1/2", lead=10, shown=24), PICTURE, PICTURE.ratio, Size(320, 180), "fill"
    )
    assert parts(seen, 10) == pytest.approx([0, 0, 1, 1])
    assert parts(seen, 33) == pytest.approx([0.2, 0.1, 0.5, 0.5])
    assert parts(seen, 0) == parts(seen, 10)
    assert parts(seen, 60) == parts(seen, 33)


def test_a_zoom_changes_its_size_by_the_same_factor_in_equal_parts_of_the_way() -> None:
    seen = sampled_view(sight("0 0 1 1", "3/8 3/8 1/4 1/4", shown=49), PICTURE, PICTURE.ratio, Size(320, 180), "fill")
    assert parts(seen, 24)[2] == pytest.approx(0.5)


def test_a_move_has_no_whole_pixel_steps() -> None:
    frames, film = 96, Size(320, 180)
    seen = reader(disc(PICTURE, 30), sight("0 0 3/4 3/4", "1/4 1/8 3/4 3/4", shown=frames), film, "fill")
    places = [middle_of(planes_of(seen.frame(number)).luma, 16) for number in range(frames)]
    crop, stage = seen._view.crop, seen._view.stage
    assert (crop.left, crop.top) == (0, 0)
    for number, place in enumerate(places):
        box = seen._view.box(number)
        exact = (
            (PICTURE.width / 2 * stage.width / crop.width - box.left) * film.width / (box.right - box.left),
            (PICTURE.height / 2 * stage.height / crop.height - box.top) * film.height / (box.bottom - box.top),
        )
        assert place == pytest.approx(exact, abs=0.05)
    steps = [after[0] - before[0] for before, after in pairwise(places)]
    assert max(abs(b - a) for a, b in pairwise(steps)) < 0.15


@pytest.mark.parametrize("seen", [["0 0 1 1", "1/4 1/4 1/2 1/2"], ["1/4 1/4 1/2 1/2"], ["3/8 3/8 1/4 1/4"]])
def test_chroma_stands_where_its_luma_stands(seen: list[str]) -> None:
    luma, _, cr = planes_of(reader(spots(PICTURE, red=True), sight(*seen), Size(320, 180), "fill").frame(0))
    x, y = middle_of(luma, 16)
    across, down = middle_of(cr, 128)
    assert 2 * (across - 0.5) + 0.5 == pytest.approx(x, abs=0.15)
    assert 2 * down == pytest.approx(y, abs=0.15)


def test_any_order_and_any_reader_give_the_same_bytes() -> None:
    source, moving = disc(PICTURE, 100), sight("0 0 1 1", "1/5 1/5 1/2 1/2", shown=12)
    one, other = (reader(source, moving, Size(180, 320), "blur") for _ in range(2))
    in_order = [pixels(one.frame(number)) for number in range(12)]
    assert [pixels(other.frame(number)) for number in reversed(range(12))] == in_order[::-1]
    assert len(set(in_order)) == 12


def test_what_stands_still_is_sampled_once() -> None:
    still = reader(disc(PICTURE, 100), sight("1/4 1/4 1/8 1/8"), Size(320, 180), "fill")
    assert still.frame(3) is still.frame(4)


def test_trimming_what_stands_still_makes_nothing_anew() -> None:
    def view(seen: Sight) -> MovingView:
        return sampled_view(seen, PICTURE, PICTURE.ratio, Size(320, 180), "letterbox")

    assert view(sight("1/4 1/4 1/8 1/8", lead=3, shown=9)) == view(sight("1/4 1/4 1/8 1/8"))
    assert view(sight(camera="pan left", lead=3)) != view(sight(camera="pan left"))


def test_the_conform_graph_crops_what_it_can() -> None:
    film = Size(320, 180)
    standing, tiny, moving = (
        moving_view(seen, PICTURE, PICTURE.ratio, film, "fill")
        for seen in (sight("1/4 0 3/4 3/4"), sight("1/4 1/4 1/8 1/8"), sight(camera="pan left"))
    )
    assert standing is None
    assert tiny is not None
    assert moving is not None
    assert moving_view(sight(camera="static"), PICTURE, PICTURE.ratio, film, "fill") is None
    assert moving_view(sight(camera="dreamlike"), PICTURE, PICTURE.ratio, film, "fill") is None


@examples(max_examples=25)
@given(some.builds(Size, some.integers(16, 900), some.integers(16, 900)), some.sampled_from(SHAPES))
def test_a_picture_far_larger_than_the_film_is_made_smaller_first(picture: Size, film: Size) -> None:
    seen = sampled_view(sight(camera="dolly-in"), picture, picture.ratio, film, "fill")
    assert seen.stage.is_even
    assert seen.stage.width <= max(seen.crop.width, 2)
    shown = seen.box(47)
    assert (shown.right - shown.left) / seen.onto.width <= 1.3


def test_a_colour_field_keeps_its_code_values() -> None:
    frame = disc(PICTURE, 1000)
    planes = planes_of(frame)
    planes.cb[:], planes.cr[:] = 90, 200
    shown = planes_of(reader(frame, sight("1/5 1/5 1/3 1/3"), Size(180, 320), "fill").frame(0))
    assert [set(np.unique(plane)) for plane in shown] == [{235}, {90}, {200}]
