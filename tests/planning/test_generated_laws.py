"""Laws of what is bought: frames add up, no request outside its model's modes, no shot's order hangs on the others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as some
from made_facts import clip, sound, still
from made_models import MODELS, fits

import longtake
from longtake.errors import PlanningError
from longtake.media import ClipFacts, FrameRate, Size
from longtake.planning import Plan, plan, plan_from_json, plan_to_json
from longtake.planning.boundaries import CHAIN
from longtake.planning.splitting import beats_of, part_letter, parts_of
from longtake.storyboard import Shot, Storyboard
from needs import need

FACTS: Mapping[str, ClipFacts] = {"a.mp4": clip(9), "mara.png": still("640x640"), "line.ogg": sound(5)}
RATES = some.sampled_from([FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30)])
ACTIONS = some.sampled_from(
    ["dawn", "@mara wakes. She gets up. She looks out of the window", "the sea", "a door opens. It shuts again"]
)
LENGTHS = some.sampled_from(["1s", "2.5s", "4s", "6.2s", "11s", "30s"])
JOINS = some.sampled_from(["cut", "cut", "continue", "dissolve 0.5s"])
DISSOLVES = some.sampled_from([0, 1, 2])
GENERATED = some.fixed_dictionaries({"action": ACTIONS, "for": LENGTHS, "join": JOINS})
OWN = some.fixed_dictionaries({"clip": some.just("a.mp4"), "trim": some.just("2s..6s")})
ROUTES = some.sampled_from([["all"], ["referrer", "all"], ["words-only", "all"], ["extender", "all"], ["extender"]])
Written = list[dict[str, object]]


def board(shots: Written, route: list[str] | None = None) -> Storyboard:
    """A film of these shots, whose first joins nothing."""
    first = {key: value for key, value in shots[0].items() if key != "join"} if shots else {}
    return Storyboard.model_validate(
        {
            "storyboard": 1,
            "style": {"look": "35 mm", "avoid": ["text"]},
            "cast": {"mara": {"is": "a woman in her thirties", "wears": "teal", "reference": "mara.png"}},
            "route": {"final": route or ["all"]},
            "scenes": [{"id": "film", "shots": [first, *shots[1:]]}],
        }
    )


def bought(shots: Written, route: list[str] | None = None, rate: FrameRate | None = None) -> Plan:
    try:
        return plan(
            board(shots, route),
            FACTS,
            size=Size(1280, 720),
            rate=rate or FrameRate(24),
            stage="final",
            catalogue=MODELS,
        )
    except PlanningError:  # no model on the route continues, or a shot is too short for its joins
        assume(False)
        raise


@given(some.lists(GENERATED | OWN, min_size=1, max_size=6), ROUTES, RATES)
def test_frames_add_up_and_every_take_holds_what_it_shows(shots: Written, route: list[str], rate: FrameRate) -> None:
    made = bought(shots, route, rate)
    assert made.frames == sum(scene.frames for scene in made.scenes)
    ends = [shot.start + shot.frames for shot in made.shots]
    assert [shot.start for shot in made.shots] == [0, *ends[:-1]]
    for shot in made.shots:
        assert 0 <= shot.visible.start <= shot.visible.end <= shot.take_frames
        if shot.segment:
            assert rate.seconds(shot.take_frames) <= shot.segment.seconds
    for out, into in pairwise(made.shots):
        assert out.join is not None
        assert out.join.after <= out.take_frames - out.visible.end
        assert out.join.before <= into.visible.start


@given(some.lists(GENERATED, min_size=1, max_size=5), ROUTES)
def test_no_request_is_outside_its_models_modes(shots: Written, route: list[str]) -> None:
    for shot in bought(shots, route).shots:
        assert shot.segment is not None
        assert fits(shot.segment)
        assert shot.segment.choices[0].is_able
        assert shot.segment.choices[0].model == shot.segment.model


@given(some.lists(GENERATED, min_size=2, max_size=8), ROUTES)
def test_no_chain_is_longer_than_its_cap(shots: Written, route: list[str]) -> None:
    made = bought(shots, route)
    assert all(2 <= len(chain) <= CHAIN for chain in made.chains)
    waiting = [shot for shot in made.shots if shot.segment and shot.segment.waits_for]
    assert sum(len(chain) - 1 for chain in made.chains) == len(waiting)


@given(some.lists(GENERATED, min_size=1, max_size=5), RATES)
def test_a_film_lasts_what_was_written_however_it_is_divided(shots: Written, rate: FrameRate) -> None:
    made = bought(shots, None, rate)
    written = [Fraction(str(shot["for"]).removesuffix("s")) for shot in shots]
    assert made.frames == sum(rate.frames(seconds) for seconds in written)


@given(
    some.lists(some.tuples(ACTIONS, LENGTHS), min_size=1, max_size=5, unique=True),
    some.integers(0, 5),
    LENGTHS,
)
def test_another_shot_changes_no_order_and_no_seed(shots: list[tuple[str, str]], place: int, length: str) -> None:
    written: Written = [{"action": action, "for": seconds} for action, seconds in shots]
    assume(len({action for action, _ in shots}) == len(shots))  # shots of the very same words are interchangeable
    longer = [*written[:place], {"action": "something else happens", "for": length}, *written[place:]]
    before = {shot.key: (shot.segment.order, shot.segment.seed) for shot in bought(written).shots if shot.segment}
    after = {shot.key: (shot.segment.order, shot.segment.seed) for shot in bought(longer).shots if shot.segment}
    assert {key: after[key] for key in before} == before


@given(some.lists(GENERATED | OWN, min_size=1, max_size=4), ROUTES)
def test_a_plan_is_the_same_twice_and_reads_back(shots: Written, route: list[str]) -> None:
    made = bought(shots, route)
    assert plan_to_json(made) == plan_to_json(bought(shots, route))
    assert plan_from_json(plan_to_json(made)) == made


@given(some.sampled_from(["13.5s", "14s", "21.5s", "29s", "29.4s", "37.5s", "44s", "60s"]), DISSOLVES, DISSOLVES)
def test_a_long_shot_has_no_part_more_than_its_own_joins_need(length: str, into: int, out: int) -> None:
    around: list[dict[str, object]] = [{"clip": "a.mp4", "trim": "2s..6s"} for _ in range(2)]
    joins = [{"join": f"dissolve {seconds}s"} if seconds else {} for seconds in (into, out)]
    shots = [around[0], {"action": "the sea", "for": length, **joins[0]}, {**around[1], **joins[1]}]
    parts = [shot for shot in bought(shots).shots if shot.kind == "generated"]

    def held(count: int) -> int:
        """What so many takes of 8 s show: without half of each dissolve, margins of 6 frames, and the picture that a
        take begins with which goes on from another; after three in a chain, one begins anew."""
        starts = sum(6 if number % CHAIN == 0 else 1 for number in range(1, count))
        return count * (8 * 24 - 6) - 6 - starts - 12 * into - 12 * out

    assert held(len(parts) - 1) < sum(shot.frames for shot in parts) <= held(len(parts))


@given(
    some.integers(1, 2000),
    some.lists(some.integers(1, 400), min_size=1, max_size=4),
    some.lists(some.text("ab", min_size=1), max_size=6),
)
def test_the_parts_of_a_shot_are_the_shot(frames: int, cycle: list[int], beats: list[str]) -> None:
    happens = beats_of(Shot.model_validate({"action": "a", "beats": beats} if beats else {"action": "a"}), frames, "en")
    parts = parts_of(frames, lambda count: [cycle[number % len(cycle)] for number in range(count)], happens)
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == frames
    assert all(0 < part.frames <= cycle[number % len(cycle)] for number, part in enumerate(parts))
    assert sum(cycle[number % len(cycle)] for number in range(len(parts) - 2)) < frames
    for part in parts:
        inside = [(beat.start, beat.end) for beat in part.beats]
        assert all(0 <= start < end <= part.frames for start, end in inside)
        assert all(first[1] == second[0] for first, second in pairwise(inside))
    assert {beat.text for part in parts for beat in part.beats} == {beat.text for beat in happens}


@given(some.integers(0, 2000))
def test_letters_of_parts_are_all_different_and_sort_as_they_count(number: int) -> None:
    one, other = part_letter(number), part_letter(number + 1)
    assert (len(one), one) < (len(other), other)


_SCRIPT = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], str(Path(sys.argv[1]).parent)]
from test_generated_laws import board, bought
shots = [{"action": f"@mara does {n}. She waits", "for": "11s", "join": "continue"} for n in range(4)]
from datetime import date
from longtake.planning import plan, plan_to_json
from longtake.storyboard import parse
print(plan_to_json(bought(shots)))
for example in ("listicle", "two-hander"):
    text = (Path(sys.argv[2]) / example / "storyboard.yaml").read_text("utf-8")
    print(plan_to_json(plan(parse(text), {}, stage="final", on=date(2026, 11, 21))))
"""
_EXAMPLES = Path(__file__).parents[2] / "examples"
_OTHERS = sorted(path.absolute() for path in _EXAMPLES.parent.glob(".pythons/*/bin/python"))


def _told(python: Path | str, seed: str) -> str:
    """What one interpreter plans: a made film and two examples."""
    return subprocess.run(
        [str(python), "-c", _SCRIPT, str(Path(__file__).parent), str(_EXAMPLES)],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(longtake.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_hash_order_decides_nothing() -> None:
    told = {_told(sys.executable, seed) for seed in ("0", "4711")}
    assert len(told) == 1
    assert "waits_for" in told.pop()


def test_no_version_of_python_decides_anything() -> None:
    need(_OTHERS, "No other Python is at hand: `make pythons` prepares those that the machine has.")
    here = _told(sys.executable, "0")
    assert {python: _told(python, "1") for python in _OTHERS} == dict.fromkeys(_OTHERS, here)
