"""Buys takes in a process of its own: `python buyer.py ADDRESS SPEED COUNT IN_FLIGHT FOLDER PACE [MODEL …]`.

Prints one JSON object: what became of the commissions, wall and CPU seconds, the peak of memory, and the ledger's sums.
Time goes by SPEED times as fast as the machine's, on both sides. PACE: how many times as often as a provider asks for
its jobs are polled.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from longtake.catalogue import Model, Slot, load_catalogue
from longtake.catalogue.prices import times
from longtake.generation.accounts import account_of
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.download import Downloads
from longtake.generation.http import Door, Limits
from longtake.generation.landing import Arrival, Landed, Outcome
from longtake.generation.patience import Patience
from longtake.generation.provider import Asset, Job, Order
from longtake.generation.providers import wire_of
from longtake.generation.scheduling import Scheduler, Trade
from longtake.ledger import Ledger, surroundings
from longtake.media import ClipFacts, Money, digest_bytes, digest_file, digest_of

FILM = "measured"
PREFIXES = {"google": "gemini"}


class FastClock:
    """Goes by `speed` times as fast as the machine's."""

    def __init__(self, speed: int) -> None:
        self._speed, self._began, self._first = speed, time.monotonic(), datetime.now(UTC)

    def now(self) -> float:
        return (time.monotonic() - self._began) * self._speed

    def today(self) -> datetime:
        return self._first + timedelta(seconds=self.now())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


@dataclass
class Shelf:
    """A gallery that decodes nothing."""

    folder: Path
    kept: dict[str, Arrival] = field(default_factory=dict)

    def part(self, token: str) -> Path:
        return self.folder / f"{token}.part"

    async def admit(self, part: Path, commission: Commission) -> Arrival:
        arrival = await asyncio.to_thread(self._kept, part)
        self.kept[arrival.digest] = arrival
        return arrival

    async def held(self, digest: str, commission: Commission) -> Arrival | None:
        return self.kept.get(digest)

    def _kept(self, part: Path) -> Arrival:
        digest, size = digest_file(part), part.stat().st_size
        return Arrival(digest, part.rename(self.folder / digest), size, ClipFacts(digest, size, "mp4", "video"))


class NoInputs:
    async def asset(self, one: CommissionInput, before: Arrival | None) -> Asset:
        content = (before.digest if before else one.asset).encode()
        return Asset(digest_bytes(content), "image/png", content)


def main() -> None:
    address, speed, count, in_flight, folder, pace, *models = sys.argv[1:]
    ledger = Ledger.open(Path(folder) / "ledger.sqlite", surroundings())
    ledger.set_budget(FILM, Money("100000", "USD"), "emulated")
    commissions = commissioned(int(count), models)
    began = time.monotonic()
    clock, places = FastClock(int(speed)), int(in_flight)
    outcomes = asyncio.run(bought(address, clock, ledger, Path(folder), commissions, places, int(pace)))
    wall = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    budget = ledger.budget(FILM, "emulated")
    told = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
        "landed": sum(isinstance(one, Landed) for one in outcomes),
        "missed": Counter(one.by for one in outcomes if not isinstance(one, Landed)),
        "spent": str(budget.spent.amount),
        "states": Counter(one.state for one in ledger.purchases()),
        "jobs": {one.intent.shot: _id(one.provider_job) for one in ledger.purchases()},
    }
    print(json.dumps(told))


async def bought(
    address: str,
    clock: FastClock,
    ledger: Ledger,
    folder: Path,
    commissions: Sequence[Commission],
    in_flight: int,
    pace: int,
) -> list[Outcome]:
    draw = random.Random(1).uniform
    names = {one.model.name for one in commissions}
    patience = Patience(places=dict.fromkeys(names, in_flight // len(names)))
    async with Door(allow_loopback=True) as door:
        adapters: dict[str, Adapter] = {}

        def provider_of(one: Commission) -> Adapter:
            if one.model.name not in adapters:
                name = one.model.provider
                account = account_of(name, {}, emulator=f"{address}/{PREFIXES.get(name, name)}")
                adapter = Adapter(wire_of(name, one.model.wire_name), account, door, clock)
                adapter.poll_seconds /= pace
                adapters[one.model.name] = adapter
            return adapters[one.model.name]

        downloads = Downloads(door, clock, draw, Limits(total=600.0), Backoff())
        trade = Trade(
            ledger,
            FILM,
            provider_of,
            downloads,
            Shelf(folder),
            NoInputs(),
            clock,
            draw,
            lambda step: None,
            patience,
        )
        async with aclosing(Scheduler(trade).run(commissions)) as run:
            return [one async for one in run]


def commissioned(count: int, models: Sequence[str]) -> list[Commission]:
    """Takes of these models in turn, each of other words."""
    catalogue = load_catalogue()
    return [_commission(catalogue[models[number % len(models)]], number) for number in range(count)]


def _id(job: str | None) -> str:
    return Job.parse(job).id if job else ""


def _commission(model: Model, number: int) -> Commission:
    mode = next(mode for mode in model.modes if mode.kind == "text")
    seconds = mode.lengths.reaching(Fraction(5)) or mode.lengths.longest
    slot = Slot(mode, seconds, mode.sizes[0], mode.rates[0] if mode.rates else None, mode.sound == "always")
    price = model.price(slot).amount or times(Money("0.10", "USD"), seconds)
    shot = f"s{number:04}"
    seed = number if model.takes_seed else None
    asked = Order(
        model.wire_name, "text", seconds, slot.size, slot.has_sound, f"a tram, {shot}", "", seed=seed, form=model.form
    )
    order = digest_of([shot, model.name])
    usual = Commission(shot, shot, FILM, "", model, slot, "", order, 1, asked, (), Fraction(4), price, price)
    return replace(usual, ahead=Fraction(model.latency.p50))


if __name__ == "__main__":
    main()
