"""A shot of which a model gives no take is bought from the next on its route, and never where the first may be paid."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

import pytest
from emulated_world import World, film

from longtake.catalogue import load_catalogue
from longtake.emulator import Fault
from longtake.generation.landing import Missed, MissedBy
from longtake.ledger import Purchase, State
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.falling import passed_over
from longtake.pipeline.passed import added_to, leave_out
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import Plan, plan
from longtake.storyboard import parse

ONE = "{action: a cup falls, for: 2s}"
CHAIN = (ONE, "{action: it breaks, for: 2s, join: continue}")


def purchases(world: World) -> list[tuple[str, str]]:
    return [(one.intent.model, one.state) for one in world.ledger]


def made_by(film: PlannedFilm) -> dict[str, str]:
    return {landed.commission.name: landed.commission.model.name for landed in film.takes.landed.values()}


REFUSED = Fault("refused", provider="gemini", on="create")


def test_a_refused_shot_is_made_by_the_next_on_its_route(world: World) -> None:
    film_, said = world.faulty(REFUSED).bought(film(ONE))
    assert made_by(film_) == {"film.1": "kling-3.0"}
    assert not film_.takes.missing
    (landed,) = film_.takes.landed.values()
    assert [(one.model, one.by) for one in landed.commission.instead_of] == [("veo-3.1-fast", "refusal")]
    assert any(line.startswith("film.1 fallback kling-3.0, since veo-3.1-fast refused it: google:") for line in said)
    assert purchases(world) == [("veo-3.1-fast", "refused"), ("kling-3.0", "verified")]


def test_the_next_run_does_the_same_and_asks_nobody(world: World) -> None:
    first, _ = world.faulty(REFUSED).bought(film(*CHAIN))
    orders = world.orders
    again, said = world.bought(film(*CHAIN))
    assert world.orders == orders
    assert again.plan == first.plan
    assert again.takes.landed.keys() == first.takes.landed.keys()
    assert sorted(line for line in said if "landed" in line) == [
        "film.1 landed it was here already",
        "film.2 landed it was here already",
    ]


def test_a_shot_that_goes_on_from_it_follows(world: World) -> None:
    film_, _ = world.faulty(REFUSED).bought(film(*CHAIN))
    assert made_by(film_) == {"film.1": "kling-3.0", "film.2": "veo-3.1-fast"}
    first, second = film_.takes.landed.values()
    assert second.commission.waits_for == first.commission.shot
    assert purchases(world) == [
        ("veo-3.1-fast", "refused"),
        ("kling-3.0", "verified"),
        ("veo-3.1-fast", "verified"),
    ]


def test_a_refused_key_moves_all_shots_and_they_stay_there(world: World) -> None:
    shots = [f"{{action: cup {number} falls, for: 2s}}" for number in range(2)]
    film_, _ = world.faulty(Fault("key", provider="gemini", on="create", times=50)).bought(film(*shots))
    assert set(made_by(film_).values()) == {"kling-3.0"}
    world.emulator.studio.faults.clear()  # the key is a new one, and the takes that are here stay
    orders = world.orders
    again, _ = world.bought(film(*shots))
    assert made_by(again) == made_by(film_)
    assert world.orders == orders


def test_a_provider_that_nobody_reaches_is_passed_by(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("LONGTAKE_FAL_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/fal")
        film_, _ = world.bought(film(ONE, route="fal-pika-2.2, kling-3.0"))
    assert made_by(film_) == {"film.1": "kling-3.0"}


def test_an_emulated_film_never_falls_back_on_a_real_provider(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LONGTAKE_KLING_URL")  # there is a key for it in the environment
    film_, _ = world.faulty(REFUSED).bought(film(ONE, route="veo-3.1-fast, kling-3.0, seedance-2.0"))
    assert made_by(film_) == {"film.1": "seedance-2.0"}
    (landed,) = film_.takes.landed.values()
    assert [one.by for one in landed.commission.instead_of] == ["refusal", "operator"]
    assert "kling at https://api-singapore.klingai.com is no emulator" in landed.commission.instead_of[1].why


def test_what_may_have_been_taken_is_not_bought_elsewhere(world: World) -> None:
    film_, said = world.faulty(Fault("lost", provider="gemini", on="create")).bought(film(ONE))
    (missing,) = film_.takes.missing.values()
    assert missing.by == "unknown"
    assert purchases(world) == [("veo-3.1-fast", "unknown")]
    assert not any("fallback" in line for line in said)


def test_nothing_is_bought_elsewhere_where_the_user_says_so(world: World) -> None:
    film_, _ = world.faulty(REFUSED).bought(film(ONE), falls_back=False)
    (missing,) = film_.takes.missing.values()
    assert missing.by == "refusal"
    assert purchases(world) == [("veo-3.1-fast", "refused")]
    film_, _ = world.bought(film(ONE))
    assert made_by(film_) == {"film.1": "kling-3.0"}


def test_the_whole_route_is_gone_through_and_then_the_shot_is_missing(world: World) -> None:
    world.faulty(REFUSED, Fault("refused", provider="kling", on="create"))
    film_, _ = world.bought(film(ONE))
    assert [one.by for one in film_.takes.missing.values()] == ["refusal"]
    assert purchases(world) == [("veo-3.1-fast", "refused"), ("kling-3.0", "refused")]


def test_the_budget_holds_for_what_is_bought_instead(world: World) -> None:
    from longtake.media import Money

    film_, _ = world.faulty(REFUSED).bought(film(ONE, route="veo-3.1-lite, veo-3.1"), budget=Money("0.50", "USD"))
    assert [one.by for one in film_.takes.missing.values()] == ["budget"]


def planned_shot(route: str) -> tuple[Plan, Callable[..., Missed]]:
    made = plan(parse(film(ONE, route=route)), {}, stage="final")
    (one,) = commissions_of(made, load_catalogue(), {made.shots[0].key})
    return made, lambda by, purchase=None: Missed(one, by, "why", (), purchase)


def purchase_in(state: State, missed: Missed) -> Purchase:
    from datetime import UTC, datetime

    from longtake.ledger import Intent

    one = missed.commission
    intent = Intent(
        one.order, 1, "live", "h", "a", "google", one.model.name, one.shot, one.film, "clip", {}, one.price, "blind"
    )
    return Purchase(1, intent, 1, "0" * 32, state, "b", one.price, datetime(2026, 11, 21, tzinfo=UTC), why="said there")


ELSEWHERE: Sequence[MissedBy] = ("refusal", "invalid", "operator", "transient", "lost")
ENDED: Sequence[State] = ("refused", "failed", "cancelled", "lost")


@pytest.mark.parametrize("by", get_args(MissedBy))
@pytest.mark.parametrize("state", [None, *get_args(State)])
def test_only_an_order_that_brings_nothing_any_more_is_placed_elsewhere(by: MissedBy, state: State | None) -> None:
    made, missed = planned_shot("veo-3.1-fast, kling-3.0")
    purchase = purchase_in(state, missed(by)) if state else None
    found = passed_over(missed(by, purchase), made.shots[0])
    assert (found is not None) is (by in ELSEWHERE and (state is None or state in ENDED))
    if found is not None:
        assert (found.model, found.by, found.why) == ("veo-3.1-fast", by, "said there" if purchase else "why")


def test_a_route_of_one_has_nothing_to_fall_back_on() -> None:
    made, missed = planned_shot("kling-3.0")
    assert passed_over(missed("refusal"), made.shots[0]) is None


def test_what_the_plan_is_told_does_not_depend_on_a_providers_words() -> None:
    made, missed = planned_shot("veo-3.1-fast, kling-3.0")
    first = passed_over(missed("refusal"), made.shots[0])
    assert first is not None
    told = leave_out(added_to({}, {"shot": first}))
    assert told == leave_out(added_to({}, {"shot": replace(first, why="in other words")}))
    assert told == {"shot": {"veo-3.1-fast": "refused it"}}
