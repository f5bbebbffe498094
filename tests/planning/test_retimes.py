"""Which way of retiming a pair of rates gets, what an author's speed does to lengths, and the words for both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import clip, film, plan_of, said_of

from longtake.errors import PlanningError
from longtake.media import ClipFacts, FrameRate, Pace, Retime
from longtake.planning import plan_from_json, plan_to_json, storyboard_of_clips
from longtake.planning.plan import PlannedShot


def shot_of(words: str, facts: ClipFacts, rate: str = "24", head: str = "") -> PlannedShot:
    text = film(f"{{clip: a.mp4{words}}}").replace("rate: 24", f"rate: {rate}{head}")
    return plan_of(text, {"a.mp4": facts}).shots[0]


def repeating(rate: int, content: int, seconds: int = 8) -> ClipFacts:
    """A clip of `content` pictures a second in a file of `rate`."""
    facts = clip(seconds, rate=rate)
    assert facts.picture
    held = tuple(n for n in range(1, seconds * rate) if n * content // rate == (n - 1) * content // rate)
    return replace(facts, picture=replace(facts.picture, repeats=held))


def steady(speed: Fraction | int) -> Pace:
    return Pace(Fraction(speed), Fraction(speed))


CHOICES = {
    "its own rate": (24, "24", None),
    "a thousandth apart": (Fraction(24000, 1001), "24", None),
    "the other way round": (24, "24000/1001", None),
    "half": (12, "24", None),
    "a third": (8, "24", None),
    "double": (48, "24", None),
    "sixty on thirty": (60, "30", None),
    "25 on 24": (25, "24", Retime("speed", steady(Fraction(24, 25)))),
    "24 on 25": (24, "25", Retime("speed", steady(Fraction(25, 24)))),
    "30 on 24": (30, "24", Retime("blend")),
    "16 on 24": (16, "24", Retime("blend")),
    "25 on 30": (25, "30", Retime("blend")),
    "60 on 24": (60, "24", Retime("blend")),
}


@pytest.mark.parametrize(("own", "rate", "chosen"), CHOICES.values(), ids=CHOICES)
def test_each_pair_of_rates_gets_what_it_needs(own: Fraction | int, rate: str, chosen: Retime | None) -> None:
    assert shot_of("", clip(8, rate=own), rate).retime == chosen


@given(st.integers(8, 60), st.sampled_from([24, 25, 30, 50, 60]))
def test_no_pair_of_rates_drops_or_doubles_pictures_unevenly(own: int, rate: int) -> None:
    retime = shot_of("", clip(2, rate=own), str(rate)).retime
    ratio = Fraction(max(own, rate), min(own, rate))
    assert retime is not None or ratio.denominator == 1


def test_the_author_s_word_is_taken_over_the_film_s_and_the_film_s_over_ours() -> None:
    thirty = clip(8, rate=30)
    assert shot_of("", thirty, head=", retime: flow").retime == Retime("flow")
    assert shot_of(", retime: nearest", thirty, head=", retime: flow").retime is None
    assert shot_of(", retime: auto", thirty, head=", retime: flow").retime == Retime("blend")
    assert shot_of(", retime: speed", thirty).retime == Retime("speed", steady(Fraction(24, 30)))


@pytest.mark.parametrize("word", ["nearest", "blend", "flow", "speed"])
def test_a_clip_of_the_film_s_rate_stays_as_it_is_whatever_is_said(word: str) -> None:
    assert shot_of("", clip(8), head=f", retime: {word}").retime is None


def test_a_plan_says_nothing_of_retiming_where_there_is_none() -> None:
    made = plan_of(film("clip: a.mp4"), {"a.mp4": clip(8)})
    assert "retime" not in plan_to_json(made)
    assert plan_from_json(plan_to_json(made)) == made


@pytest.mark.parametrize("words", [", speed: 0.5", ", speed: {from: 1, to: 1/3}", ", retime: flow"])
def test_a_plan_is_read_back_with_its_retiming(words: str) -> None:
    made = plan_of(film(f"{{clip: a.mp4{words}}}"), {"a.mp4": clip(8, rate=30)})
    assert made.shots[0].retime
    assert plan_from_json(plan_to_json(made)) == made


def test_a_few_per_cent_of_speed_keep_every_picture() -> None:
    shot = shot_of("", clip(8, rate=25))
    assert (shot.take_frames, len(shot.visible)) == (200, 200)
    assert shot.reasons[-1] == "from 25 to 24 pictures a second by playing it 4 % slower, picture for picture"


REPEATS = {
    "24 in 25, on 24: each once": (25, 24, "24", Retime("nearest", leaves_repeats=True)),
    "24 in 30, on 24: each once": (30, 24, "24", Retime("nearest", leaves_repeats=True)),
    "16 in 24, on 48: each three times": (24, 16, "48", Retime("nearest", leaves_repeats=True)),
    "16 in 24, on 30": (24, 16, "30", Retime("blend", leaves_repeats=True)),
    "24 in 30, on 25": (30, 24, "25", Retime("speed", steady(Fraction(25, 24)), leaves_repeats=True)),
    "16 in 24, on 24: as the file is": (24, 16, "24", None),
}


@pytest.mark.parametrize(("own", "content", "rate", "chosen"), REPEATS.values(), ids=REPEATS)
def test_the_choice_is_made_by_the_pictures_that_are_new(
    own: int, content: int, rate: str, chosen: Retime | None
) -> None:
    assert shot_of("", repeating(own, content), rate).retime == chosen


def test_repeats_are_told_whether_they_stay_or_go() -> None:
    kept, gone = shot_of("", repeating(24, 16)), shot_of("", repeating(30, 24))
    found = "64 of its 192 pictures only repeat the one before (16 new ones a second): shown as they are in the file"
    assert kept.reasons == ("the whole clip", found)
    assert gone.reasons[1] == (
        "from 30 to 24 pictures a second by nearest frame; "
        "48 of its 240 pictures only repeat the one before (24 new ones a second): passed over"
    )


def test_asked_for_a_cadence_of_the_film_s_own_rate_is_evened() -> None:
    assert shot_of(", retime: flow", repeating(24, 16)).retime == Retime("flow", leaves_repeats=True)


SPEEDS = {
    "half": (", speed: 0.5", Retime("nearest", steady(Fraction(1, 2))), 384),
    "double": (", speed: 2", Retime("nearest", steady(2)), 96),
    "one and a half": (", speed: 1.5", Retime("blend", steady(Fraction(3, 2))), 128),
    "its own": (", speed: 1", None, 192),
    "a third, by flow": (", speed: 1/3, retime: flow", Retime("flow", steady(Fraction(1, 3))), 576),
}


@pytest.mark.parametrize(("words", "retime", "frames"), SPEEDS.values(), ids=SPEEDS)
def test_a_whole_clip_lasts_as_its_speed_says(words: str, retime: Retime | None, frames: int) -> None:
    shot = shot_of(words, clip(8))
    assert (shot.retime, shot.take_frames, len(shot.visible)) == (retime, frames, frames)


@given(
    st.fractions(Fraction(1, 4), 4, max_denominator=100),
    st.sampled_from([12, 24, 25, 30, 100]),
    st.sampled_from(["auto", "nearest", "blend", "flow"]),
    st.sampled_from(["", ", retime: speed"]),
)
def test_a_written_speed_is_played_as_it_is_written(speed: Fraction, own: int, word: str, head: str) -> None:
    shot = shot_of(f", speed: {speed}, retime: {word}", clip(8, rate=own), head=head)
    assert (shot.retime.pace if shot.retime else steady(1)) == steady(speed)


def test_a_speed_as_far_from_one_as_two_rates_are_from_each_other_is_no_difference_of_rates() -> None:
    assert shot_of(", speed: 0.96", clip(8)).retime == Retime("blend", steady(Fraction(24, 25)))
    assert shot_of(", speed: 0.96", clip(8, rate=25), "24").retime == Retime("nearest", steady(Fraction(24, 25)))


def test_trim_is_in_the_clip_s_own_time() -> None:
    shot = shot_of(", trim: 2s..4s, speed: 0.5", clip(8))
    assert (shot.take_frames, shot.visible.start, shot.visible.end) == (384, 96, 192)
    shot = shot_of(", trim: 2s..4s", clip(8, rate=25))
    assert (shot.visible.start, shot.visible.end) == (50, 100)


def test_a_length_is_in_the_film_s_time() -> None:
    shot = shot_of(", for: 3s, speed: 2", clip(8))
    assert (shot.take_frames, len(shot.visible)) == (96, 72)


@given(
    st.fractions(Fraction(1, 4), 4, max_denominator=8),
    st.fractions(Fraction(1, 4), 4, max_denominator=8),
    st.sampled_from(["", ", trim: 1s..5s", ", trim: 2s..", ", for: 1.5s"]),
    st.sampled_from(["24", "25", "30000/1001"]),
)
def test_a_ramp_lies_over_what_is_visible_and_inside_its_clip(
    begin: Fraction, end: Fraction, words: str, rate: str
) -> None:
    if begin == end:
        return
    shot = shot_of(f"{words}, speed: {{from: {begin}, to: {end}}}", clip(8), rate)
    film_rate, retime = FrameRate.parse(rate), shot.retime
    assert retime
    pace = retime.pace
    assert (pace.begin, pace.end, pace.lead, pace.ramp) == (begin, end, shot.visible.start, len(shot.visible))
    assert pace.start >= 0
    assert pace.seconds(shot.take_frames, film_rate) <= 8 + film_rate.seconds(1) / 10 * end
    if "trim" in words:
        assert pace.seconds(shot.visible.start, film_rate) == (1 if "1s.." in words else 2)


def test_a_ramp_of_a_whole_clip_by_hand() -> None:
    """From 1 to a half: 8 s at three quarters on average are 10 2/3 s."""
    shot = shot_of(", speed: {from: 1, to: 0.5}", clip(8))
    assert (len(shot.visible), shot.retime) == (256, Retime("blend", Pace(Fraction(1), Fraction(1, 2), ramp=256)))
    assert shot.reasons[1] == "at 1 to 0.5 times its speed; blending the pictures before and after"


def test_over_a_ramp_the_clip_s_own_sound_is_off_and_this_is_told() -> None:
    made = plan_of(film("{clip: a.mp4, speed: {from: 1, to: 0.5}}"), {"a.mp4": clip(8)})
    assert made.shots[0].sound is None
    assert [notice.message for notice in made.notices] == [
        "the sound of a.mp4 is off, for sound is not made over a ramp of speed"
    ]


REFUSED = {
    "a trim beyond the clip": (
        film("{clip: a.mp4, trim: 2s..9s, speed: 0.5}"),
        "trim of shot film.1 (a.mp4) asks for 2s..9s, but the clip has 8 s",
    ),
    "more than there is at its speed": (
        film("{clip: a.mp4, for: 5s, speed: 2}"),
        "shot film.1 (a.mp4) wants 5 s, but the clip has 4 s at its speed",
    ),
    "a ramp longer than its clip": (
        film("{clip: a.mp4, for: 9s, speed: {from: 1, to: 3}}"),
        "shot film.1 (a.mp4), at 1 to 3 times its speed, asks for 18 s of its clip; the clip has 8 s, handles included",
    ),
    "a picture for a picture far from its speed": (
        film("{clip: slow.mp4, retime: speed}").replace("rate: 24", "rate: 60"),
        "to play film.1 (slow.mp4) picture for picture at 60 a second is 7.5 times its speed; 0.25 to 4 times is made",
    ),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_no_speed_can_honour_is_refused_with_ways_out(text: str, words: str) -> None:
    [said] = said_of(text, {"a.mp4": clip(8), "slow.mp4": clip(8, rate=8)})
    head, _, advice = said.partition("\n")
    assert (head, bool(advice)) == (words, True)


def test_clips_in_a_row_are_retimed_as_it_is_said() -> None:
    made = storyboard_of_clips([("a.mp4", clip(8))], retime="flow")
    assert made.frame.retime == "flow"


def test_an_unknown_way_is_refused_with_the_nearest_known() -> None:
    with pytest.raises(PlanningError, match="'blent' is no way of retiming\n  did you mean blend\\?") as caught:
        storyboard_of_clips([("a.mp4", clip(8))], retime="blent")
    assert caught.value.findings[0].place == "--retime"
