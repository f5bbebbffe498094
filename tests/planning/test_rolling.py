"""Cuts on beats: what moves, what stays, what music goes round by; and what a lock keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import clip, sound

from longtake.errors import InputError, PlanningError, StoryboardError
from longtake.media import SAMPLE_RATE, Beats
from longtake.pipeline.beat_cuts import with_beat_cuts
from longtake.pipeline.lock import Lock, LockedCut
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import Plan, plan, plan_from_json, plan_to_json
from longtake.planning.rolling import beat_frames, rolled, rolls_of
from longtake.storyboard import parse

FACTS = {"a.mp4": clip(8), "b.mp4": clip(9), "bed.ogg": sound(20), "said.wav": sound(3)}
SECOND = SAMPLE_RATE
CLIPPED = "- shots: [{clip: a.mp4, trim: 2s..5s}, {clip: b.mp4, trim: 1s..4s}, {action: an end, for: 3s}]\n"


def beats(first: float = 0.4, apart: float = 0.5, seconds: float = 20) -> dict[str, Beats]:
    count = int((seconds - first) / apart)
    return {"bed.ogg": Beats(tuple(round((first + number * apart) * SECOND) for number in range(count)))}


def film(scenes: str = CLIPPED, head: str = "", found: dict[str, Beats] | None = None) -> Plan:
    text = f"storyboard: 1\nframe: {{size: 640x360, rate: 24}}\nmusic: bed.ogg\n{head}scenes:\n{scenes}"
    return plan(parse(text.replace("music: bed.ogg\nmusic", "music")), FACTS, beats=beats() if found is None else found)


def on_beat(made: Plan, found: dict[str, Beats] | None = None) -> Plan:
    rolls = rolls_of(made, beat_frames(made, beats() if found is None else found), {})
    return rolled(made, {roll.shot: roll.frames for roll in rolls if roll.frames is not None})


def shown(made: Plan) -> list[tuple[str, int]]:
    """For every frame of the film, its shot and the frame of that one's take."""
    return [(shot.name, frame) for shot in made.shots for frame in range(shot.visible.start, shot.visible.end)]


def test_a_cut_goes_to_the_nearest_beat_and_every_picture_that_stays_keeps_its_time() -> None:
    before = film(head="cut: on-beat\n")
    after = on_beat(before)
    assert [shot.start for shot in before.shots] == [0, 72, 144]
    assert [shot.start for shot in after.shots] == [0, 70, 142]  # beats at 2.9 s and 5.9 s
    assert after.frames == before.frames
    offsets = {shot.name: shot.visible.start - shot.start for shot in before.shots}
    assert {shot.name: shot.visible.start - shot.start for shot in after.shots} == offsets
    assert after.cues == before.cues


@given(
    first=st.floats(0, 2),
    apart=st.floats(0.25, 3),
    ends=st.tuples(st.integers(1, 7), st.integers(1, 8)),
    join=st.sampled_from(["cut", "dissolve 0.5s", "cut, sound leads 0.3s"]),
)
def test_no_cut_leaves_its_handles_and_the_film_keeps_its_length(
    first: float, apart: float, ends: tuple[int, int], join: str
) -> None:
    clips = f"{{clip: a.mp4, trim: 0.6s..{ends[0]}s}}, {{clip: b.mp4, trim: 0.6s..{ends[1]}s, join: '{join}'}}"
    before, found = film(f"- shots: [{clips}]\n", "cut: on-beat\n"), beats(first, apart)
    after = on_beat(before, found)
    assert len(shown(after)) == len(shown(before)) == before.frames
    edge = after.shots[0].join
    assert edge is not None
    assert after.shots[0].visible.end + edge.tail <= after.shots[0].take_frames
    assert after.shots[1].visible.start - edge.head >= 0
    assert all(shot.frames >= min(12, old.frames) for shot, old in zip(after.shots, before.shots, strict=True))
    assert [shot.start for shot in after.shots] == [0, after.shots[0].frames]
    assert plan_from_json(plan_to_json(after)) == after


def test_a_clip_that_is_shown_whole_stays_and_is_told() -> None:
    made = film("- shots: [{clip: a.mp4}, {clip: b.mp4}]\n", "cut: on-beat\n", beats(0.2))
    (roll,) = rolls_of(made, beat_frames(made, beats(0.2)), {})
    assert roll.frames is None
    assert roll.why == "film.2 would begin 0.21 s later, beyond its handles".replace("film", made.shots[1].scene)


def test_a_scene_and_a_shot_have_their_own_word() -> None:
    scenes = "- cut: on-beat\n  shots: [x, y, {action: z, cut: off}]\n- shots: [v, {action: w, cut: on-beat}]\n"
    assert [join.on for join in film(scenes).joins] == ["beat", "", "", "beat"]


