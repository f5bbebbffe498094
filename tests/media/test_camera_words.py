"""Camera moves, read from words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media.camera import Move, move_of, pose_of, progress

BREATH = Move(push=0.01)


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("pan left", (-1, 0, 0, 0)),
        ("slow pan to the right", (1, 0, 0, 0)),
        ("Tilt up", (0, -1, 0, 0)),
        ("tilt down slowly", (0, 1, 0, 0)),
        ("slow dolly-in", (0, 0, 1, 0)),
        ("dolly out", (0, 0, -1, 0)),
        ("zoom out", (0, 0, -1, 0)),
        ("push in", (0, 0, 1, 0)),
        ("pull back to reveal", (0, 0, -1, 0)),
        ("crane up", (0, -1, 0, 0)),
        ("tracking shot", (1, 0, 0, 0)),
        ("orbit", (0, 0, 0, 1)),
        ("arc left", (0, 0, 0, -1)),
        ("crane up and push in", (0, -1, 1, 0)),
        ("static", (0, 0, 0, 0)),
        ("locked off on a tripod", (0, 0, 0, 0)),
    ],
)
def test_words_say_which_way_the_camera_goes(words: str, signs: tuple[int, ...]) -> None:
    move = move_of(words, BREATH)
    assert tuple((value > 0) - (value < 0) for value in (move.x, move.y, move.push, move.orbit)) == signs


def test_words_that_name_no_move_get_the_one_given() -> None:
    assert move_of("dreamlike, golden hour", BREATH) is BREATH
    assert move_of("", BREATH) is BREATH


def test_a_hand_held_camera_wanders() -> None:
    assert move_of("hand-held", BREATH).unrest > 0


def test_slow_goes_less_far_than_fast() -> None:
    assert move_of("slow pan left", BREATH).x > move_of("pan left", BREATH).x > move_of("fast pan left", BREATH).x


def test_a_lens_shifts_depths_less_than_a_dolly() -> None:
    zoom, dolly = (move_of(words, BREATH) for words in ("zoom in", "dolly in"))
    spread = [pose_of(move, 1.0, 1.3).zoom - pose_of(move, 1.0, 0.25).zoom for move in (zoom, dolly)]
    assert 0 < spread[0] < spread[1]


@given(st.integers(2, 5000))
def test_a_move_starts_at_0_ends_at_1_and_never_turns_back(frames: int) -> None:
    steps = [progress(number, frames) for number in (0, 1, frames // 2, frames - 1)]
    assert steps[0] == 0
    assert steps[-1] == pytest.approx(1)
    assert steps == sorted(steps)


def test_a_shot_of_one_frame_stands_at_the_start() -> None:
    assert progress(0, 1) == 0


@given(st.text(max_size=200), st.floats(0, 1), st.floats(0.2, 1.8))
def test_no_words_take_the_camera_off_the_picture(words: str, done: float, depth: float) -> None:
    pose = pose_of(move_of(words, BREATH), done, depth)
    assert pose.zoom >= 1
    assert max(abs(pose.x), abs(pose.y)) <= 0.3
