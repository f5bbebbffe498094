"""Attempts at what a provider's service answers at once: speech and music, asked again while the service is busy."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from longtake.errors import SpeechError
from longtake.ledger import Cost, Intent, Purchase
from longtake.media import Money
from longtake.pipeline.attempts import Attempts

if TYPE_CHECKING:
    from longtake.generation.backoff import Backoff, Draw
    from longtake.generation.clock import Clock
    from longtake.generation.failures import CallFailedError, Failure

__all__ = ["AnswerBook", "Patience"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How it is waited for a service that is busy. draw: as of `Backoff.wait`."""

    clock: Clock
    backoff: Backoff
    draw: Draw = random.uniform


@dataclass(frozen=True, slots=True)
class AnswerBook(Attempts):
    """See `Attempts`. What another process asks for already raises SpeechError."""

    kept_as: ClassVar[str] = "answered"

    patience: Patience

    def taken(self, intent: Intent) -> SpeechError:
        return SpeechError("another process is buying the same", place=intent.shot, advice=("wait for its end",))

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
                    purchase = self._told(purchase, error)

    def _wait(self, failure: Failure, tried: int, spent: float) -> float | None:
        """Seconds until it is asked again; None where it is not: only what was surely not taken is."""
        if failure.cls not in ("transient", "capacity"):
            return None
        return self.patience.backoff.wait(tried, spent, failure.retry_after, self.patience.draw)

    def _told(self, purchase: Purchase, error: CallFailedError) -> Purchase:
        """Another attempt beside one whose answer was lost. Raises the error, once the ledger knows, for all others."""
        failure, free = error.failure, Cost(Money(0, purchase.intent.reserved.currency), "computed")
        if failure.cls != "unknown":
            self.ledger.failed(purchase.id, failure.cls, str(failure), free)
            raise error
        self.ledger.unknown(purchase.id, str(failure))
        return self.beside(purchase, error)
