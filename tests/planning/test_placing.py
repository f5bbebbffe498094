"""Where speech is heard: from the start of its scene or shot, one line after another, to the end."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import clip, film, sound

from longtake.errors import PlanningError
from longtake.media import Digest, Sample, SpokenWord
from longtake.planning import Plan, Timings, plan, speech_key
from longtake.planning.said import said_lines
from longtake.storyboard import parse

FACTS = {"a.mp4": clip(8), "line.ogg": sound(3)}
JOE = "narrator: joe\n"
BREATH = 12_000


def planned(*scenes: str, head: str = JOE, **lasting: float) -> Plan:
    """scenes: as YAML, indented; lasting: measured seconds of each text, its spaces as underscores."""
    told = "".join(f"  - {scene}\n" for scene in scenes)
    known = {speech_key(text.replace("_", " "), "joe"): Fraction(str(length)) for text, length in lasting.items()}
    text = f"storyboard: 1\ntitle: Film\nframe: {{size: 320x180, rate: 24}}\n{head}scenes:\n{told}"
    return plan(parse(text), FACTS, timings=Timings(known))


def heard(made: Plan) -> list[tuple[str, int, int]]:
    return [(piece.about, piece.start or 0, cue.samples) for piece, cue in zip(made.speech, made.cues, strict=False)]


def test_speech_begins_with_its_scene_which_lasts_as_long_as_it_and_a_breath() -> None:
    made = planned("{id: one, narration: good day, shots: [dawn]}", "{id: two, narration: end, shots: [night]}",
                   good_day=2, end=1)  # fmt: skip
    assert made.scenes[0].frames == 54  # 2.25 s
    assert heard(made) == [("one", 0, 96_000), ("two", 108_000, 48_000)]


def test_what_is_only_estimated_is_not_heard_yet() -> None:
    made = planned("{id: one, narration: good day, shots: [dawn]}")
    assert made.speech[0].is_estimated
    assert made.cues == ()


def test_speech_that_is_too_long_for_its_shots_goes_on_under_the_next_and_the_next_line_waits() -> None:
    made = planned(
        "{id: one, narration: good day, shots: [{action: dawn, for: 1s}]}",
        "{id: two, narration: end, shots: [{action: night, for: 5s}]}",
        good_day=3, end=1,
    )  # fmt: skip
    assert heard(made) == [("one", 0, 144_000), ("two", 144_000 + BREATH, 48_000)]
    told = {notice.about: notice.message for notice in made.notices}
    assert "narration of scene one lasts 3 s (measured), its shots 1 s: 2 s too long" in told["one"]
    assert "its words begin 2.25 s late, for those before them are not over" in told["two"]


def test_a_scenes_last_shot_is_held_where_the_author_wants_it() -> None:
    scene = "{id: one, narration: {text: good day, longer: hold}, shots: [{action: a, for: 1s}, {action: b, for: 1s}]}"
    made = planned(scene, "{id: two, narration: end, shots: [night]}", good_day=3, end=1)
    assert [shot.frames for shot in made.shots[:2]] == [24, 54]
    assert made.speech[1].start == 144_000 + BREATH
    (told,) = [notice for notice in made.notices if notice.about == "one.2"]
    assert told.message == "it is held 1.25 s longer than written, until the words over it are over"


def test_a_shot_that_is_long_enough_is_not_held() -> None:
    scene = "{id: one, narration: {text: good day, longer: hold}, shots: [{action: a, for: 5s}]}"
    made = planned(scene, good_day=3)
    assert made.shots[0].frames == 120
    assert not [notice for notice in made.notices if notice.about == "one.1"]


def test_words_that_the_film_would_cut_off_are_refused_with_their_place() -> None:
    with pytest.raises(PlanningError) as caught:
        planned("{id: one, narration: good day, shots: [{action: dawn, for: 1s}]}", good_day=3)
    (found,) = caught.value.findings
    assert found.message == "the words of one last 3 s (measured) and end 2 s after the film"
    assert "write for: auto on one of them" in found.advice


def test_a_line_waits_for_a_recording() -> None:
    made = planned(
        "{id: one, narration: {file: line.ogg}, shots: [{action: a, for: 3s}]}",
        "{id: two, narration: end, shots: [{action: b, for: 4s}]}",
        end=1,
    )  # fmt: skip
    assert made.speech[0].start == 144_000 + BREATH


def test_lines_of_a_shot_follow_each_other_in_their_speakers_voices() -> None:
    head = "cast: {ada: {is: a woman, voice: heart}, ben: {is: a man, voice: joe}}\n"
    says = "says: [{who: ben, text: hello}, {who: ada, text: hello you}]"
    known = {speech_key("hello", "joe"): Fraction(1), speech_key("hello you", "heart"): Fraction(3, 2)}
    made = plan(parse(film(f"{{action: they talk, {says}}}", head=head)), {}, timings=Timings(known))
    assert [(piece.voice, piece.who, piece.start) for piece in made.speech] == [
        ("joe", "ben", 0),
        ("heart", "ada", 48_000 + BREATH),
    ]
    assert not [notice for notice in made.notices if "late" in notice.message]


def test_an_unknown_narrator_is_refused_with_the_nearest() -> None:
    with pytest.raises(PlanningError, match="no voice 'hart' is known here") as caught:
        planned("{narration: hello, shots: [dawn]}", head="narrator: hart\n")
    assert "did you mean heart?" in caught.value.findings[0].advice


def test_a_voice_of_another_language_is_refused() -> None:
    with pytest.raises(PlanningError, match="joe speaks en, and the storyboard's language is de"):
        planned("{narration: hallo, shots: [dawn]}", head=JOE + "language: de\n")


def test_said_lines_are_the_words_of_the_film_where_they_are_heard() -> None:
    made = planned("{id: one, narration: good *day*, shots: [dawn]}", "{id: two, narration: end, shots: [night]}",
                   **{"good_*day*": 2, "end": 1})  # fmt: skip
    words = [SpokenWord("good", Sample(10), Sample(20)), SpokenWord("day", Sample(30), Sample(40))]
    first, second = said_lines(made, {made.speech[0].order: words})
    assert (first.about, first.text, first.is_estimated) == ("one", "good day", False)
    assert second.words == (SpokenWord("end", Sample(108_000), Sample(156_000)),)
    assert second.is_estimated


@given(st.lists(st.integers(1, 80), min_size=1, max_size=6), st.integers(1, 30))
def test_no_line_is_over_another_and_each_has_a_breath(tenths: list[int], shown: int) -> None:
    names = "abcdef"
    scenes = [f"{{narration: {name}, shots: [{{action: x, for: {shown}s}}]}}" for name in names[: len(tenths)]]
    lengths = {name: length / 10 for name, length in zip(names, tenths, strict=False)}
    scenes.append("shots: [{action: long enough, for: 90s}]")
    made = planned(*scenes, **lengths)
    ends = [0 - BREATH]
    for _, start, samples in sorted(heard(made), key=lambda one: one[1]):
        assert start >= ends[-1] + BREATH or start == 0
        ends.append(start + samples)


def test_a_lexicon_that_touches_a_text_gives_it_another_order_and_no_other() -> None:
    scenes = ("{narration: Aurora wakes, shots: [dawn]}", "{narration: night, shots: [night]}")
    plain, told = planned(*scenes), planned(*scenes, head=JOE + "pronounce: {Aurora: uh roar uh}\n")
    assert _orders(plain)[0] != _orders(told)[0]
    assert _orders(plain)[1] == _orders(told)[1]


def _orders(made: Plan) -> list[Digest]:
    return [piece.order for piece in made.speech]
