"""What a take is bought by hangs on its shot's own words: not on names, not on places, not on what stands around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from made_facts import still
from made_models import MODELS

from longtake.media import Digest, FrameRate, Size
from longtake.planning import Plan, plan
from longtake.storyboard import Storyboard

Written = dict[str, Any]
ACTIONS = some.sampled_from(["dawn", "@mara wakes. She gets up. She looks out of the window", "the sea"])
SHOTS = some.fixed_dictionaries(
    {"action": ACTIONS, "for": some.sampled_from(["2.5s", "4s", "11s", "30s"])},
    optional={"seed": some.integers(0, 2), "camera": some.just("pan left")},
)
FILMS = some.lists(SHOTS, min_size=1, max_size=5)
SEEDS = some.none() | some.integers(0, 2)


def planned(shots: Sequence[Written], seed: int | None = None, *, together: bool = True) -> Plan:
    """A film of these shots in one scene, or each in a scene of its own."""
    groups = [shots] if together else [[shot] for shot in shots]
    board = {
        "storyboard": 1,
        "seed": seed,
        "cast": {"mara": {"is": "a woman in her thirties", "reference": "mara.png"}},
        "route": {"final": ["all"]},
        "scenes": [{"shots": list(group)} for group in groups],
    }
    facts = {"mara.png": still("640x640")}
    storyboard = Storyboard.model_validate(board)
    return plan(storyboard, facts, size=Size(1280, 720), rate=FrameRate(24), stage="final", catalogue=MODELS)


def keys(made: Plan) -> Counter[Digest]:
    """What its takes are known by where they are bought."""
    return Counter(shot.segment.known_as for shot in made.shots if shot.segment)


@given(FILMS, SEEDS, some.booleans())
def test_a_renamed_shot_or_scene_buys_nothing_again(shots: list[Written], seed: int | None, together: bool) -> None:
    renamed = [{**shot, "id": f"shot-{number}"} for number, shot in enumerate(shots)]
    before, after = (planned(of, seed, together=together).shots for of in (shots, renamed))
    assert [one.segment.order for one in after if one.segment] == [one.segment.order for one in before if one.segment]
    assert {one.name for one in after}.isdisjoint(one.name for one in before)


@given(FILMS, SEEDS, some.randoms(use_true_random=False), some.booleans())
def test_moved_shots_buy_nothing_again(shots: list[Written], seed: int | None, chance: Any, together: bool) -> None:
    moved = chance.sample(shots, len(shots))
    assert keys(planned(moved, seed, together=together)) == keys(planned(shots, seed))


@given(FILMS, some.integers(0, 5), SHOTS)
def test_a_shot_that_comes_or_goes_buys_no_other_again(shots: list[Written], place: int, other: Written) -> None:
    more = [*shots[:place], other, *shots[place:]]
    assert keys(planned(shots)) <= keys(planned(more))


@given(some.integers(2, 4), some.sampled_from(["4s", "11s", "30s"]), some.booleans())
def test_shots_of_the_very_same_words_get_takes_of_their_own(count: int, length: str, together: bool) -> None:
    made = planned([{"action": "the sea", "for": length}] * count, together=together)
    assert max(keys(made).values()) == 1
    seeds = [shot.segment.seed for shot in made.shots if shot.segment and not shot.segment.waits_for]
    assert len(set(seeds)) == len(seeds)


@given(SHOTS, SEEDS, some.integers(0, 9))
def test_a_seed_that_the_author_wrote_is_kept(shot: Written, film: int | None, seed: int) -> None:
    made = planned([{**shot, "seed": seed}, {"action": "noon", "for": "4s"}], film).shots
    assert {one.segment.seed for one in made[:-1] if one.segment} == {seed}


def test_another_seed_of_the_film_asks_for_other_takes_of_everything() -> None:
    shots = [{"action": "dawn", "for": "11s"}, {"action": "the sea", "for": "4s"}]
    assert not keys(planned(shots, 1)) & keys(planned(shots, 2))
