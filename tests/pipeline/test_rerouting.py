"""A film is planned again so that only what was missed, and what goes on from that, is commissioned anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from longtake.catalogue import load_catalogue
from longtake.errors import PlanningError
from longtake.generation.commission import Commission, PassedOver
from longtake.generation.landing import Missed
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.falling import passed_over
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.rerouting import Rerouted, rerouted
from longtake.planning import Plan, plan
from longtake.storyboard import parse, wordings

HEAD = "storyboard: 1\nroute: {final: [veo-3.1-fast, kling-3.0, seedance-2.0], max_price: 5 USD}\nscenes:\n  - shots:\n"
CHAIN = ("dawn", "{action: noon, join: continue}", "{action: dusk, join: continue}", "night")


def film(*shots: str) -> PlannedFilm:
    storyboard = parse(HEAD + "".join(f"      - {shot}\n" for shot in shots))
    planner = partial(plan, storyboard, {}, stage="final")
    made, known = planner(), load_catalogue()
    models = {name: known[name] for name in ("veo-3.1-fast", "kling-3.0", "seedance-2.0")}
    return PlannedFilm(made, {}, {}, words=wordings(storyboard), models=models, planner=planner)


def commissioned(planned: PlannedFilm) -> tuple[Commission, ...]:
    models = {**planned.models, **planned.others}
    return commissions_of(planned.plan, models, {shot.key for shot in planned.plan.shots}, "", planned.passed)


def current(planned: PlannedFilm) -> dict[str, Commission]:
    return {one.shot: one for one in commissioned(planned)}


def refused(planned: PlannedFilm, *numbers: int) -> Mapping[str, PassedOver]:
    found = {}
    for number in numbers:
        shot, one = planned.plan.shots[number], commissioned(planned)[number]
        passed = passed_over(Missed(one, "refusal", "it names a brand"), shot)
        assert passed is not None
        found[shot.key] = passed
    return found


def names(again: Rerouted) -> list[str]:
    return [one.name for one in again.commissions]


def test_the_shot_and_those_that_go_on_from_it_are_commissioned_anew() -> None:
    planned = film(*CHAIN)
    again = rerouted(planned, refused(planned, 1), current(planned), commissioned)
    assert names(again) == ["scene-1.2", "scene-1.3"]
    assert [one.model.name for one in again.commissions] == ["kling-3.0", "veo-3.1-fast"]
    assert again.commissions[0].instead_of[0].model == "veo-3.1-fast"
    assert again.commissions[1].instead_of == ()


def test_one_model_after_another_is_passed_over() -> None:
    planned = film("dawn")
    first = rerouted(planned, refused(planned, 0), current(planned), commissioned)
    then = rerouted(first.planned, refused(first.planned, 0), current(first.planned), commissioned)
    (one,) = then.commissions
    assert (one.model.name, [passed.model for passed in one.instead_of]) == (
        "seedance-2.0",
        ["veo-3.1-fast", "kling-3.0"],
    )
    nobody = rerouted(then.planned, refused(then.planned, 0), current(then.planned), commissioned)
    assert nobody.commissions == ()


def test_a_shot_that_cannot_be_planned_without_its_model_does_not_keep_the_others() -> None:
    planned = film("dawn", "noon", "dusk")
    keys = [shot.key for shot in planned.plan.shots]

    def planner(*, leave_out: Mapping[str, object] | None = None, **rest: object) -> Plan:
        if keys[1] in (leave_out or {}):
            raise PlanningError("it cannot be planned")
        assert planned.planner is not None
        return planned.planner(leave_out=leave_out, **rest)  # type: ignore[arg-type]

    stubborn = replace(planned, planner=planner)
    again = rerouted(stubborn, refused(planned, 0, 1, 2), current(planned), commissioned)
    assert names(again) == ["scene-1.1", "scene-1.3"]
    assert [shot.segment.model for shot in again.planned.plan.shots if shot.segment] == [
        *("kling-3.0", "veo-3.1-fast", "kling-3.0")
    ]


def test_a_plan_that_would_change_a_take_that_may_be_bought_is_not_taken() -> None:
    planned = film("dawn", "noon")

    def moved(made: PlannedFilm) -> tuple[Commission, ...]:
        """As if the second shot's order hung on who makes the first."""
        first, second = commissioned(made)
        return first, replace(second, order=first.order)

    again = rerouted(planned, refused(planned, 0), current(planned), moved)
    assert again.commissions == ()
    assert again.planned is planned
