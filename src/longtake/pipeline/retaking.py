"""Which take of each shot is wanted: the first, or another one in place of those that a person did not take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from longtake.pipeline.approving import ask_again
from longtake.pipeline.books import asked, written
from longtake.pipeline.judging import takes_wanted
from longtake.pipeline.preparing import PlannedFilm
from longtake.store import Workspace

if TYPE_CHECKING:
    from longtake.ledger import Realm

__all__ = ["replanned"]


def replanned(
    planned: PlannedFilm,
    plan: Callable[[Mapping[str, int]], PlannedFilm],
    workspace: Workspace,
    realm: Realm,
    again: Sequence[str] = (),
) -> PlannedFilm:
    """The plan with the takes that are wanted. plan: makes it anew, with numbers of takes by the keys of their shots.
    again: shots, by name or key, of which another take is wanted from now on. Raises InputError for a name that no shot
    has; a ledger that is not there is made only for these."""
    if not planned.models:
        return planned
    if again:
        with written(workspace) as ledger:
            ask_again(ledger, planned, again, realm)
    with asked(workspace) as found:
        numbers = {key: number for key, number in takes_wanted(found, planned, realm).items() if number > 1}
    return plan(numbers) if numbers else planned
