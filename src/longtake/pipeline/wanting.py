"""A planned film as a make wants it: with the takes that a person asked for, spoken, and with its captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from longtake.pipeline.books import written
from longtake.pipeline.burning import check_burned
from longtake.pipeline.captioning import with_captions
from longtake.pipeline.events import Listener
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.terms import Terms
from longtake.store import Workspace

if TYPE_CHECKING:
    from longtake.ledger import Realm
    from longtake.storyboard.captions import CaptionsShown

__all__ = ["as_wanted", "told_with"]


def as_wanted(planned: PlannedFilm, workspace: Workspace, terms: Terms) -> PlannedFilm:
    """The plan with the takes that a person wants, of models that give them. Raises InputError for a name that no shot
    has."""
    if not planned.models:
        return planned
    from longtake.pipeline.approving import ask_again  # here: most films buy nothing
    from longtake.pipeline.retaking import replanned
    from longtake.pipeline.selling import realm_of

    realm = realm_of(terms.speed, planned.models)
    planned = replanned(planned, workspace, realm, falls_back=terms.falls_back)
    if not terms.again:
        return planned
    with written(workspace) as ledger:
        ask_again(ledger, planned, terms.again, realm)
    return replanned(planned, workspace, realm, falls_back=terms.falls_back)


def told_with(
    planned: PlannedFilm,
    captions: CaptionsShown | None,
    workspace: Workspace,
    say: Listener,
    terms: Terms,
    realm: Realm,
) -> PlannedFilm:
    """The film with what it says spoken, as far as that costs nothing, and with these captions. Raises
    ApprovalMissingError where it costs more for that, PlanningError for words that cannot be burned in."""
    film = with_captions(_voiced(planned, workspace, say, terms, realm), captions)
    check_burned(film)
    return film


def _voiced(planned: PlannedFilm, workspace: Workspace, say: Listener, terms: Terms, realm: Realm) -> PlannedFilm:
    """The film with what it says spoken, as far as that costs nothing. Raises ApprovalMissingError where it costs more
    for that."""
    if not planned.plan.all_speech or planned.waits:
        return planned
    from longtake.pipeline.voicing import check_rise, voiced  # here: most films say nothing

    found = voiced(planned, workspace, say, realm)
    check_rise(planned, found, terms, realm)
    return found
