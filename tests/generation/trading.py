"""A scheduler in a world of its own: providers as the emulator plays them in this process, a ledger on disk, a gallery
that keeps what it is given, and a clock that stands still until everybody waits for it."""

from __future__ import annotations

import asyncio
import heapq
import random
import selectors
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from longtake.catalogue import Catalogue, Slot, load_catalogue
from longtake.catalogue.prices import times
from longtake.emulator import Fault
from longtake.emulator.faults import Faults
from longtake.emulator.job import Job
from longtake.emulator.reception import Reception
from longtake.emulator.reply import Request
from longtake.emulator.studio import Studio
from longtake.generation.accounts import account_of
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.download import Downloads
from longtake.generation.http import Door, Limits
from longtake.generation.landing import Arrival, Landed, Missed, Outcome, Step
from longtake.generation.patience import Patience
from longtake.generation.ports import SpoiltTakeError, UnfitTakeError
from longtake.generation.provider import Asset, Order
from longtake.generation.providers import wire_of
from longtake.generation.scheduling import Scheduler, Trade
from longtake.ledger import Ledger, Surroundings, surroundings
from longtake.media import ClipFacts, Digest, Money, digest_bytes, digest_of

__all__ = ["FILM", "MODELS", "Trading", "by_shot", "film", "landed", "missed", "played"]

FILM = "tram"
MODELS = {"key": "kling-3.0", "lookup": "seedance-2.0", "blind": "fal-veo-3.1", "remints": "runway-gen4.5"}
"""A model of each class; Runway is blind too."""
_PREFIXES = {"google": "gemini"}
_BASE = "http://127.0.0.1:9"
_LONGEST = 14 * 24 * 3600.0


class ParkedClock:
    """Time that passes only while everybody waits. Of the scheduler and, in milliseconds, of the providers."""

    def __init__(self) -> None:
        self.seconds = self.began = 1_795_255_200.0
        self.wrong = timedelta()
        """By which the time of day is ahead of what it is at the providers."""
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> float:
        return self.seconds

    def today(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC) + self.wrong

    async def sleep(self, seconds: float) -> None:
        self._count += 1
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + max(seconds, 0.0), self._count, woken))
        await woken

    def wake(self) -> bool:
        """Lets time pass until the first of the sleepers wakes."""
        while self._sleepers:
            at, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self.seconds = max(self.seconds, at)
                assert self.seconds - self.began < _LONGEST, "this never ends"
                woken.set_result(None)
                return True
        return False

    def forget(self) -> None:
        """Those who sleep are of a run that is no more."""
        self._sleepers.clear()


@dataclass
class _Milliseconds:
    """The emulator's view of the clock."""

    clock: ParkedClock

    def now(self) -> int:
        return round(self.clock.seconds * 1000)

    def advance(self, milliseconds: int) -> None:
        self.clock.seconds += milliseconds / 1000


class _Selector(selectors.SelectSelector):
    """Lets the clock pass where the loop would wait and no thread is at work."""

    def __init__(self, clock: ParkedClock) -> None:
        super().__init__()
        self.clock, self.busy = clock, 0

    def select(self, timeout: float | None = None) -> Any:
        if timeout != 0 and not self.busy:
            assert self.clock.wake(), "everybody waits, and nobody will ever wake"
            timeout = 0
        return super().select(timeout)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, clock: ParkedClock) -> None:
        self._parking = _Selector(clock)
        super().__init__(self._parking)

    def run_in_executor(self, executor: Executor | None, func: Any, *args: Any) -> asyncio.Future[Any]:
        self._parking.busy += 1
        made = super().run_in_executor(executor, func, *args)
        made.add_done_callback(self._done)
        return made

    def leave(self) -> None:
        """What is closed from here on is waited for in real time."""
        self._parking.busy += 1

    def _done(self, made: asyncio.Future[Any]) -> None:
        self._parking.busy -= 1


def played(clock: ParkedClock, play: Callable[[], Awaitable[None]]) -> None:
    """Runs it in a loop whose time is the clock's."""
    loop = _Loop(clock)

    async def whole() -> None:
        try:
            await play()
        finally:
            loop.leave()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(whole())


