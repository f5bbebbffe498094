"""What the ledger says of one film, for `status`: where its takes are, its money, what was said of its shots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from longtake.ledger import Approval, Budget, Ledger, Realm, State

__all__ = ["FilmAccount", "TakePlace", "accounts_of", "last_words"]

TakePlace = Literal["here", "at the provider", "not sent yet", "unknown", "missed"]

_PLACES: Mapping[State, TakePlace] = {
    "verified": "here",
    "submitted": "at the provider",
    "known": "at the provider",
    "intended": "not sent yet",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class FilmAccount:
    """A film's purchases in one realm. takes: of how many shots the newest take is where; missed: it ended without a
    take. budgets: that they were bought under."""

    realm: Realm
    takes: Mapping[TakePlace, int]
    budgets: tuple[Budget, ...]


def accounts_of(ledger: Ledger, film: str) -> tuple[FilmAccount, ...]:
    """What was bought for the film of this title; nothing for a realm in which nothing was."""
    found = (_account(ledger, film, "live"), _account(ledger, film, "emulated"))
    return tuple(account for account in found if account.budgets)


def last_words(ledger: Ledger, film: str) -> tuple[Approval, ...]:
    """The last word on each shot of the film."""
    return tuple({said.shot: said for said in ledger.verdicts(film)}.values())


def _account(ledger: Ledger, film: str, realm: Realm) -> FilmAccount:
    bought = ledger.purchases(film=film, realm=realm)
    newest = {one.intent.shot: _PLACES.get(one.state, "missed") for one in bought if one.intent.kind == "clip"}
    takes = {place: sum(found == place for found in newest.values()) for place in dict.fromkeys(newest.values())}
    names = dict.fromkeys(one.budget for one in bought)
    return FilmAccount(realm, takes, tuple(ledger.budget(name, realm) for name in names))
