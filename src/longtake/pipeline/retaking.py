"""Which take of each shot is wanted: the first, or another one in place of those that a person did not take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.pipeline.books import asked
from longtake.pipeline.judging import takes_wanted
from longtake.pipeline.preparing import PlannedFilm, PlanWish
from longtake.store import Workspace

if TYPE_CHECKING:
    from longtake.ledger import Ledger, Realm

__all__ = ["replanned"]


def replanned(
    planned: PlannedFilm, wish: PlanWish, plan: Callable[[PlanWish], PlannedFilm], workspace: Workspace, realm: Realm
) -> PlannedFilm:
    """The plan with the takes that are wanted, and its draft with those that were. wish: by which it was planned; plan:
    makes it anew. A ledger that is not there is not made."""
    if not planned.models:
        return planned
    with asked(workspace) as ledger:
        wanted = _others(ledger, planned, realm)
        draft_wanted = _others(ledger, planned.draft, realm) if planned.draft else {}
    if not wanted and not draft_wanted:
        return planned
    return plan(replace(wish, wanted=wanted, draft_wanted=draft_wanted))


def _others(ledger: Ledger | None, planned: PlannedFilm, realm: Realm) -> dict[str, int]:
    return {key: number for key, number in takes_wanted(ledger, planned, realm).items() if number > 1}