def test_narration_titles_and_scenes_go_on_at_their_times() -> None:
    scenes = (
        "- shots: [{action: a, for: 3s}]\n"
        "- narration: {file: said.wav}\n"
        "  shots: [{action: b, for: 4s, title: [Hello, {text: late, at: 1s, for: 1s}]}]\n"
    )
    before = film(scenes, "cut: on-beat\n")
    after = on_beat(before)
    assert [cue for cue in after.cues if cue.kind == "narration"] == [c for c in before.cues if c.kind == "narration"]
    assert after.scenes[1].start == after.shots[1].start == 70
    hello, late = after.shots[1].titles
    assert (hello.start, hello.start + hello.frames) == (70, 168)
    assert (late.start, late.frames) == (96, 24)


def test_a_film_that_asks_for_no_beats_is_planned_as_before() -> None:
    made = film()
    assert '"on"' not in plan_to_json(made)
    assert on_beat(made) == made


def planned(made: Plan) -> PlannedFilm:
    return PlannedFilm(made, FACTS, {}, beats=beats())


def test_what_was_chosen_stays_though_beats_are_found_elsewhere_later() -> None:
    made = planned(film(head="cut: on-beat\n"))
    first = with_beat_cuts(made, Lock())
    lock = Lock.from_json(first.lock)
    assert [cut.frames for cut in lock.cuts.values()] == [-2, -2]
    other = replace(made, beats=beats(0.1))
    assert with_beat_cuts(other, lock).plan.shots == first.plan.shots
    assert with_beat_cuts(other, Lock()).plan.shots != first.plan.shots
    assert "2 of 2 cuts are on a beat, 2 of them moved by at most 0.08 s" in first.plan.notices[-1].message
    assert "begins on a beat: 0.08 s earlier than it was timed" in first.plan.shots[1].reasons


def test_a_lock_that_asks_for_more_than_the_handles_is_refused() -> None:
    made = planned(film(head="cut: on-beat\n"))
    (key, cut), *_ = Lock.from_json(with_beat_cuts(made, Lock()).lock).cuts.items()
    with pytest.raises(InputError, match=r"moves by 900 frames, beyond its handles[\s\S]*--relock"):
        with_beat_cuts(made, Lock(cuts={key: LockedCut(cut.of, 900)}))


def test_a_lock_of_anything_but_frames_is_no_lock() -> None:
    text = json.loads(Lock(cuts={"a": LockedCut(film_digest := "0" * 64, 1)}).to_json())  # type: ignore[arg-type]
    assert text["cuts"]["a"]["of"] == film_digest
    text["cuts"]["a"]["frames"] = "2"
    with pytest.raises(ValueError, match="whole number of frames"):
        Lock.from_json(json.dumps(text))


def test_music_goes_round_from_beat_to_beat_in_fours() -> None:
    found = {"bed.ogg": Beats(tuple(round((1 + number * 0.5) * SECOND) for number in range(20)))}
    made = film("- shots: [{action: x, for: 40s}]\n", "music: {file: bed.ogg, loop: on-beat}\n", found)
    rounds = [cue for cue in made.cues if cue.kind == "music"]
    assert rounds[0].samples == 9 * SECOND  # to the 17th beat
    assert {(cue.source_start or 0) + (cue.cross_in or 0) for cue in rounds[1:]} == {SECOND}
    assert rounds[1].start + (rounds[1].cross_in or 0) == 9 * SECOND


def test_music_fades_from_its_last_beat_on() -> None:
    made = film("- shots: [{action: x, for: 10s}]\n", "music: {file: bed.ogg, fade: {out: on-beat}}\n")
    (music,) = made.cues
    assert music.fade_out == round(0.6 * SECOND)  # the beat at 9.4 s; the next one would leave 0.1 s


def test_music_without_beats_is_refused_where_it_should_go_by_them() -> None:
    head = "music: {file: bed.ogg, loop: on-beat, fade: {out: on-beat}}\n"
    with pytest.raises(PlanningError) as caught:
        film("- shots: [x]\n", head, {"bed.ogg": Beats()})
    assert "bed.ogg has no beats that it could go round by" in str(caught.value)
    assert "bed.ogg has no beats that it could fade from" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cut: onbeat\nmusic: a.ogg", "'onbeat' does not say where a shot begins\n  did you mean on-beat?"),
        ("cut: on-beat", "cuts go to beats of the music, and the film has none"),
        ("music: {file: a.ogg, fade: {out: on-bar}}", "on-bar"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(StoryboardError) as caught:
        parse(f"storyboard: 1\n{text}\nscenes: [{{shots: [x]}}]")
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["{}", "[1.5]", "[-1]", "[2, 1]", "[1, 1]", '["1"]', ""])
def test_beats_are_samples_in_order(text: str) -> None:
    with pytest.raises(ValueError, match=r"beats|Expecting"):
        Beats.from_json(text)
    assert Beats.from_json(Beats((1, Fraction(4).numerator)).to_json()) == Beats((1, 4))
