"""The scheduler: all takes of a film, bought once each, in one event loop; each is handed on the moment it is verified.

Nothing here knows a provider or a file. What it does at any moment follows from the ledger and the clock, so a run that
ends anywhere is gone on with by the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from longtake.errors import LongtakeError
from longtake.generation.backoff import Draw
from longtake.generation.books import Books
from longtake.generation.clock import Clock
from longtake.generation.commission import Commission
from longtake.generation.download import Downloads
from longtake.generation.errand import Errand, Office
from longtake.generation.landing import Arrival, Landed, Missed, Outcome, Step
from longtake.generation.lines import Line
from longtake.generation.missing import MissError, missed_with
from longtake.generation.patience import Patience
from longtake.generation.places import Places
from longtake.generation.ports import Gallery, Inputs
from longtake.generation.provider import Provider
from longtake.generation.seeing import see_to
from longtake.generation.uploading import Uploads
from longtake.generation.waits import StoppedError, Waits
from longtake.ledger import Ledger

__all__ = ["Scheduler", "Trade"]


@dataclass(frozen=True, slots=True)
class Trade:
    """All that buying takes from outside. budget: the ledger's name of it; provider_of: the account that a commission
    is bought on, as it is asked; may raise OperatorError. draw: chance, for waits; tell: is told of each step."""

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


class Scheduler:
    """Buys what is commissioned. One run."""

    def __init__(self, trade: Trade) -> None:
        self._trade = trade
        self._waits = Waits(trade.clock)

    async def run(self, commissions: Sequence[Commission]) -> AsyncIterator[Outcome]:
        """One outcome for each commission, in the order in which they come about. A commission stands after the one
        that it waits for. Closed before its end (`contextlib.aclosing`), it leaves everything as the ledger has it.
        Raises LedgerError where nothing can be written down any more, and ValueError for a commission that waits for
        none of those before it."""
        _check_chains(commissions)
        async with self._opened() as office:
            desk = _Desk(self._trade, office, commissions)
            try:
                desk.begin()
                for _ in commissions:
                    yield await desk.outcome()
            finally:
                await desk.close()

    def stop(self) -> None:
        """Nothing new is sent from here on. Orders that are being placed and takes that are being fetched are carried
        through; what is being made is left at its provider, written down. The run then ends."""
        self._waits.end()

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Office]:
        trade, patience = self._trade, self._trade.patience
        books = Books(trade.ledger, trade.clock, patience.hold)
        places = Places(books, trade.clock, lambda: trade.draw(patience.watch, 2 * patience.watch))
        uploads = Uploads(trade.inputs, trade.clock)
        office = Office(
            books,
            trade.budget,
            places,
            uploads,
            self._waits,
            trade.downloads,
            trade.gallery,
            trade.clock,
            trade.draw,
            patience,
            trade.tell,
            asyncio.Semaphore(patience.downloads),
        )
        try:
            yield office
        finally:
            places.close()
            await books.close()


class _Desk:
    """The errands of one run, and their outcomes."""

    def __init__(self, trade: Trade, office: Office, commissions: Sequence[Commission]) -> None:
        self._trade, self._office, self._commissions = trade, office, commissions
        self._tasks: list[asyncio.Task[None]] = []
        self._ended: asyncio.Queue[Outcome | Exception] = asyncio.Queue()
        self._lines: dict[str, Line] = {}
        self._by_shot: dict[str, asyncio.Future[Outcome]] = {}
        self._by_key: dict[str, asyncio.Future[Outcome]] = {}

    def begin(self) -> None:
        """Every errand at once, those needed first ahead of the others: where they wait, the order counts again."""
        self._tasks.append(asyncio.create_task(self._kept()))
        for one in self._commissions:
            self._by_shot[one.shot] = asyncio.get_running_loop().create_future()
        numbered = sorted(enumerate(self._commissions), key=lambda one: (-one[1].ahead, one[0]))
        for number, one in numbered:
            self._tasks.append(asyncio.create_task(self._seen_to(one, number)))

    async def outcome(self) -> Outcome:
        """The next one. Raises what ended an errand otherwise."""
        ended = await self._ended.get()
        if isinstance(ended, Exception):
            raise ended
        return ended

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _kept(self) -> None:
        try:
            await self._office.books.keep()
        except Exception as error:
            self._ended.put_nowait(error)

    async def _seen_to(self, commission: Commission, number: int) -> None:
        try:
            outcome = await self._outcome_of(commission, number)
        except Exception as error:
            self._ended.put_nowait(error)
            return
        self._by_shot[commission.shot].set_result(outcome)
        self._ended.put_nowait(outcome)

    async def _outcome_of(self, commission: Commission, number: int) -> Outcome:
        try:
            provider = self._trade.provider_of(commission)
        except LongtakeError as error:
            return missed_with("operator", error).of(commission)
        errand = self._errand(commission, provider, number)
        first = self._by_key.get(errand.key)
        if first is not None:
            return await self._after(first, errand)
        mine = self._by_key[errand.key] = asyncio.get_running_loop().create_future()
        outcome = await see_to(errand)
        mine.set_result(outcome)
        return outcome

    async def _after(self, first: asyncio.Future[Outcome], errand: Errand) -> Outcome:
        """The same take, commissioned twice: it is bought once."""
        try:
            outcome = await self._office.waits.until(lambda: asyncio.shield(first))
        except StoppedError:
            outcome = Missed(errand.commission, "stopped", "the run was stopped")
        if isinstance(outcome, Missed):
            return Missed(errand.commission, outcome.by, outcome.why, outcome.advice, outcome.purchase)
        return await see_to(errand)

    def _errand(self, commission: Commission, provider: Provider, number: int) -> Errand:
        office, account = self._office, provider.account
        who = f"{account.base} {account.name}"
        if who not in self._lines:
            self._lines[who] = Line(account.provider, office.patience, office.clock, office.waits, office.draw)
        urgency = (-commission.ahead, number)
        return Errand(office, commission, provider, self._lines[who], urgency, lambda: self._before(commission))

    async def _before(self, commission: Commission) -> Arrival | None:
        """The take that a commission begins from, once it has landed."""
        if not commission.waits_for:
            return None
        shared = self._by_shot[commission.waits_for]
        if not shared.done():
            self._office.tell(Step(commission, "waits", f"for {commission.waits_for}"))
        outcome = await self._office.waits.until(lambda: asyncio.shield(shared))
        if isinstance(outcome, Landed):
            return outcome.arrival
        name = outcome.commission.name
        raise MissError("waits", f"it begins from the take of {name}, which is missing", f"see to {name} first")


def _check_chains(commissions: Sequence[Commission]) -> None:
    seen: set[str] = set()
    for one in commissions:
        if one.shot in seen:
            raise ValueError(f"shot {one.name} is commissioned twice in one run")
        if one.waits_for and one.waits_for not in seen:
            raise ValueError(f"shot {one.name} waits for {one.waits_for!r}, which is not commissioned before it")
        seen.add(one.shot)
