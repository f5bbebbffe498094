"""Places: how many takes of a model an account makes at a time. Needed first, served first; the bound is one for all
processes, since each place is a lease in the ledger."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from longtake.generation.books import Books
from longtake.generation.clock import Clock
from longtake.ledger import Lease

__all__ = ["Place", "Places", "Urgency"]

Urgency = tuple[Fraction, int]
"""What is served first: the least."""


@dataclass(slots=True)
class _Pool:
    """The places of one model on one account."""

    account: str
    model: str
    most: int
    held: int = 0
    asking: int = 0
    waiting: list[tuple[Urgency, int, asyncio.Future[Lease]]] = field(default_factory=list)

    def next(self) -> asyncio.Future[Lease] | None:
        """The most urgent of those who still wait."""
        while self.waiting:
            _, _, one = heapq.heappop(self.waiting)
            if not one.done():
                return one
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """One that is taken. lease: None where other processes held all of them, and the take was being made already."""

    pool: _Pool
    lease: Lease | None


class Places:
    """Those of one run. pause: seconds, drawn anew each time, until the ledger is asked again while others hold all."""

    def __init__(self, books: Books, clock: Clock, pause: Callable[[], float]) -> None:
        self._books, self._clock, self._pause = books, clock, pause
        self._pools: dict[tuple[str, str], _Pool] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._count = 0

    async def take(self, account: str, model: str, most: int, urgency: Urgency) -> Place:
        """A place, once there is one. Raises what `turn_away` was given."""
        pool = self._pools.setdefault((account, model), _Pool(account, model, most))
        mine: asyncio.Future[Lease] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(pool.waiting, (urgency, self._count, mine))
        self._ask(pool)
        return Place(pool, await mine)

    async def count_in(self, account: str, model: str, most: int) -> Place:
        """A place for a take that is being made already, whether there is one or not."""
        pool = self._pools.setdefault((account, model), _Pool(account, model, most))
        pool.held += 1
        ledger = self._books.ledger
        return Place(pool, await self._books.tell(ledger.lease, account, model, most, self._books.hold()))

    async def give_back(self, place: Place) -> None:
        """To whoever waits here, else to the other processes."""
        pool = place.pool
        if place.lease is None:
            pool.held -= 1
            self._ask(pool)
            return
        if pool.held <= pool.most and (waiting := pool.next()) is not None:
            waiting.set_result(place.lease)
            return
        pool.held -= 1
        await self._books.tell(self._books.ledger.release, place.lease)

    def turn_away(self, error: Exception, account: str | None = None) -> None:
        """Lets all who wait for a place of an account, or for any, wait no longer."""
        for pool in self._pools.values():
            if account in (None, pool.account):
                while (waiting := pool.next()) is not None:
                    waiting.set_exception(error)

    def close(self) -> None:
        for task in self._asking:
            task.cancel()

    def _ask(self, pool: _Pool) -> None:
        """One asker for each place that is free here and wanted."""
        if pool.held + pool.asking < pool.most and pool.asking < len(pool.waiting):
            pool.asking += 1
            task = asyncio.create_task(self._asked(pool))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _asked(self, pool: _Pool) -> None:
        """Asks the ledger until it has a place, or nobody wants one any more."""
        try:
            while pool.waiting:
                ledger = self._books.ledger
                lease = await self._books.tell(ledger.lease, pool.account, pool.model, pool.most, self._books.hold())
                if lease is not None:
                    pool.held += 1
                    await self.give_back(Place(pool, lease))
                    return
                await self._clock.sleep(self._pause())
        except Exception as error:  # it belongs to whoever waits
            if (waiting := pool.next()) is not None:
                waiting.set_exception(error)
        finally:
            pool.asking -= 1
