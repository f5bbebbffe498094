"""Joins and trims that are left to measure, and sound that leads, as authors write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.errors import StoryboardError
from longtake.storyboard import JoinWords, parse

PICTURES = st.one_of(
    st.sampled_from(
        [JoinWords("cut"), JoinWords("auto"), JoinWords("continue"), JoinWords("continue", way="extension")]
    ),
    st.integers(1, 100).map(lambda tenths: JoinWords("dissolve", Fraction(tenths, 10))),
)


@given(PICTURES, st.integers(-50, 50))
def test_what_is_written_of_a_join_is_read_again(words: JoinWords, tenths: int) -> None:
    written = JoinWords(words.kind, words.seconds, words.way, Fraction(tenths, 10))
    assert JoinWords.parse(str(written)) == written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("auto", JoinWords("auto")),
        ("cut, sound leads 0.3s", JoinWords("cut", lead=Fraction(3, 10))),
        ("dissolve:1s,sound lags 200ms", JoinWords("dissolve", Fraction(1), lead=Fraction(-1, 5))),
    ],
)
def test_joins_are_read_as_people_write_them(text: str, found: JoinWords) -> None:
    assert JoinWords.parse(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("auto 1s", "a join of kind auto has no length"),
        ("cut, louder", "'louder' says nothing of a join"),
        ("cut,", "'' says nothing of a join"),
        ("cut, sound leads 9s", "sound leads by more than 0 s and at most 5 s, not 9s"),
        ("cut, sound lags 0s", "sound lags by more than 0 s and at most 5 s, not 0s"),
    ],
)
def test_joins_that_say_nothing_are_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        JoinWords.parse(text)


def said_of(shot: str) -> str:
    with pytest.raises(StoryboardError) as caught:
        parse(f"storyboard: 1\nscenes:\n- shots:\n  - {{clip: a.mp4}}\n  - {shot}\n")
    return str(caught.value.findings[0])


@pytest.mark.parametrize(
    ("shot", "said"),
    [
        (
            "{clip: a.mp4, trim: auto, speed: {from: 1, to: 2}}",
            "a ramp of speed lies over a part of the clip that is written",
        ),
        ("{clip: a.mp4, trim: auto, for: 3s}", "trim says already how long it shows"),
        ("{image: a.png, trim: auto}", "only a clip can be trimmed"),
    ],
)
def test_what_cannot_be_meant_with_trim_auto_is_told(shot: str, said: str) -> None:
    assert said in said_of(shot)
