"""Laws of the plan: same input, same bytes; frames add up; handles cover joins; a new shot renames no other."""

import os
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from made_facts import clip, film, plan_of, sound, still

from longtake.errors import PlanningError
from longtake.media import FrameRate, Size
from longtake.planning import Plan, plan, plan_from_json, plan_to_json
from longtake.storyboard import Storyboard, parse, read

AURORA = Path(__file__).parents[2] / "examples" / "aurora" / "storyboard.yaml"
FACTS = {
    "footage/product.mp4": clip(8),
    "refs/cup.png": still("1600x1200"),
    "music/morning.ogg": sound(60),
    "a.mp4": clip(3, "1792x1024", 25),
    "b.mp4": clip(Fraction(121, 24), "640x640"),
    "c.png": still("640x360"),
    "line.ogg": sound(5),
}

RATES = some.sampled_from([FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(60)])
JOINS = some.sampled_from(["cut", "dissolve 0.2s", "dissolve 0.5s", "dissolve 1.3s"])
LENGTHS = some.sampled_from(["auto", "1s", "2.5s", "4s"])
SHOTS = some.one_of(
    some.fixed_dictionaries({"action": some.sampled_from(["dawn", "noon", "dusk"]), "for": LENGTHS, "join": JOINS}),
    some.fixed_dictionaries({"clip": some.sampled_from(["a.mp4", "b.mp4"]), "join": JOINS}),
    some.fixed_dictionaries({"clip": some.just("b.mp4"), "trim": some.just("1.5s..4s"), "join": JOINS}),
    some.fixed_dictionaries({"image": some.just("c.png"), "for": LENGTHS, "join": JOINS}),
)
NARRATIONS = some.none() | some.sampled_from(["Every morning begins with a small ceremony.", "Dawn."])
Written = list[tuple[str | None, list[dict[str, str]]]]
SCENES: some.SearchStrategy[Written] = some.lists(
    some.tuples(NARRATIONS, some.lists(SHOTS, min_size=1, max_size=4)), min_size=1, max_size=3
)


def storyboard_of(scenes: Written) -> Storyboard:
    """A storyboard of these scenes; its first shot joins nothing."""
    written = [{"shots": shots} | ({"narration": words} if words else {}) for words, shots in scenes]
    first = {key: value for key, value in scenes[0][1][0].items() if key != "join"}
    written[0] = {**written[0], "shots": [first, *scenes[0][1][1:]]}
    return Storyboard.model_validate({"storyboard": 1, "scenes": written})


def planned(scenes: Written, rate: FrameRate) -> Plan:
    try:
        return plan(storyboard_of(scenes), FACTS, size=Size(1280, 720), rate=rate)
    except PlanningError:  # too short for its joins, told in test_handles
        assume(False)
        raise


@given(SCENES, RATES)
def test_frames_add_up_and_handles_cover_joins(scenes: Written, rate: FrameRate) -> None:
    made = planned(scenes, rate)
    assert made.frames == sum(len(shot.visible) for shot in made.shots) == sum(scene.frames for scene in made.scenes)
    ends = [shot.start + shot.frames for shot in made.shots]
    assert [shot.start for shot in made.shots] == [0, *ends[:-1]]
    for out, into in zip(made.shots, made.shots[1:], strict=False):
        assert out.join is not None
        assert out.join.after <= out.take_frames - out.visible.end
        assert out.join.before <= into.visible.start
    assert made.shots[-1].join is None
    assert len(made.joins) == len(made.shots) - 1


@given(SCENES, RATES)
def test_an_auto_scene_is_as_long_as_its_narration_to_the_frame(scenes: Written, rate: FrameRate) -> None:
    made = planned(scenes, rate)
    for scene in made.scenes:
        shots = [shot for shot in made.shots if shot.scene == scene.name]
        shared = [shot for shot in shots if shot.reasons[0].startswith("its share")]
        if scene.narration and len(shared) == len(shots):
            over = rate.seconds(scene.frames) - scene.narration
            assert 0 <= over < rate.seconds(1) or any("the least" in shot.reasons[0] for shot in shots)


@given(SCENES, RATES)
def test_the_same_input_gives_the_same_bytes_and_reads_back(scenes: Written, rate: FrameRate) -> None:
    made = planned(scenes, rate)
    text = plan_to_json(made)
    assert plan_to_json(planned(scenes, rate)) == text
    assert plan_from_json(text) == made
    assert plan_to_json(plan_from_json(text)) == text


@given(SCENES, some.data())
def test_another_shot_changes_no_shots_key(scenes: Written, data: some.DataObject) -> None:
    before = [shot.key for shot in planned(scenes, FrameRate(24)).shots]
    assume(len(set(before)) == sum("~" not in key for key in before))
    number = data.draw(some.integers(0, len(scenes) - 1))
    words, shots = scenes[number]
    at = data.draw(some.integers(0, len(shots)))
    grown = [*scenes[:number], (words, [*shots[:at], {"action": "a new one"}, *shots[at:]]), *scenes[number + 1 :]]
    after = [shot.key for shot in planned(grown, FrameRate(24)).shots]
    assert [key for key in after if not key.startswith("a-new-one")] == before
    assert len(after) == len(before) + 1


def test_the_example_plans_the_same_under_every_hash_seed() -> None:
    code = (
        "from test_plan_laws import AURORA, FACTS; from made_facts import plan_of;"
        "from longtake.planning import plan_to_json;"
        "print(plan_to_json(plan_of(AURORA.read_text('utf-8'), FACTS)), end='')"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] == plan_to_json(plan_of(AURORA.read_text("utf-8"), FACTS))


def test_the_example_is_a_film_of_38_seconds() -> None:
    made = plan_of(AURORA.read_text("utf-8"), FACTS)
    assert 35 <= made.seconds <= 45
    assert [shot.kind for shot in made.shots].count("animatic") == 6
    assert {join.kind for join in made.joins} == {"cut", "dissolve"}
    assert made.cues[0].kind == "music"


def test_the_written_plan_says_its_seconds_exactly() -> None:
    text = plan_to_json(plan_of(film("dawn", head="title: Dawn – ダウン\n")))
    assert text.startswith('{\n  "plan": 1,\n  "seconds": "4",\n  "title": "Dawn – ダウン",\n  "size": "1280x720",')
    assert '"price": "0.00 USD"' in text


WRONG_PLANS = {"a list": "[]", "another format": '{"plan": 2}', "no fields": '{"plan": 1}', "no JSON": "plan"}


@pytest.mark.parametrize("text", WRONG_PLANS.values(), ids=WRONG_PLANS)
def test_text_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        plan_from_json(text)


def test_a_plan_with_a_wrong_value_is_refused() -> None:
    text = plan_to_json(plan_of(film("dawn")))
    with pytest.raises(ValueError, match="'blend' is no"):
        plan_from_json(text.replace('"fit": "fill"', '"fit": "blend"'))


def test_three_hundred_shots_are_planned_within_a_second() -> None:
    shots = [f"the {number}th thing happens" for number in range(300)]
    text = film(*shots, narration=" ".join(["word"] * 3000))
    before = time.process_time()
    made = plan(parse(text), {})
    assert time.process_time() - before < 1
    assert len(made.shots) == 300


def test_reading_and_planning_agree_about_the_example(tmp_path: Path) -> None:
    for name in ("footage/product.mp4", "refs/cup.png", "music/morning.ogg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    path = tmp_path / "storyboard.yaml"
    path.write_text(AURORA.read_text("utf-8"), "utf-8")
    assert plan(read(path), FACTS) == plan_of(AURORA.read_text("utf-8"), FACTS)
