"""Runs that end where one likes, as a process ends that is killed: at a step of the loop, at a commit, at a send. What
was of them never runs again, and the ledger, the takes and the providers stay as they were left.

The loop does nothing in threads, so that a run is the same steps each time, and each of them can be its last.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import selectors
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import aclosing, closing
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from trading import FakeGallery, ParkedClock, Trading, commission, film

from longtake.emulator.job import Job
from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.http import Door
from longtake.generation.landing import Arrival, Outcome
from longtake.generation.scheduling import Scheduler
from longtake.ledger import Owner, Purchase, Surroundings
from longtake.ledger.owner import Fate
from longtake.media import ClipFacts, Digest, digest_bytes

__all__ = ["CutError", "Cutting", "FolderGallery", "PlainTakes", "of_all_classes", "told"]


_NEVER = 10**9


class CutError(SystemExit):
    """The process ends here. No loop catches it."""


class _Selector(selectors.SelectSelector):
    """Lets the clock pass where the loop would wait."""

    def __init__(self, clock: ParkedClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> Any:
        if timeout != 0:
            assert self._clock.wake(), "everybody waits, and nobody will ever wake"
        return super().select(0)


class CutLoop(asyncio.SelectorEventLoop):
    """Counts its steps, and takes `most` of them."""

    def __init__(self, clock: ParkedClock, most: int) -> None:
        super().__init__(_Selector(clock))
        self.steps, self.most = 0, most
        self.at: dict[int, Callable[[], None]] = {}
        """What happens before a step, by its number."""

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Any = None) -> asyncio.Handle:
        return super().call_soon(self._counted, callback, args, context=context)

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """The work is a step of its own, between that which asked for it and that which learns of it."""
        made: asyncio.Future[Any] = self.create_future()
        self.call_soon(_worked, made, func, args)
        return made

    def _counted(self, callback: Callable[..., object], args: tuple[Any, ...]) -> None:
        if self.steps >= self.most:
            raise CutError
        self.at.get(self.steps, _nothing)()
        self.steps += 1
        callback(*args)

    def cut(self) -> None:
        """The step that runs is the last one."""
        self.most = self.steps


def _nothing() -> None:
    pass


def _worked(made: asyncio.Future[Any], func: Callable[..., Any], args: tuple[Any, ...]) -> None:
    if made.cancelled():
        return
    try:
        made.set_result(func(*args))
    except Exception as error:
        made.set_exception(error)


def _left(loop: asyncio.AbstractEventLoop) -> None:
    """Nothing of the loop's tasks runs any more, no `finally` either: Python would run those of a coroutine that it
    throws away, so they are kept for good."""
    for task in asyncio.all_tasks(loop):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(task))
    loop.close()


class _Wire(httpx.AsyncBaseTransport):
    """Passes by a point before each request leaves, and before its answer arrives, which says what time it is there."""

    def __init__(
        self, inner: httpx.AsyncBaseTransport, clock: ParkedClock, passing: Callable[[str], Awaitable[None]]
    ) -> None:
        self._inner, self._clock, self._passing = inner, clock, passing

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self._passing(f"before {request.method}")
        response = await self._inner.handle_async_request(request)
        response.headers["date"] = formatdate(self._clock.now(), usegmt=True)
        await self._passing(f"after {request.method}")
        return response


class PlainTakes:
    """Bytes that follow from what was asked, whoever asks, and under whatever id."""

    def of(self, job: Job, file: str = "video") -> bytes:
        return b"\0\0\0\x18ftypmp42" + f"{job.asked.model} {job.asked.prompt} {file}".encode() * 9

    kept = fetched = of


class FolderGallery(FakeGallery):
    """Takes as files by their digest. passing: is told before and after each is moved to its place."""

    passing: Callable[[str], Awaitable[None]]

    async def admit(self, part: Path, commission: Commission) -> Arrival:
        data = await asyncio.to_thread(part.read_bytes)
        arrival = self._arrival(data)
        await self.passing("before renamed")
        await asyncio.to_thread(os.replace, part, arrival.path)
        await self.passing("after renamed")
        return arrival

    async def held(self, digest: Digest, commission: Commission) -> Arrival | None:
        path = self.folder / f"{digest}.mp4"
        return self._arrival(await asyncio.to_thread(path.read_bytes)) if path.exists() else None

    def check(self) -> None:
        """R6: what has its name is whole, and nothing is half done."""
        assert not list(self.folder.glob("*.part"))
        for path in self.folder.glob("*.mp4"):
            assert digest_bytes(path.read_bytes()) == path.stem

    def _arrival(self, data: bytes) -> Arrival:
        digest = digest_bytes(data)
        return Arrival(digest, self.folder / f"{digest}.mp4", len(data), ClipFacts(digest, len(data), "mp4", "video"))


@dataclass
class Cutting(Trading):
    """A film's buying whose runs end early. steps_taken: of the last run. points: what it passed by, in order."""

    steps_taken: int = 0
    points: list[str] = field(default_factory=list)
    _dead: set[str] = field(default_factory=set)
    _cut_at: int = _NEVER
    _tokens: count[int] = field(default_factory=count)
    _loop: CutLoop | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.reception.takes = PlainTakes()  # type: ignore[assignment]
        self.gallery = self.files = FolderGallery(self.folder)
        self.files.passing = self._pass_by_in_task

    def run(
        self,
        commissions: Sequence[Commission],
        *,
        steps: int = _NEVER,
        points: int = _NEVER,
        stops: int = _NEVER,
        before: Mapping[int, Callable[[], None]] | None = None,
    ) -> list[Outcome]:
        """The outcomes until the run ended: by itself, or after so many steps, or at the point of that number. stops:
        the number of the step before which the user stops it; before: what else happens before a step."""
        outcomes: list[Outcome] = []
        self.points.clear()
        self._cut_at, self._loop = points, (loop := CutLoop(self.clock, steps))
        loop.at |= before or {}
        try:
            loop.run_until_complete(self._played(commissions, outcomes, loop, stops))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
        except CutError:
            self._end(loop)
        self.steps_taken, self._loop = loop.steps, None
        return outcomes

    def job_of(self, token: str) -> str | None:
        """The provider's job of the purchase that has that token."""
        purchase = self.ledger.by_token(token)
        return purchase.provider_job if purchase else None

    def door(self) -> Door:
        inner = super().door()._transport
        return Door(allow_loopback=True, transport=_Wire(inner, self.clock, self._pass_by_in_task))

    async def _played(
        self, commissions: Sequence[Commission], outcomes: list[Outcome], loop: CutLoop, stops: int
    ) -> None:
        async with self.door() as door:
            scheduler = Scheduler(self.trade(door))
            loop.at[stops] = scheduler.stop
            async with aclosing(scheduler.run(commissions)) as run:
                async for one in run:
                    outcomes.append(one)

    def _end(self, loop: CutLoop) -> None:
        """What a dead process leaves behind: its name in the ledger, and nobody who answers to it."""
        self.clock.forget()
        _left(loop)
        with closing(sqlite3.connect(self.ledger.path)) as raw:
            self._dead |= {nonce for (nonce,) in raw.execute("select nonce from leases")}

    def _pass_by(self, point: str) -> None:
        """At a commit, which is a step of its own."""
        if self._loop is not None and self._is_last(point):
            raise CutError

    async def _pass_by_in_task(self, point: str) -> None:
        """In the midst of a task, which waits for good."""
        if self._loop is not None and self._is_last(point):
            self._loop.cut()
            await self._loop.create_future()

    def _is_last(self, point: str) -> bool:
        self.points.append(point)
        return len(self.points) > self._cut_at

    def _around(self) -> Surroundings:
        return replace(super()._around(), fate=self._fate, token=self._token, passing=self._pass_by)

    def _fate(self, owner: Owner) -> Fate:
        return "gone" if owner.nonce in self._dead else "untold"

    def _token(self) -> str:
        return f"{next(self._tokens):032x}"


def of_all_classes() -> tuple[Commission, ...]:
    """Two shots by key, a chain of two by lookup, and one of each blind provider."""
    keys, blind, hub = film(2, "key"), commission("s05", "blind"), commission("s06", "remints")
    first = commission("s03", "lookup")
    begins = CommissionInput("reference", take="s03", frame=95)
    then = commission("s04", "lookup", inputs=(begins,), waits_for="s03")
    return (*keys, first, then, blind, hub)


def told(purchases: Sequence[Purchase]) -> dict[Digest, tuple[object, ...]]:
    """What the ledger says in the end, by order."""
    return {one.intent.order: (one.state, one.attempt, one.cost, one.digest, one.reserved) for one in purchases}
