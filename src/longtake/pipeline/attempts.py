"""Purchases of calls that answer at once, name no job and cannot be asked what they took: intended before they are
sent, kept before they are booked, so that a process that ends in between loses nothing and buys nothing twice."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from longtake.errors import LedgerError, LongtakeError
from longtake.ledger import OPEN, Cost, Existing, Hold, Intent, Ledger, Owner, Purchase
from longtake.media import Digest, Money, digest_bytes, digest_of
from longtake.store import DamagedObjectError, Store

__all__ = ["Attempts"]

_LONGEST_CALL = 10 * 60


@dataclass(frozen=True, slots=True)
class Attempts(ABC):
    """budget: of the ledger; repeat_below: up to which price a lost answer may be bought again, once. owner: who holds
    what is under way, to be released by the caller. kept_as: part of the name that what came is kept under."""

    kept_as: ClassVar[str]

    ledger: Ledger
    store: Store
    owner: Owner
    budget: str
    repeat_below: Money

    @abstractmethod
    def taken(self, intent: Intent) -> LongtakeError:
        """What is raised where another process asks for the same."""

    def begun(self, intent: Intent) -> tuple[Purchase, bytes | None]:
        """What is to be asked for now; or what was, with what was kept of it. Raises what `taken` says, LedgerError
        where a person has to say first what became of it, BudgetError."""
        found = self.ledger.intend(intent, self.budget, self._hold())
        if not isinstance(found, Existing):
            return found, None
        if found.holder is not None:
            raise self.taken(intent)
        was, kept = found.purchase, self._kept(found.purchase)
        if was.state == "verified":
            return (was, kept) if kept else self.begun(replace(intent, take=intent.take + 1))
        if was.state in OPEN and kept:  # its process ended between two facts
            return was, kept
        return self._next(was, intent), None

    def keep(self, purchase: Purchase, data: bytes, cost: Cost, told: Mapping[str, object]) -> None:
        """What came is on the disk, then in the ledger. Does nothing for what is booked already."""
        if purchase.state == "verified":
            return
        self.store.write(self._key(purchase), data)
        self._known(purchase, cost)
        self.ledger.verified(purchase.id, digest_bytes(data), len(data), told)

    def lose(self, purchase: Purchase, cost: Cost, why: str) -> None:
        """It is paid for, and what came cannot be used."""
        self._known(purchase, cost)
        self.ledger.lost(purchase.id, why)

    def beside(self, purchase: Purchase, error: Exception) -> Purchase:
        """Another attempt beside one whose answer was lost. Raises the error where that is not allowed."""
        try:
            again = self.ledger.repeat(purchase.id, purchase.intent.reserved, self._hold(), self.repeat_below)
        except LedgerError:
            raise error from None
        if isinstance(again, Existing):
            raise error
        return again

    def _known(self, purchase: Purchase, cost: Cost) -> None:
        self.ledger.submitted(purchase.id, f"answer {purchase.token}")  # who answers at once names no job
        self.ledger.known(purchase.id, (), cost)

    def _next(self, was: Purchase, intent: Intent) -> Purchase:
        """Another attempt after one that brought nothing."""
        if was.state == "known":
            was = self.ledger.lost(was.id, "what came of it is gone from the workspace")
        elif was.state in OPEN - {"unknown"}:
            was = self.ledger.unknown(was.id, "its process ended before an answer came")
        if was.state == "unknown":
            again = self.ledger.repeat(was.id, intent.reserved, self._hold(), self.repeat_below)
        else:
            again = self.ledger.again(was.id, intent.reserved, self._hold())
        if isinstance(again, Existing):
            raise self.taken(intent)
        return again

    def _kept(self, purchase: Purchase) -> bytes | None:
        try:
            return self.store.read(self._key(purchase))
        except (KeyError, DamagedObjectError):
            return None

    def _key(self, purchase: Purchase) -> Digest:
        """Where what came is kept."""
        return digest_of([self.kept_as, purchase.token])

    def _hold(self) -> Hold:
        return self.ledger.hold_for(self.owner, _LONGEST_CALL)
