"""Several takes of a shot are bought, the best is shown, and that stays so until a person says something else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from emulated_world import World, film
from hypothesis import given
from hypothesis import strategies as st

import longtake
from longtake.catalogue import load_catalogue
from longtake.emulator import Fault
from longtake.errors import InputError
from longtake.generation.commission import Commission
from longtake.generation.landing import Arrival, Landed
from longtake.media import ClipFacts, ColourTags, FrameRate, Money, PictureFacts, Size, SoundFacts, digest_of
from longtake.pipeline.choosing import as_asked, ranked
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.terms import checked_candidates
from longtake.planning import Plan, PlannedShot, plan
from longtake.planning.pricing import quote_of
from longtake.storyboard import parse

ROUTE = "seedance-2.0"
ONE = "{action: a cup falls, for: 2s}"
CHAIN = (ONE, "{action: it breaks, for: 2s, join: continue}")
ODD = Fault("take-wrong-rate", provider="ark", on="create")


def shown(film_: PlannedFilm) -> dict[str, int]:
    """Which take each shot shows."""
    return {one.commission.name: one.commission.take for one in film_.takes.landed.values()}


def test_a_take_that_is_as_asked_is_shown_and_the_next_shot_goes_on_from_it(world: World) -> None:
    made, said = world.faulty(ODD).bought(film(*CHAIN, route=ROUTE), candidates=2)
    first, second = made.takes.landed.values()
    assert Counter(one.intent.shot for one in world.ledger) == {first.commission.shot: 2, second.commission.shot: 2}
    frames = [one.arrival.facts.picture.rate for one in (first, second) if one.arrival.facts.picture]
    assert frames == [24, 24]
    assert (second.commission.waits_for, second.commission.waits_take) == (first.commission.shot, first.commission.take)
    orders = [shot.segment.order for shot in made.plan.shots if shot.segment]
    assert orders == [first.commission.order, second.commission.order]
    assert f"film.1 chosen take {first.commission.take}, the best of 2" in said
    assert made.takes.cost == Money("1.124928", "USD")


def test_another_make_shows_the_same_and_asks_nobody(world: World) -> None:
    text = film(*CHAIN, route=ROUTE)
    first, _ = world.faulty(ODD).bought(text, candidates=2)
    orders = world.orders
    for candidates in (1, 2, 3):
        again, said = world.bought(text, candidates=candidates)
        assert shown(again) == shown(first)
        assert again.plan == first.plan
        assert again.takes.cost == first.takes.cost
        assert "costs 0.00 USD" in said
    assert world.orders == orders


def test_what_a_person_rejects_gives_way_to_the_best_that_is_left(world: World) -> None:
    text = film(ONE, route=ROUTE)
    first, _ = world.bought(text, candidates=2)
    orders = world.orders
    assert shown(first) == {"film.1": 1}
    judge = {"emulated": True, "workspace": world.folder / "space"}
    longtake.reject(world.folder / "film.yaml", "film.1", note="too dark", **judge)  # type: ignore[arg-type]
    second, _ = world.bought(text)
    assert (shown(second), world.orders) == ({"film.1": 2}, orders)
    longtake.approve(world.folder / "film.yaml", "film.1", **judge)  # type: ignore[arg-type]
    third, _ = world.bought(text, candidates=3)
    assert (shown(third), world.orders) == ({"film.1": 2}, orders)


def test_another_take_is_bought_for_a_shot_that_is_asked_again(world: World) -> None:
    text = film(ONE, route=ROUTE)
    world.bought(text, candidates=2)
    again, _ = world.bought(text, again=("film.1",))
    assert shown(again) == {"film.1": 3}
    assert world.orders == 3


def test_a_shot_that_has_a_take_gets_no_more(world: World) -> None:
    world.bought(film(ONE, route=ROUTE))
    made, said = world.bought(film(ONE, "{action: it lies there, for: 2s}", route=ROUTE), candidates=2)
    assert Counter(one.intent.take for one in world.ledger) == {1: 2, 2: 1}
    assert "costs 0.562464 USD" in said
    assert not made.takes.missing


def test_what_was_begun_is_gone_on_with_whoever_asks(world: World) -> None:
    text = film(*CHAIN, route=ROUTE)
    stopped, _ = world.bought(text, candidates=3, stopped_after=1)
    assert {one.by for one in stopped.takes.missing.values()} == {"stopped"}
    made, _ = world.bought(text)
    assert not made.takes.missing
    assert world.orders == 4
    assert Counter(one.intent.take for one in world.ledger) == {1: 2, 2: 1, 3: 1}


def test_one_that_is_refused_leaves_the_choice_to_the_others(world: World) -> None:
    text = film(ONE, route=f"{ROUTE}, kling-3.0")
    made, said = world.faulty(Fault("refused", provider="ark", on="create")).bought(text, candidates=2)
    assert [one.commission.model.name for one in made.takes.landed.values()] == [ROUTE]
    assert not any("fallback" in line for line in said)
    orders = world.orders
    again, _ = world.bought(text)
    assert (shown(again), world.orders) == (shown(made), orders)


def test_where_all_are_refused_the_next_model_makes_as_many(world: World) -> None:
    text = film(ONE, route=f"{ROUTE}, kling-3.0")
    made, _ = world.faulty(Fault("refused", provider="ark", on="create", times=2)).bought(text, candidates=2)
    (landed,) = made.takes.landed.values()
    assert landed.commission.model.name == "kling-3.0"
    assert Counter((one.intent.model, one.state) for one in world.ledger) == {
        (ROUTE, "refused"): 2,
        ("kling-3.0", "verified"): 2,
    }


def test_where_a_shots_takes_are_missing_what_goes_on_from_it_is_too(world: World) -> None:
    made, _ = world.faulty(Fault("refused", provider="ark", on="create", times=9)).bought(
        film(*CHAIN, route=ROUTE), candidates=2
    )
    assert [(one.name, one.by) for one in made.takes.missing.values()] == [("film.1", "refusal"), ("film.2", "waits")]


def test_the_budget_counts_them_all(world: World) -> None:
    made, _ = world.bought(film(ONE, route=ROUTE), candidates=3, budget=Money("0.60", "USD"))
    assert len(world.ledger) == 2
    assert not made.takes.missing


@cache
def one_planned() -> tuple[Plan, Commission]:
    made = plan(parse(film(ONE, route=ROUTE)), {}, stage="final")
    (one,) = commissions_of(made, load_catalogue(), {made.shots[0].key})
    return made, one


def test_the_quote_counts_each_take() -> None:
    made, _ = one_planned()
    shots = made.shots
    plain, three = quote_of(shots, made.rate, None), quote_of(shots, made.rate, None, more={shots[0].key: 2})
    assert three.total.amount == 3 * plain.total.amount
    assert plain.most is not None
    assert three.most is not None
    assert three.most.amount == 3 * plain.most.amount
    assert three.rows[0].why.endswith("3 takes, of which the best is shown")
    segment = shots[0].segment
    assert segment is not None
    assert quote_of(shots, made.rate, None, {segment.known_as}, more={shots[0].key: 1}).total == plain.total


def a_take(take: int, rate: int, frames: int, lines: int, *, has_sound: bool) -> Landed:
    """Candidate number `take` as it was measured."""
    _, one = one_planned()
    shown = Size(lines * 16 // 9 // 2 * 2, lines)
    picture = PictureFacts(
        *("h264", shown, shown, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags()),
        *(Fraction(1, rate), tuple(range(frames)), frames, (0,)),
    )
    sound = SoundFacts("aac", 48_000, 2, Fraction(0), 48_000) if has_sound else None
    facts = ClipFacts(digest_of([take, rate, frames, lines, has_sound]), 1, "mp4", "video", picture, sound)
    return Landed(replace(one, take=take), None, Arrival(facts.digest, Path("take.mp4"), 1, facts))  # type: ignore[arg-type]


measured = st.tuples(
    st.sampled_from([24, 25, 30]), st.integers(48, 120), st.sampled_from([360, 496, 720]), st.booleans()
)


@given(st.lists(measured, min_size=1, max_size=5).flatmap(lambda found: st.permutations(list(enumerate(found, 1)))))
def test_the_best_does_not_depend_on_the_order_in_which_takes_land(
    found: list[tuple[int, tuple[int, int, int, bool]]],
) -> None:
    made, _ = one_planned()
    candidates = [a_take(take, *rest, has_sound=sound) for take, (*rest, sound) in found]
    best_first = ranked(candidates, made.shots[0], made.rate)
    marks = [(as_asked(one.arrival.facts, made.shots[0], made.rate), one.commission.take) for one in best_first]
    assert marks == sorted(marks)
    assert ranked(candidates[::-1], made.shots[0], made.rate) == best_first


def test_fewer_oddities_count_more_than_the_length_that_was_asked() -> None:
    made, _ = one_planned()
    other_rate, shorter = a_take(1, 25, 100, 496, has_sound=True), a_take(2, 24, 92, 496, has_sound=True)
    assert [one.commission.take for one in ranked([other_rate, shorter], made.shots[0], made.rate)] == [2, 1]


def test_another_judge_decides_otherwise() -> None:
    def by_digest(facts: ClipFacts, shot: PlannedShot, rate: FrameRate) -> tuple[Fraction, ...]:
        return (-Fraction(int(facts.digest[:8], 16)),)

    made, _ = one_planned()
    candidates = [a_take(take, 24, 96, 496, has_sound=True) for take in (1, 2)]
    found = ranked(candidates, made.shots[0], made.rate, by_digest)
    assert [one.arrival.digest for one in found] == sorted((one.arrival.digest for one in candidates), reverse=True)


@pytest.mark.parametrize("count", [0, 11])
def test_how_many_is_a_number_that_somebody_may_look_at(count: int) -> None:
    with pytest.raises(InputError, match=f"of a shot 1 to 10 takes are bought, not {count}"):
        checked_candidates(count)
