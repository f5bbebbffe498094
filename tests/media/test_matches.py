"""Matches as values: corrections that fade, as a function of the take's own frame numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import Correction, Fading, Match

PARTS = st.integers(-160, 160)
CORRECTIONS = st.builds(Correction, st.integers(900, 1150), st.integers(40, 200), PARTS, PARTS, PARTS)
FRAMES = 200


@st.composite
def matches(draw: st.DrawFn) -> Match:
    fading = st.builds(Fading, CORRECTIONS, st.integers(0, FRAMES - 1), st.integers(1, 120))
    return Match(draw(st.none() | fading), draw(st.none() | fading))


@given(matches())
def test_only_what_is_said_to_be_altered_is(match: Match) -> None:
    altered = {frame for part in match.altered(FRAMES) for frame in range(part.start, part.end)}
    assert {frame for frame in range(FRAMES) if not match.at(frame).is_nothing} <= altered


@given(CORRECTIONS, st.integers(0, 60), st.integers(4, 120))
def test_a_head_is_corrected_in_full_up_to_its_cut_and_then_less_and_less(
    correction: Correction, whole: int, frames: int
) -> None:
    match = Match(head=Fading(correction, whole, frames))
    lumas = [abs(match.at(frame).luma) for frame in range(whole, whole + frames + 2)]
    assert match.at(0) == match.at(whole) == correction
    assert lumas == sorted(lumas, reverse=True)
    assert match.at(whole + frames + 1).is_nothing


@given(CORRECTIONS, st.integers(100, 199), st.integers(4, 90))
def test_a_tail_is_a_head_backwards(correction: Correction, whole: int, frames: int) -> None:
    tail, head = Match(tail=Fading(correction, whole, frames)), Match(head=Fading(correction, 0, frames))
    assert [tail.at(whole - frame) for frame in range(100)] == [head.at(frame) for frame in range(100)]


def test_where_two_corrections_meet_they_add_up() -> None:
    both = Match(Fading(Correction(luma=64), 10, 4), Fading(Correction(luma=-32, cb=8), 5, 4))
    assert both.at(7) == Correction(luma=32, cb=8)