class _Bytes(httpx.AsyncByteStream):
    def __init__(self, body: bytes, cut_after: int | None) -> None:
        self._body, self._cut_after = body, cut_after

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body[: self._cut_after]
        if self._cut_after is not None:
            raise httpx.ReadError("the connection broke")


class _Wire(httpx.AsyncBaseTransport):
    """To the emulator without a socket; faults of the connection are what a socket would make of them."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        target = request.url.raw_path.decode()
        reply = await self._reception.answer(Request(request.method, target, headers, await request.aread()))
        if reply.is_silent:
            raise httpx.ReadTimeout("silence")
        if reply.cut_after == -1:
            raise httpx.ReadError("the connection broke")
        told = {"content-length": str(len(reply.body) if reply.declared is None else reply.declared)}
        return httpx.Response(
            reply.status, headers={**reply.headers, **told}, stream=_Bytes(reply.body, reply.cut_after)
        )


class _Takes:
    """Bytes in place of films: what a gallery makes of them stands in them."""

    def kept(self, job: Job, file: str = "video") -> bytes:
        return self.of(job, file)

    def of(self, job: Job, file: str = "video") -> bytes:
        page = {"take-html": b"<html>", "take-nothing": b""}.get(job.fate.media)
        return b"\0\0\0\x18ftypmp42" + f"{job.fate.media} {job.id} {file}".encode() * 9 if page is None else page

    fetched = of


@dataclass
class FakeGallery:
    """Keeps what it is given. gone: digests that it no longer has; spoilt: how many admissions it still refuses."""

    folder: Path
    kept: dict[Digest, Arrival] = field(default_factory=dict)
    gone: set[Digest] = field(default_factory=set)
    spoilt: int = 0

    def part(self, token: str) -> Path:
        return self.folder / f"{token}.part"

    async def admit(self, part: Path, commission: Commission) -> Arrival:
        return self._admitted(part)

    async def held(self, digest: Digest, commission: Commission) -> Arrival | None:
        return None if digest in self.gone else self.kept.get(digest)

    def _admitted(self, part: Path) -> Arrival:
        data = part.read_bytes()
        part.unlink()
        self.spoilt -= 1
        if self.spoilt >= 0 or b"take-damaged" in data:
            raise SpoiltTakeError("the take is damaged at its third second")
        digest = digest_bytes(data)
        arrival = Arrival(digest, self.folder / digest, len(data), ClipFacts(digest, len(data), "mp4", "video"))
        self.kept[digest] = arrival
        self.gone.discard(digest)
        if b"take-short" in data:
            raise UnfitTakeError(arrival, "the take is too short", "choose a longer slot")
        return arrival


class FakeInputs:
    """Each input is the bytes that its words name."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Arrival | None]] = []

    async def asset(self, one: CommissionInput, before: Arrival | None) -> Asset:
        self.asked.append((one.asset or one.take, before))
        content = f"{one.asset} {before.digest if before else ''}".encode()
        return Asset(digest_bytes(content), "image/png", content)


