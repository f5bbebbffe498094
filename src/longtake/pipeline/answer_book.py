"""Purchases of calls that answer at once, name no job and cannot be asked what they took: intended before they are
sent, kept before they are booked, so that a process that ends in between loses nothing and buys nothing twice."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from longtake.errors import LedgerError, SpeechError
from longtake.ledger import OPEN, Cost, Existing, Hold, Intent, Ledger, Owner, Purchase
from longtake.media import Digest, Money, digest_bytes, digest_of
from longtake.store import DamagedObjectError, Store

if TYPE_CHECKING:
    from longtake.generation.backoff import Backoff, Draw
    from longtake.generation.clock import Clock
    from longtake.generation.failures import CallFailedError, Failure

__all__ = ["AnswerBook", "Patience"]

_LONGEST_CALL = 10 * 60
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How it is waited for a service that is busy. draw: as of `Backoff.wait`."""

    clock: Clock
    backoff: Backoff
    draw: Draw = random.uniform


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """budget: of the ledger; repeat_below: up to which price a lost answer may be bought again, once. owner: who holds
    what is under way, to be released by the caller."""

    ledger: Ledger
    store: Store
    owner: Owner
    budget: str
    repeat_below: Money
    patience: Patience

    def begun(self, intent: Intent) -> tuple[Purchase, bytes | None]:
        """What is to be asked for now; or what was, with what was kept of it. Raises SpeechError where another process
        asks for the same, LedgerError where a person has to say first what became of it, BudgetError."""
        found = self.ledger.intend(intent, self.budget, self._hold())
        if not isinstance(found, Existing):
            return found, None
        if found.holder is not None:
            raise _taken(intent)
        was, kept = found.purchase, self._kept(found.purchase)
        if was.state == "verified":
            return (was, kept) if kept else self.begun(replace(intent, take=intent.take + 1))
        if was.state in OPEN and kept:  # its process ended between two facts
            return was, kept
        return self._next(was, intent), None

    async def asked(self, purchase: Purchase, ask: Callable[[], Awaitable[_T]]) -> tuple[Purchase, _T]:
        """The answer, and the attempt that it came to. A service that is busy is asked again; nothing is that may have
        been taken, but once where the price allows it. Raises CallFailedError, once the ledger knows."""
        from longtake.generation.failures import CallFailedError

        began, tried = self.patience.clock.now(), 0
        while True:
            try:
                return purchase, await ask()
            except CallFailedError as error:
                tried += 1
                wait = self._wait(error.failure, tried, self.patience.clock.now() - began)
                if wait is not None:
                    await self.patience.clock.sleep(wait)
                else:
                    purchase = self._beside(purchase, error)

    def keep(self, purchase: Purchase, data: bytes, cost: Cost, told: Mapping[str, object]) -> None:
        """What came is on the disk, then in the ledger. Does nothing for what is booked already."""
        if purchase.state == "verified":
            return
        self.store.write(_key(purchase), data)
        self._known(purchase, cost)
        self.ledger.verified(purchase.id, digest_bytes(data), len(data), told)

    def lose(self, purchase: Purchase, cost: Cost, why: str) -> None:
        """It is paid for, and what came cannot be used."""
        self._known(purchase, cost)
        self.ledger.lost(purchase.id, why)

    def _known(self, purchase: Purchase, cost: Cost) -> None:
        self.ledger.submitted(purchase.id, f"answer {purchase.token}")  # who answers at once names no job
        self.ledger.known(purchase.id, (), cost)

    def _wait(self, failure: Failure, tried: int, spent: float) -> float | None:
        """Seconds until it is asked again; None where it is not: only what was surely not taken is."""
        if failure.cls not in ("transient", "capacity"):
            return None
        return self.patience.backoff.wait(tried, spent, failure.retry_after, self.patience.draw)

    def _beside(self, purchase: Purchase, error: CallFailedError) -> Purchase:
        """Another attempt beside one whose answer was lost. Raises the error where that is not allowed, or not so."""
        failure, price = error.failure, purchase.intent.reserved
        if failure.cls != "unknown":
            self.ledger.failed(purchase.id, failure.cls, str(failure), Cost(Money(0, price.currency), "computed"))
            raise error
        self.ledger.unknown(purchase.id, str(failure))
        try:
            again = self.ledger.repeat(purchase.id, price, self._hold(), self.repeat_below)
        except LedgerError:
            raise error from None
        if isinstance(again, Existing):
            raise error
        return again

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
            raise _taken(intent)
        return again

    def _kept(self, purchase: Purchase) -> bytes | None:
        try:
            return self.store.read(_key(purchase))
        except (KeyError, DamagedObjectError):
            return None

    def _hold(self) -> Hold:
        return self.ledger.hold_for(self.owner, _LONGEST_CALL)


def _key(purchase: Purchase) -> Digest:
    """Where what came is kept."""
    return digest_of(["answered", purchase.token])


def _taken(intent: Intent) -> SpeechError:
    return SpeechError("another process is buying the same", place=intent.shot, advice=("wait for its end",))
