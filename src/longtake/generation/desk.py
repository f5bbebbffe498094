"""The desk of one run: an errand for each commission, those that wait for others, those that are one and the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from longtake.errors import LongtakeError
from longtake.generation.commission import Commission
from longtake.generation.errand import Errand, Office
from longtake.generation.intending import key_of
from longtake.generation.landing import Arrival, Landed, Missed, Outcome, Step
from longtake.generation.lines import Line
from longtake.generation.missing import MissError, stopped
from longtake.generation.places import Urgency
from longtake.generation.provider import Provider
from longtake.generation.seeing import see_to, see_without
from longtake.generation.waits import StoppedError
from longtake.ledger import Purchase
from longtake.media import Digest

__all__ = ["Desk"]


class Desk:
    """The errands of one run, and their outcomes as they come about."""

    def __init__(self, office: Office, provider_of: Callable[[Commission], Provider]) -> None:
        self._office, self._provider_of = office, provider_of
        self._tasks: list[asyncio.Task[None]] = []
        self._ended: asyncio.Queue[Outcome | Exception] = asyncio.Queue()
        self._lines: dict[str, Line] = {}
        self._by_take: dict[tuple[str, int], asyncio.Future[Outcome]] = {}
        self._by_key: dict[Digest, asyncio.Future[Outcome]] = {}
        self._numbers = count()

    async def begin(self, commissions: Sequence[Commission]) -> None:
        """Every errand at once: first those of takes that are being made already, then those needed first. Where they
        wait for places, the order counts again. Said again, it begins more of them."""
        if not self._tasks:
            self._run(self._office.books.keep())
            if self._office.calls is not None:
                self._run(self._office.calls.keep(self._office.books))
        ends = {_take_of(one): asyncio.get_running_loop().create_future() for one in commissions}
        self._by_take |= ends
        errands: list[Errand] = []
        for one in commissions:
            try:
                errands.append(self._errand(one, self._provider_of(one), next(self._numbers)))
            except LongtakeError as error:
                self._run(self._ends(ends[_take_of(one)], see_without(self._office, one, error)))
        for errand, purchase in zip(errands, await self._newest(errands), strict=True):
            errand.purchase = purchase
        for errand in sorted(errands, key=_turn):
            self._run(self._ends(ends[_take_of(errand.commission)], self._outcome(errand)))

    @property
    def has_outcome(self) -> bool:
        """Whether the next one is there already."""
        return not self._ended.empty()

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

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(self._watched(work)))

    async def _watched(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self._ended.put_nowait(error)

    async def _ends(self, end: asyncio.Future[Outcome], work: Awaitable[Outcome]) -> None:
        outcome = await work
        end.set_result(outcome)
        self._ended.put_nowait(outcome)

    async def _newest(self, errands: Sequence[Errand]) -> list[Purchase | None]:
        """What the ledger has of each, asked in one go."""
        books, keys = self._office.books, [errand.key for errand in errands]
        found = await books.tell(self._office.ledger.by_keys, keys)
        return [found.get(key) for key in keys]

    async def _outcome(self, errand: Errand) -> Outcome:
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
            return stopped(errand.commission, errand.purchase)
        if isinstance(outcome, Missed) and outcome.by != "unfit":
            return replace(outcome, commission=errand.commission)
        errand.purchase = await errand.newest()
        return await see_to(errand)

    def _errand(self, commission: Commission, provider: Provider, number: int) -> Errand:
        office, account = self._office, provider.account
        line = self._lines.setdefault(
            f"{account.base} {account.name}",
            Line(account.provider, office.patience, office.clock, office.waits, office.draw),
        )
        urgency, key = (-commission.ahead, number), key_of(commission, account)
        after = commission.waits_for, commission.waits_take
        shared = self._by_take[after] if commission.waits_for else None
        return Errand(office, commission, provider, key, line, urgency, lambda: self._before(commission, shared))

    async def _before(self, commission: Commission, shared: asyncio.Future[Outcome] | None) -> Arrival | None:
        """The take that a commission begins from, once it has landed. shared: that of the commission which stood for it
        when this one began: one that comes in its place has another order, and others wait for it."""
        if shared is None:
            return None
        if not shared.done():
            self._office.tell(Step(commission, "waits", f"for the take of {commission.waits_for}"))
        outcome = await self._office.waits.until(lambda: asyncio.shield(shared))
        if isinstance(outcome, Landed):
            return outcome.arrival
        name = outcome.commission.name
        raise MissError("waits", f"it begins from the take of {name}, which is missing", f"see to {name} first")


def _take_of(commission: Commission) -> tuple[str, int]:
    """Which of a run's it is: a shot may have several candidates."""
    return commission.shot, commission.take


def _turn(errand: Errand) -> tuple[bool, Urgency]:
    is_made = errand.purchase is not None and errand.purchase.state == "submitted"
    return not is_made, errand.urgency
