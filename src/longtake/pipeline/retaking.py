"""Which take of each shot is wanted, and of which model: the first of the first on its route, or another one in place
of those that a person did not take, and of models that gave none."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.errors import PlanningError
from longtake.media import Digest
from longtake.pipeline.books import asked
from longtake.pipeline.falling import found_passed_over
from longtake.pipeline.judging import takes_wanted
from longtake.pipeline.passed import planned_without
from longtake.pipeline.paying import paid_takes
from longtake.pipeline.planned_film import PlannedFilm
from longtake.store import Workspace

if TYPE_CHECKING:
    from longtake.generation.commission import PassedOver
    from longtake.ledger import Ledger, Realm

__all__ = ["replanned"]


def replanned(planned: PlannedFilm, workspace: Workspace, realm: Realm, *, falls_back: bool = True) -> PlannedFilm:
    """The plan with the takes that are wanted, as the ledger knows, and its draft with those that were. falls_back:
    whether models that gave no take before are left out. A ledger that is not there is not made."""
    if not planned.models:
        return planned
    with asked(workspace) as ledger:
        if ledger is None:
            return planned
        draft = _as_known(ledger, planned.draft, realm, falls_back) if planned.draft else None
        return replace(_as_known(ledger, planned, realm, falls_back), draft=draft)


def _as_known(ledger: Ledger, planned: PlannedFilm, realm: Realm, falls_back: bool) -> PlannedFilm:
    """Planned until nothing more follows from the ledger: another model asks for other takes, and its own may have been
    missed, too."""
    while True:
        more = found_passed_over(ledger, planned, realm) if falls_back else {}
        found = _without(planned, more, paid_takes(ledger, realm)) if more else planned
        numbers = {key: number for key, number in takes_wanted(ledger, found, realm).items() if number > 1}
        if numbers == planned.wanted and found is planned:
            return planned
        planned = found.replanned(numbers, found.passed) if numbers != found.wanted else found


def _without(planned: PlannedFilm, more: Mapping[str, PassedOver], paid: Set[Digest]) -> PlannedFilm:
    """The film planned without these models, as far as it can be, and as no take that is paid for is left out by it."""
    for some in (more, *({shot: one} for shot, one in more.items())):
        try:
            found = planned_without(planned, some)
        except PlanningError:
            continue
        if _asked(planned) & paid <= _asked(found):
            if some is more:
                return found
            planned = found
    return planned


def _asked(planned: PlannedFilm) -> Set[Digest]:
    return {shot.segment.known_as for shot in planned.plan.shots if shot.segment}
