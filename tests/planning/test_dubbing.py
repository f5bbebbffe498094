"""A film in other languages: every line over its own pictures, up to 1.15 times as fast, or refused by how much."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import sound

from longtake.errors import LongtakeError, PlanningError
from longtake.media import GainPoint, Sample, SpokenWord
from longtake.planning import Plan, Timings, plan, speech_key
from longtake.planning.dubbing import FASTEST, SLOWEST
from longtake.planning.plan_json import plan_from_json, plan_to_json
from longtake.planning.said import said_lines
from longtake.storyboard import parse
from longtake.storyboard.translations import text_key

TEXTS = {text_key("good day"): "guten Tag", text_key("the end"): "das Ende"}
VOICES = "languages: [de]\nnarrator: {voice: joe, voices: {de: elevenlabs/abc}, max_price: 1 USD}\n"
RECORDED = "languages: [de]\nnarrator: joe\n"
ONE = "{id: one, narration: good day, shots: [{action: dawn, for: 4s}]}"
TWO = "{id: two, narration: the end, shots: [{action: night, for: 4s}]}"


def planned(*scenes: str, head: str = VOICES, german: float = 2, end: float = 2, **files: float) -> Plan:
    """The film at 24 frames a second. german, end: seconds of the two lines in German; files: of recordings."""
    told = "".join(f"  - {scene}\n" for scene in scenes)
    text = f"storyboard: 1\nframe: {{size: 320x180, rate: 24}}\n{head}scenes:\n{told}"
    own = {speech_key(said, "joe"): Fraction(2) for said in ("good day", "the end")}
    service = "elevenlabs/abc"
    spoken = {"guten Tag": german, "das Ende": end}
    theirs = {speech_key(said, service, language="de"): Fraction(str(length)) for said, length in spoken.items()}
    facts = {f"{name}.ogg": sound(length) for name, length in files.items()}
    return plan(parse(text), facts, timings=Timings({**own, **theirs}), translations={"de": TEXTS})


def test_a_voice_for_a_language_lets_the_film_be_heard_in_it_from_where_its_own_lines_begin() -> None:
    (dub,) = planned(ONE, TWO).dubs
    assert dub.language == "de"
    assert [(one.text, one.voice, one.start, one.tempo) for one in dub.speech] == [
        ("guten Tag", "elevenlabs/abc", 0, None),
        ("das Ende", "elevenlabs/abc", 192_000, None),
    ]
    assert [(cue.start, cue.samples) for cue in dub.cues] == [(0, 96_000), (192_000, 96_000)]


def test_a_language_without_a_voice_or_a_recording_has_captions_alone() -> None:
    assert planned(ONE, head=RECORDED).dubs == ()


def test_what_voices_say_in_other_languages_is_quoted() -> None:
    rows = {row.voice: row.pieces for row in planned(ONE, TWO).quote.speech}
    assert rows["elevenlabs/abc"] == 2


def test_a_longer_line_uses_the_pause_after_it_before_it_is_heard_faster() -> None:
    (dub,) = planned(ONE, TWO, german=3.75).dubs
    assert dub.speech[0].tempo is None


def test_a_line_that_is_longer_still_is_heard_faster() -> None:
    (dub,) = planned(ONE, TWO, german=4.2).dubs
    assert dub.speech[0].tempo == Fraction(112, 100)
    assert dub.cues[0].samples == 180_000  # 3.75 s, and a quarter of a second to breathe
    assert dub.cues[0].tempo == Fraction(112, 100)


def test_a_line_that_does_not_fit_is_refused_with_its_words_and_by_how_much() -> None:
    with pytest.raises(PlanningError) as refused:
        planned(ONE, TWO, german=6)
    text = str(refused.value)
    assert "what is said in one in de lasts 6 s (measured) and is 1.47 s too long for its pictures" in text
    assert "even at 1.15 times its speed: “guten Tag”" in text
    assert "translate it with fewer words" in text


def test_a_line_that_the_films_end_would_cut_off_is_refused() -> None:
    with pytest.raises(PlanningError, match="what is said in two in de"):
        planned(ONE, TWO, end=5)


@given(st.decimals("0.5", "8", places=2), st.decimals("0.5", "8", places=2))
def test_lines_never_run_over_each_other_or_the_film_nor_faster_than_they_may(first: float, last: float) -> None:
    try:
        made = planned(ONE, TWO, german=first, end=last)
    except PlanningError:
        assert max(first, last) > Fraction(375, 100) * FASTEST - Fraction(1, 100)
        return
    (dub,) = made.dubs
    one, two = dub.cues
    assert one.start + one.samples + 12_000 <= two.start + 1
    assert two.start + two.samples <= made.rate.samples(made.frames)
    assert all(SLOWEST <= (cue.tempo or 1) <= FASTEST for cue in dub.cues)


def test_recordings_in_a_language_are_heard_in_their_scenes() -> None:
    scene = "{id: one, narration: {text: good day, files: {de: de.ogg}}, shots: [{action: dawn, for: 4s}]}"
    (dub,) = planned(scene, head=RECORDED, de=4.4).dubs
    (cue,) = dub.cues
    assert (cue.asset, cue.start, cue.tempo) == ("de.ogg", 0, Fraction(110, 100))
    assert cue.samples == 192_000


def test_a_scene_that_nobody_says_in_a_language_is_refused() -> None:
    scene = "{id: one, narration: {text: good day, files: {de: de.ogg}}, shots: [dawn]}"
    with pytest.raises(PlanningError, match=r"nobody says the words of two in de\n.*name a voice.*or a recording"):
        planned(scene, TWO, head=RECORDED, de=2)


def test_music_steps_back_under_the_words_of_each_language() -> None:
    music = "music: {file: bed.ogg, duck: {by: 12 dB, ahead: 0.1s, attack: 0.1s, release: 0.1s}}\n"
    made = planned(ONE, TWO, head=VOICES + music, german=3, bed=8)
    (dub,) = made.dubs
    own, german = (next(cue.curve for cue in cues if cue.kind == "music") for cues in (made.cues, dub.cues))
    assert GainPoint(Sample(96_000), -1200) in own
    assert GainPoint(Sample(144_000), -1200) in german


def test_words_of_a_line_that_is_heard_faster_are_told_where_they_are_heard() -> None:
    made = planned(ONE, TWO, german=4.2)
    (dub,) = made.dubs
    words = [SpokenWord("guten", Sample(0), Sample(112_000)), SpokenWord("Tag", Sample(112_000), Sample(201_600))]
    line = said_lines(replace(made, speech=dub.speech), {dub.speech[0].order: words})[0]
    assert [(word.start, word.end) for word in line.words] == [(0, 100_000), (100_000, 180_000)]


def test_a_plan_in_languages_is_read_back_as_it_was_written() -> None:
    made = planned(ONE, TWO, german=4.2)
    assert plan_from_json(plan_to_json(made)) == made


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("narrator: {voice: joe, voices: {de: joe}}\n", r"the film is not made in de\n.*add it: languages: \[de\]"),
        ("narrator: {voice: joe, voices: {en: joe}}\n", r"en is the film's own language\n.*write it as voice:"),
        (
            "languages: [de]\nnarrator: {voice: joe, voices: {de: joe}}\n",
            r"joe speaks en, and this is for de\n.*name another voice",
        ),
        (
            "languages: [de]\nnarrator: {voice: joe, voices: {de: openai/nobody}}\n",
            "'nobody' is no voice of tts-1",
        ),
    ],
)
def test_a_voice_that_cannot_be_meant_is_refused(head: str, message: str) -> None:
    with pytest.raises(LongtakeError, match=message):
        planned(ONE, head=head)


def test_a_shorter_line_is_heard_slower_to_end_with_its_original() -> None:
    (dub,) = planned(ONE, TWO, german=1.9, end=1.5).dubs
    assert [one.tempo for one in dub.speech] == [Fraction(95, 100), Fraction(90, 100)]
    assert dub.cues[0].samples == 96_000


def test_a_line_that_is_nearly_as_long_is_heard_as_it_was_spoken() -> None:
    (dub,) = planned(ONE, TWO, german=1.96).dubs
    assert dub.speech[0].tempo is None


@given(st.integers(20, 400))
def test_no_line_is_slowed_beyond_its_original_nor_more_than_it_may_be(hundredths: int) -> None:
    (dub,) = planned(ONE, TWO, german=hundredths / 100).dubs
    tempo = dub.speech[0].tempo or Fraction(1)
    assert SLOWEST <= tempo <= FASTEST
    assert tempo >= 1 or dub.speech[0].heard <= 2
