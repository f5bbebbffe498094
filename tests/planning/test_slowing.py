"""Narration that lasts longer than its picture: clips that are slowed for it, and recordings that run on."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import clip, film, plan_of, said_of, sound

from longtake.errors import StoryboardError
from longtake.media import ClipFacts
from longtake.planning import Plan
from longtake.storyboard import parse

SPOKEN = "{file: line.ogg, longer: slow}"


def slowed(seconds: float, *shots: str, rate: int = 24) -> Plan:
    facts: dict[str, ClipFacts] = {"line.ogg": sound(seconds), "a.mp4": clip(8, rate=rate), "b.mp4": clip(6)}
    return plan_of(film(*shots, narration=SPOKEN), facts)


def test_clips_are_slowed_until_the_words_over_them_are_over() -> None:
    made = slowed(5.5, "{clip: a.mp4, trim: 1s..4s}", "{clip: b.mp4, for: 2s}")
    assert 132 <= made.frames <= 136
    assert [float(shot.retime.pace.begin) for shot in made.shots if shot.retime] == [0.89, 0.89]
    assert {notice.about: notice.message for notice in made.notices}["film"] == (
        "its clips play at 0.89 times their speed, until the words over them are over"
    )
    assert any("at 0.89 times its speed" in reason for reason in made.shots[0].reasons)


def test_clips_that_are_long_enough_keep_their_speed() -> None:
    made = slowed(4, "{clip: a.mp4, trim: 1s..4s}", "{clip: b.mp4, for: 2s}")
    assert [shot.retime for shot in made.shots] == [None, None]
    assert not [notice for notice in made.notices if "speed" in notice.message]


def test_stills_and_drawn_shots_stay_as_they_are() -> None:
    made = slowed(5.5, "{clip: a.mp4, for: 3s}", "{action: a door, for: 2s}")
    assert made.shots[1].frames == 48
    assert 84 <= made.shots[0].frames <= 87


@given(st.integers(300, 400))
def test_no_clip_is_slower_than_it_may_be_nor_shorter_than_the_words(hundredths: int) -> None:
    made = slowed(hundredths / 100, "{clip: a.mp4, trim: 1s..4.2s}")
    (shot,) = made.shots
    assert Fraction(4, 5) <= (shot.retime.pace.begin if shot.retime else 1) <= 1
    assert made.seconds >= Fraction(hundredths, 100) - made.rate.seconds(1)


def test_what_is_longer_even_so_is_told_with_what_is_left() -> None:
    text = film("{clip: a.mp4, trim: 1s..4s}", narration=SPOKEN)
    (said,) = said_of(text, {"line.ogg": sound(6), "a.mp4": clip(8)})
    assert said.startswith("narration of scene film lasts 6 s (measured), its shots 3.75 s: 2.25 s too long")


def test_a_clip_of_few_pictures_is_not_slowed_into_slides() -> None:
    text = film("{clip: a.mp4, trim: 1s..4s}", narration=SPOKEN)
    (said,) = said_of(text, {"line.ogg": sound(3.5), "a.mp4": clip(8, rate=12)})
    assert "its shots 3 s" in said


def test_slowing_needs_a_clip() -> None:
    with pytest.raises(StoryboardError, match="only clips are slowed, and the scene has none"):
        parse(film("dawn", narration="{text: a b c, longer: slow}"))


RECORDED = "- narration: {{file: line.ogg{}}}\n  shots: [{{action: a, for: 2s}}]\n"


def recorded(more: str, after: str) -> str:
    return f"storyboard: 1\nframe: {{size: 640x360, rate: 24}}\nscenes:\n{RECORDED.format(more)}- {after}\n"


def test_a_recording_runs_on_under_the_next_scene_where_that_is_written() -> None:
    made = plan_of(recorded(", longer: run on", "shots: [{action: b, for: 2s}]"), {"line.ogg": sound(3.5)})
    assert made.cues[0].samples == 168_000
    assert any("1.5 s too long" in notice.message for notice in made.notices)


@pytest.mark.parametrize(
    ("more", "after"),
    [
        ("", "shots: [{action: b, for: 2s}]"),
        (", longer: run on", "shots: [{action: b, for: 1s}]"),
        (", longer: run on", "{narration: {file: other.ogg}, shots: [{action: b, for: 4s}]}"),
    ],
)
def test_a_recording_never_runs_over_the_next_line_or_the_end_nor_by_itself(more: str, after: str) -> None:
    facts = {"line.ogg": sound(3.5), "other.ogg": sound(1)}
    assert "1.5 s too long" in said_of(recorded(more, after), facts)[0]