@dataclass
class Trading:
    """One film's buying, as often as one likes, over one ledger and one set of providers."""

    folder: Path
    faults: Faults = field(default_factory=Faults)
    slots: int | None = None
    patience: Patience = field(default_factory=Patience)
    cap: str = "1000"
    passing: Callable[[str], None] = lambda point: None
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = ParkedClock()
        self.studio = Studio(_catalogue(), _Milliseconds(self.clock), slots=self.slots, faults=self.faults)
        self.reception = Reception(self.studio)
        self.reception.takes = _Takes()  # type: ignore[assignment]
        self.ledger = Ledger.open(self.folder / "ledger.sqlite", self._around())
        self.ledger.set_budget(FILM, Money(self.cap, "USD"), "emulated")
        self.gallery, self.inputs = FakeGallery(self.folder), FakeInputs()

    def fault(self, kind: str, **more: Any) -> None:
        self.studio.faults.add(Fault(kind, **more))

    def film(self, commissions: Sequence[Commission]) -> list[Outcome]:
        """A whole run. Afterwards the ledger says what the providers' own bill says."""
        outcomes: list[Outcome] = []

        async def play() -> None:
            async with self.door() as door, aclosing(Scheduler(self.trade(door)).run(commissions)) as run:
                outcomes.extend([one async for one in run])

        played(self.clock, play)
        assert len(outcomes) == len(commissions)
        self.check()
        return outcomes

    def door(self) -> Door:
        return Door(allow_loopback=True, transport=_Wire(self.reception))

    def trade(self, door: Door, seed: int = 1) -> Trade:
        draw = random.Random(seed).uniform
        downloads = Downloads(door, self.clock, draw, Limits(total=120.0), Backoff(tries=3))
        return Trade(
            self.ledger,
            FILM,
            lambda one: self.provider(one, door),
            downloads,
            self.gallery,
            self.inputs,
            self.clock,
            draw,
            self.steps.append,
            self.patience,
        )

    def provider(self, one: Commission, door: Door) -> Adapter:
        name = one.model.provider
        account = account_of(name, {}, emulator=f"{_BASE}/{_PREFIXES.get(name, name)}")
        return Adapter(wire_of(name, one.model.wire_name), account, door, self.clock)

    @property
    def bought(self) -> int:
        return len(self.studio.jobs())

    @property
    def billed(self) -> Decimal:
        return sum((one.amount.amount for one in self.studio.bill()), Decimal(0))

    def check(self) -> None:
        """R1: no take is billed twice. R4: what the ledger says was spent is what is billed; what is billed and not
        told yet is reserved; and the cap holds."""
        budget = self.ledger.budget(FILM, "emulated")
        told = {one.provider_job for one in self.ledger.purchases(realm="emulated") if one.cost is not None}
        open_bills = sum(
            (one.amount.amount for one in self.studio.bill() if not any(one.job in (job or "") for job in told)),
            Decimal(0),
        )
        assert self.billed - open_bills == budget.spent.amount
        assert open_bills <= budget.reserved.amount
        assert budget.closed or budget.spent.amount + budget.reserved.amount <= budget.cap.amount
        jobs = [one for job in self.studio.bill() if (one := self.studio.job(job.job, job.provider))]
        assert len(jobs) == len({(one.asked.prompt, one.asked.seed) for one in jobs})

    def _around(self) -> Surroundings:
        usual = surroundings(self.passing)
        return replace(usual, now=self.clock.today, ticks=lambda: round(self.clock.now() * 1e9))


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


def film(count: int, cls: str = "key", **more: Any) -> tuple[Commission, ...]:
    """Commissions for so many shots of a model of that class, `s01` and so on."""
    return tuple(commission(f"s{number:02}", cls, **more) for number in range(1, count + 1))


def commission(shot: str, cls: str = "key", **more: Any) -> Commission:
    model = _catalogue()[MODELS[cls]]
    mode = next(mode for mode in model.modes if mode.kind == "text")
    seconds = mode.lengths.reaching(Fraction(5)) or mode.lengths.longest
    rate = mode.rates[0] if mode.rates else None
    slot = Slot(mode, seconds, mode.sizes[0], rate, mode.sound == "always")
    price = model.price(slot).amount or times(Money("0.10", "USD"), seconds)  # what the emulator wants then
    seed = int(digest_of(shot)[:6], 16) if model.takes_seed else None
    asked = Order(
        model.wire_name, "text", seconds, slot.size, slot.has_sound, f"tram {shot}", "", seed=seed, form=model.form
    )
    usual = Commission(
        shot, shot, FILM, "", model, slot, "", digest_of([shot, cls]), 1, asked, (), Fraction(4), price, price
    )
    return replace(usual, **more)


def by_shot(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    return {one.commission.shot: one for one in outcomes}


def landed(outcomes: Iterable[Outcome]) -> list[str]:
    return [one.commission.shot for one in outcomes if isinstance(one, Landed)]


def missed(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Why each missing take is missing."""
    return {one.commission.shot: one.by for one in outcomes if isinstance(one, Missed)}
