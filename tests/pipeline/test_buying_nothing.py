"""Where nothing is bought (`buys=False`) no order is placed that costs: no new one, and no old one once more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from emulated_world import film
from ledgers import FREE, an_intent, usd
from ledgers import World as Surroundings

import longtake
from longtake.ledger import Ledger, Output
from longtake.media import digest_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.taken import ApprovalMissingError
from longtake.pipeline.taking import taker_of
from longtake.pipeline.terms import Terms
from longtake.store import Workspace

ONE = "{action: a leaf falls, for: 4s}"


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlannedFilm:
    monkeypatch.setenv("KLING_API_KEY", "key")
    path = tmp_path / "film.yaml"
    path.write_text(film(ONE, route="kling-3.0"))
    return longtake.plan(path, stage="final", workspace=tmp_path / "space")


def to_pay(planned: PlannedFilm, folder: Path, terms: Terms) -> str:
    async def asked() -> str:
        async with taker_of(planned, terms, Workspace(folder / "space"), lambda _: None) as taker:
            return str(taker.to_pay.total)

    return asyncio.run(asked())


def ordered(planned: PlannedFilm, folder: Path, end: Callable[[Ledger, int], object]) -> None:
    """The film's one take, at a provider that is paid."""
    (shot,) = planned.plan.shots
    assert shot.segment
    with Ledger.open(folder / "space" / "ledger.sqlite", Surroundings().around()) as ledger:
        ledger.set_budget("A fall", usd("10"), "live")
        intent = an_intent(shot.key, film="A fall", order=shot.segment.order, model="kling-3.0")
        bought = ledger.intend(intent, "A fall", Surroundings().hold())
        ledger.submitted(bought.id, "job")
        end(ledger, bought.id)


def test_a_take_that_was_never_ordered_is_not(planned: PlannedFilm, tmp_path: Path) -> None:
    with pytest.raises(ApprovalMissingError, match=r"budget: it costs .* USD, and nothing is bought here"):
        to_pay(planned, tmp_path, Terms(buys=False, is_approved=True))


def test_a_job_that_is_on_its_way_is_left_to_who_may_order_it_again(planned: PlannedFilm, tmp_path: Path) -> None:
    ordered(planned, tmp_path, lambda ledger, number: None)
    assert to_pay(planned, tmp_path, Terms()) == "0.00 USD"
    with pytest.raises(ApprovalMissingError, match="nothing is bought here"):
        to_pay(planned, tmp_path, Terms(buys=False))


def test_a_take_that_is_here_is_shown(planned: PlannedFilm, tmp_path: Path) -> None:
    def landed(ledger: Ledger, number: int) -> None:
        ledger.known(number, [Output("https://cdn.example.com/1.mp4")], FREE)
        ledger.verified(number, digest_of("take"), 1, {})

    ordered(planned, tmp_path, landed)
    assert to_pay(planned, tmp_path, Terms(buys=False)) == "0.00 USD"
