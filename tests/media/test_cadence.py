"""Pictures that repeat the one before: what is one, what is none, and the even times of what is left."""

from __future__ import annotations

from fractions import Fraction
from math import floor, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import ColourTags, PictureFacts, Size, distinct_pictures, repeats_of

MOVING = 1500


def changes_of(
    content: int, file: int, frames: int, moving: int = MOVING, noise: int = 20
) -> tuple[list[int], list[int]]:
    """The changes of `content` pictures a second held in a file of `file`, and which of its pictures repeat."""
    shown = [floor(Fraction(number * content, file)) for number in range(frames)]
    repeats = [number for number in range(1, frames) if shown[number] == shown[number - 1]]
    return [noise if number in repeats else moving for number in range(1, frames)], repeats


def clip(rate: int, frames: int, repeats: tuple[int, ...]) -> PictureFacts:
    size = Size(64, 64)
    shape = ("h264", size, size, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags())
    ticks = tuple(range(frames))
    return PictureFacts(*shape, Fraction(1, rate), ticks, frames, keyframes=(0,), repeats=repeats)


PAIRS = [(16, 24), (12, 24), (15, 24), (8, 24), (24, 30), (24, 25), (15, 30), (24, 60), (30, 60), (20, 24)]


@pytest.mark.parametrize(("content", "file"), PAIRS)
def test_a_cadence_is_found_whole(content: int, file: int) -> None:
    changes, repeats = changes_of(content, file, 8 * file)
    assert repeats_of(changes, Fraction(file)) == tuple(repeats)


@pytest.mark.parametrize(("content", "file"), PAIRS)
def test_the_pictures_of_a_cadence_stand_evenly_again(content: int, file: int) -> None:
    _, repeats = changes_of(content, file, 8 * file)
    distinct = distinct_pictures(clip(file, 8 * file, tuple(repeats)))
    assert (distinct.is_regular, distinct.rate) == (True, content)
    assert distinct.times == tuple(Fraction(number, content) for number in range(len(distinct.numbers)))
    assert all(
        abs(time - Fraction(number, file)) < Fraction(1, file)
        for number, time in zip(distinct.numbers, distinct.times, strict=True)
    )


@given(st.lists(st.integers(0, 120), min_size=0, max_size=200))
def test_a_still_shot_has_no_repeats(changes: list[int]) -> None:
    """Whatever noise its codec leaves: under half a code value nothing moves."""
    assert repeats_of(changes, Fraction(24)) == ()


@given(st.lists(st.integers(1000, 1999), min_size=0, max_size=200))
def test_a_shot_that_always_moves_has_none(changes: list[int]) -> None:
    assert repeats_of(changes, Fraction(24)) == ()


def test_a_movement_that_stops_and_goes_on_has_none() -> None:
    assert repeats_of([MOVING] * 20 + [10] * 20 + [MOVING] * 20, Fraction(24)) == ()


def test_a_movement_that_eases_to_a_stop_has_none() -> None:
    assert repeats_of([floor(MOVING * 0.8**number) for number in range(40)], Fraction(24)) == ()


def test_a_cadence_goes_on_through_a_stillness_and_through_slow_movement() -> None:
    changes, repeats = changes_of(16, 24, 240)
    for place in range(60, 100):
        changes[place] = 30
    for place in range(140, 240 - 1):
        changes[place] = 500 if place + 1 not in repeats else 220
    found = set(repeats_of(changes, Fraction(24)))
    assert found <= set(repeats)
    assert {number for number in repeats if not 59 <= number <= 102} <= found


def test_a_beat_in_the_movement_is_no_cadence() -> None:
    """A walk: slower and faster in turn, never standing still."""
    changes = [1500 if number % 12 < 6 else 900 for number in range(240)]
    assert repeats_of(changes, Fraction(24)) == ()


def test_the_turn_of_a_swing_is_no_repeat() -> None:
    changes = [abs(round(3000 * sin(number * pi / 12))) for number in range(240)]
    assert repeats_of(changes, Fraction(24)) == ()


def test_one_doubled_picture_among_moving_ones_is_a_repeat_and_no_cadence() -> None:
    changes = [MOVING] * 60
    changes[30] = 15
    assert repeats_of(changes, Fraction(24)) == (31,)
    distinct = distinct_pictures(clip(24, 61, (31,)))
    assert (distinct.is_regular, distinct.rate, len(distinct.numbers)) == (False, 24, 60)
    assert distinct.times[30:32] == (Fraction(30, 24), Fraction(32, 24))


@given(st.lists(st.integers(0, 3000), max_size=120))
def test_the_first_picture_is_never_a_repeat(changes: list[int]) -> None:
    found = repeats_of(changes, Fraction(30))
    assert list(found) == sorted(set(found))
    assert all(1 <= number <= len(changes) for number in found)


@given(st.integers(2, 60), st.integers(2, 150), st.data())
def test_what_is_left_keeps_its_order_and_begins_at_once(rate: int, frames: int, data: st.DataObject) -> None:
    repeats = tuple(sorted(data.draw(st.sets(st.integers(1, frames - 1)))))
    distinct = distinct_pictures(clip(rate, frames, repeats))
    assert (distinct.numbers[0], distinct.times[0]) == (0, 0)
    assert not set(distinct.numbers) & set(repeats)
    assert len(distinct.numbers) + len(repeats) == frames
    assert list(distinct.times) == sorted(set(distinct.times))
