"""The scheduler: all takes of a film, bought once each, in one event loop; each is handed on the moment it is verified.

Nothing here knows a provider or a file. What it does at any moment follows from the ledger and the clock, so a run that
ends anywhere is gone on with by the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from longtake.generation.backoff import Draw
from longtake.generation.books import Books
from longtake.generation.clock import Clock
from longtake.generation.commission import Commission
from longtake.generation.desk import Desk
from longtake.generation.download import Downloads
from longtake.generation.errand import Office
from longtake.generation.landing import Outcome, Step
from longtake.generation.patience import Patience
from longtake.generation.places import Places
from longtake.generation.ports import Calls, Gallery, Inputs
from longtake.generation.provider import Provider
from longtake.generation.purse import Purse
from longtake.generation.uploading import Enclosures
from longtake.generation.uploads import Uploads
from longtake.generation.waits import Waits
from longtake.ledger import Ledger

__all__ = ["Scheduler", "Trade"]


@dataclass(frozen=True, slots=True)
class Trade:
    """All that buying takes from outside. budget: the ledger's name of it; provider_of: the account that a commission
    is bought on, as it is asked; may raise OperatorError. draw: chance, for waits; tell: is told of each step;
    calls: where providers call back, None where they do not: they are polled all the same."""

    ledger: Ledger
    budget: str
    provider_of: Callable[[Commission], Provider]
    downloads: Downloads
    gallery: Gallery
    inputs: Inputs
    clock: Clock
    draw: Draw
    tell: Callable[[Step], None]
    patience: Patience = field(default_factory=Patience)
    calls: Calls | None = None


class Scheduler:
    """Buys what is commissioned. One run."""

    def __init__(self, trade: Trade) -> None:
        self._trade = trade
        self._waits = Waits(trade.clock)
        self._desk: Desk | None = None
        self._added: list[Commission] = []

    async def run(self, commissions: Sequence[Commission]) -> AsyncIterator[Outcome]:
        """One outcome for each commission, and for each that is added, in the order in which they come about. A
        commission stands after the one that it waits for. Closed before its end (`contextlib.aclosing`), it leaves
        everything as the ledger has it.
        Raises LedgerError where nothing can be written down any more, and ValueError for a commission that waits for
        none of those before it."""
        _check_chains(commissions)
        async with self._opened() as office:
            self._desk = desk = Desk(office, self._trade.provider_of)
            try:
                await desk.begin(commissions)
                left = len(commissions)
                while left:
                    yield await desk.outcome()
                    added, self._added = self._added, []
                    if added:
                        await desk.begin(added)
                    left += len(added) - 1
            finally:
                await desk.close()

    @property
    def has_outcome(self) -> bool:
        """Whether another outcome is there already."""
        return self._desk is not None and self._desk.has_outcome

    def add(self, commissions: Sequence[Commission]) -> None:
        """More to buy in this run, said while an outcome of `run` is looked at: also in place of one that ended, and of
        those that waited for that. What waits, waits for the newest commission of the shot."""
        self._added += commissions

    def stop(self) -> None:
        """Nothing new is sent from here on. Orders that are being placed and takes that are being fetched are carried
        through; what is being made is left at its provider, written down. The run then ends."""
        self._waits.end()

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Office]:
        trade, patience = self._trade, self._trade.patience
        books = Books(trade.ledger, trade.clock, patience.hold)
        places = Places(books, trade.clock, lambda: trade.draw(patience.watch, 2 * patience.watch))
        enclosures = Enclosures(trade.inputs, Uploads(books, trade.clock))
        office = Office(
            books,
            trade.budget,
            places,
            Purse(),
            enclosures,
            self._waits,
            trade.downloads,
            trade.gallery,
            trade.clock,
            trade.draw,
            patience,
            trade.tell,
            asyncio.Semaphore(patience.downloads),
            trade.calls,
        )
        try:
            yield office
        finally:
            places.close()
            await books.close()


def _check_chains(commissions: Sequence[Commission]) -> None:
    seen: set[str] = set()
    takes: set[tuple[str, int]] = set()
    for one in commissions:
        if (one.shot, one.take) in takes:
            raise ValueError(f"shot {one.name} is commissioned twice in one run")
        if one.waits_for and one.waits_for not in seen:
            raise ValueError(f"shot {one.name} waits for {one.waits_for!r}, which is not commissioned before it")
        seen.add(one.shot)
        takes.add((one.shot, one.take))
