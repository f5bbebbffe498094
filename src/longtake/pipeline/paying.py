"""What of a plan is paid for, as the ledger has it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.media import Digest
from longtake.pipeline.books import asked
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning.segment import taken_as
from longtake.store import Workspace

if TYPE_CHECKING:
    from longtake.ledger import Ledger, Realm, State

__all__ = ["HERE", "PAID", "paid_in", "paid_takes", "with_paid"]

PAID: tuple[State, ...] = ("submitted", "known", "verified")
"""The states of a purchase that has a take, or a job that will bring one."""

HERE: tuple[State, ...] = ("verified",)
"""The states of a purchase whose take is here: nothing of it is ordered again."""


def paid_takes(ledger: Ledger, realm: Realm, states: tuple[State, ...] = PAID) -> frozenset[Digest]:
    """Every take that is paid for, by what it is known as."""
    bought = ledger.purchases(realm=realm, states=states)
    return frozenset(taken_as(one.intent.order, one.intent.take) for one in bought)


def paid_in(workspace: Workspace, realm: Realm, states: tuple[State, ...] = PAID) -> frozenset[Digest]:
    """As `paid_takes`; nothing where there is no ledger, which is not made."""
    with asked(workspace) as ledger:
        return paid_takes(ledger, realm, states) if ledger else frozenset()


def with_paid(planned: PlannedFilm, workspace: Workspace) -> PlannedFilm:
    """The plan, with what of it is paid for to real providers; a ledger that is not there is not made."""
    if not planned.models:
        return planned
    with asked(workspace) as ledger:
        return replace(planned, paid=paid_takes(ledger, "live")) if ledger else planned
