"""What is laid over the clips' own sound: when it steps back, where it goes round, and what cannot be meant."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import clip, sound

from longtake.errors import PlanningError
from longtake.media import SAMPLE_RATE, GainPoint, SampleRange, SoundMeasures
from longtake.planning import Plan, SoundCue, plan, plan_from_json, plan_to_json
from longtake.planning.ducking import curve_under
from longtake.planning.voice_activity import is_silent, noise_under, voiced
from longtake.storyboard import Duck, parse

SECOND = SAMPLE_RATE
FACTS = {"a.mp4": clip(4), "bed.ogg": sound(20), "other.ogg": sound(60), "said.wav": sound(6), "door.wav": sound(1)}
DUCK = Duck()


def spoken(*seconds: tuple[float, float]) -> list[SampleRange]:
    return [SampleRange(round(start * SECOND), round(end * SECOND)) for start, end in seconds]


def gain_at(curve: tuple[GainPoint, ...], at: int) -> float:
    """In hundredths of a decibel."""
    if at <= curve[0].at:
        return curve[0].millibels
    for before, after in pairwise(curve):
        if at < after.at:
            return before.millibels + (after.millibels - before.millibels) * (at - before.at) / (after.at - before.at)
    return curve[-1].millibels


def film(scenes: str, head: str = "", **measures: SoundMeasures) -> Plan:
    text = f"storyboard: 1\nframe: {{size: 640x360, rate: 24}}\n{head}scenes:\n{scenes}"
    return plan(parse(text), FACTS, measures={"said.wav": measures["said"]} if measures else {})


def cues(made: Plan, kind: str) -> list[SoundCue]:
    return [cue for cue in made.cues if cue.kind == kind]


LINES = st.lists(st.tuples(st.floats(0, 60), st.floats(0.05, 5)), min_size=1, max_size=8).map(
    lambda found: spoken(*((start, start + length) for start, length in found))
)


@given(LINES)
def test_it_is_down_well_before_every_word_and_until_the_word_ends(speech: list[SampleRange]) -> None:
    curve = curve_under(speech, DUCK)
    for word in speech:
        for at in (word.start - SECOND // 20, word.start, (word.start + word.end) // 2, word.end):
            assert gain_at(curve, at) == -1200


@given(LINES)
def test_a_curve_goes_forward_and_begins_and_ends_level(speech: list[SampleRange]) -> None:
    curve = curve_under(speech, DUCK)
    assert all(before.at < after.at or before == after for before, after in pairwise(curve))
    assert curve[0].millibels == curve[-1].millibels == 0


def test_it_stays_down_over_a_pause_that_would_make_it_pump() -> None:
    short, long = (curve_under(spoken((1, 2), (2 + pause, 5)), DUCK) for pause in (0.7, 1.5))
    assert gain_at(short, round(2.4 * SECOND)) == -1200
    assert gain_at(long, round(2.65 * SECOND)) == 0


@pytest.mark.parametrize("written", ["12 dB", "-12dB", "{by: 12 dB, attack: 150ms, release: 600ms, ahead: 100ms}"])
def test_the_usual_duck_is_written_in_any_of_these_ways(written: str) -> None:
    assert parse(f"storyboard: 1\nmusic: {{file: bed.ogg, duck: {written}}}\nscenes: [{{shots: [x]}}]").music.duck in (
        DUCK,
        Duck(by=Fraction(12)),
    )


SAID = "- narration: {file: said.wav}\n  shots: [x]\n"


def test_music_steps_back_where_a_recording_was_heard_to_speak() -> None:
    quiet, loud = (-60.0,) * 100, (-20.0,) * 100
    made = film(SAID, "music: {file: bed.ogg, duck: 9 dB}\n", said=SoundMeasures(quiet + loud + quiet, 0.5, 0, 0, 0))
    (music,) = cues(made, "music")
    assert gain_at(music.curve, 1 * SECOND) == 0
    assert gain_at(music.curve, round(1.95 * SECOND)) == -900
    assert gain_at(music.curve, round(5.5 * SECOND)) == 0
    assert plan_from_json(plan_to_json(made)) == made


def test_music_steps_back_under_all_of_a_recording_that_nobody_listened_to() -> None:
    (music,) = cues(film(SAID, "music: {file: bed.ogg, duck: 9 dB}\n"), "music")
    assert {gain_at(music.curve, at * SECOND) for at in range(6)} == {-900}


def test_clips_step_back_only_where_it_is_asked() -> None:
    assert film(SAID).native == ()
    made = film(SAID, "sound: {duck: 6 dB}\n")
    assert min(point.millibels for point in made.native) == -600


def test_a_voice_is_found_in_its_noise() -> None:
    sound = SoundMeasures((-50.0,) * 50 + (-22.0,) * 50 + (-50.0,) * 200 + (-20.0,) * 50, 0.5, 0, 0, 0)
    assert [(one.start // SECOND, round(one.end / SECOND)) for one in voiced(sound)] == [(0, 2), (5, 7)]
    assert noise_under(sound) == pytest.approx(30, abs=1)


def test_silence_says_nothing() -> None:
    silence = SoundMeasures((-120.0,) * 100, 0, 0, 0, 0)
    assert is_silent(silence)
    assert voiced(silence) == ()
    assert noise_under(silence) is None


def test_a_noisy_recording_is_told() -> None:
    made = film(SAID, said=SoundMeasures((-40.0,) * 100 + (-20.0,) * 100, 0.5, 0, 0, 0))
    (notice,) = [one for one in made.notices if one.about == "narration"]
    assert "said.wav is noisy: its voice stands 20 dB above its noise, where 25 are wanted" in notice.message


def rounds(made: Plan) -> list[tuple[int, int, int]]:
    return [(cue.start, cue.source_start or 0, cue.samples) for cue in cues(made, "music")]


LONG = "- shots: [{action: x, for: 50s}]\n"


def test_music_goes_round_until_the_film_ends() -> None:
    made = film(LONG, "music: {file: bed.ogg, loop: on}\n")
    assert rounds(made) == [
        (0, 0, 20 * SECOND),
        (19 * SECOND, 0, 20 * SECOND),
        (38 * SECOND, 0, 12 * SECOND),
    ]
    first, second, last = cues(made, "music")
    assert (first.cross_out, second.cross_in, second.cross_out, last.cross_in) == (SECOND,) * 4
    assert (first.fade_out, second.fade_out, last.fade_out) == (0, 0, 2 * SECOND)


def test_a_loop_goes_round_in_time_with_its_own_bars() -> None:
    made = film(LONG, "music: {file: bed.ogg, loop: 4s..12s}\n")
    crossing = SECOND // 50
    assert rounds(made)[1] == (12 * SECOND - crossing, 4 * SECOND - crossing, 8 * SECOND + crossing)
    assert rounds(made)[2][0] - rounds(made)[1][0] == 8 * SECOND


@given(st.integers(1, 19), st.integers(1, 19), st.integers(5, 120))
def test_a_loop_is_heard_from_end_to_end(start: int, length: int, seconds: int) -> None:
    end = min(20, start + length)
    scene = f"- shots: [{{action: x, for: {seconds}s}}]\n"
    made = film(scene, f"music: {{file: bed.ogg, loop: {start}s..{end}s}}\n")
    found = cues(made, "music")
    assert found[0].start == 0
    assert found[-1].start + found[-1].samples == seconds * SECOND
    assert all(
        before.start + before.samples == after.start + (after.cross_in or 0) for before, after in pairwise(found)
    )


def test_a_round_of_music_holds_what_it_hears_of_its_curve() -> None:
    scenes = SAID + "- shots: [{action: x, for: 30s}]\n" + SAID
    whole = curve_under(spoken((0, 6), (36, 42)), DUCK)
    found = cues(film(scenes, "music: {file: bed.ogg, duck: 12 dB, loop: on}\n"), "music")
    assert [len(cue.curve) for cue in found] == [4, 4, 2]
    for cue in found:
        for at in range(cue.start, cue.start + cue.samples, 1000):
            assert gain_at(cue.curve, at) == gain_at(whole, at)


def test_a_scene_has_music_of_its_own_until_another_has() -> None:
    scenes = "- shots: [{action: a, for: 4s}]\n- music: other.ogg\n  shots: [{action: b, for: 4s}]\n"
    made = film(scenes + "- shots: [{action: c, for: 4s}]\n", "music: bed.ogg\n")
    assert [(cue.asset, cue.start, cue.samples) for cue in cues(made, "music")] == [
        ("bed.ogg", 0, 4 * SECOND),
        ("other.ogg", 4 * SECOND, 8 * SECOND),
    ]


def test_a_door_is_heard_at_its_time() -> None:
    made = film(
        "- shots:\n  - {action: a, for: 3s}\n  - {clip: a.mp4, sound: [off, {file: door.wav, at: 1.2s, level: -6dB}]}\n"
    )
    (door,) = cues(made, "effect")
    assert (door.start, door.samples, door.gain) == (3 * SECOND + 57_600, SECOND, -6)
    assert made.shots[1].sound is None


def test_what_the_films_end_cuts_off_is_told() -> None:
    made = film("- shots: [{action: a, for: 3s, sound: {file: door.wav, at: 2.5s}}]\n")
    assert cues(made, "effect")[0].samples == SECOND // 2
    assert [one.message for one in made.notices] == ["the film ends before door.wav does: 0.5 s of it are cut off"]


WRONG = {
    "music shorter than a second": (
        "music: short.ogg\n",
        r"music \(short.ogg\) lasts 0.4 s; a bed of music lasts 1 s at least\n  name a longer file",
    ),
    "silent music": ("music: silent.ogg\n", r"music \(silent.ogg\) is silent from start to end"),
    "a loop beyond the music": (
        "music: {file: bed.ogg, loop: 8s..24s}\n",
        r"8s..24s of bed.ogg, which lasts 20 s, is no part that can go round",
    ),
}


@pytest.mark.parametrize(("head", "words"), WRONG.values(), ids=WRONG)
def test_music_that_cannot_be_a_bed_is_refused(head: str, words: str) -> None:
    storyboard = parse(f"storyboard: 1\n{head}scenes: [{{shots: [x]}}]")
    odd = {"short.ogg": sound(0.4), "silent.ogg": sound(9)}
    with pytest.raises(PlanningError, match=words):
        plan(storyboard, FACTS | odd, measures={"silent.ogg": SoundMeasures((-120.0,) * 9, 0, 0, 0, 0)})


def test_loudness_stands_in_a_plan_only_where_it_is_not_the_usual() -> None:
    assert '"loudness"' not in plan_to_json(film(LONG))
    assert film(LONG, "sound: broadcast\n").loudness == "broadcast"
    assert film(LONG, "sound: -18 LUFS\n").loudness == "-18 LUFS"
    assert film(LONG, "sound: off\n").loudness == "off"
