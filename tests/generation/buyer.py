"""A buyer in processes of its own, as films are bought: a ledger and takes on disk, providers over a connection, and
SIGKILL where a run is to end.

    python tests/generation/buyer.py ADDRESS

ADDRESS: where an emulator listens, whose clock runs `SPEED` times as fast. Prints `ready`; then each line that it
reads is an `Errands` as JSON, for which it starts a process and prints how that ended: 0 for all takes landed, 3 for
some that did not, -9 for a kill, -14 for one that did not end by itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from cutting import FolderGallery
from trading import FILM, FakeInputs, film

from longtake.generation.accounts import account_of
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.commission import Commission
from longtake.generation.download import Downloads
from longtake.generation.http import Door
from longtake.generation.landing import Landed
from longtake.generation.patience import Patience
from longtake.generation.providers import wire_of
from longtake.generation.scheduling import Scheduler, Trade
from longtake.ledger import Ledger, surroundings
from longtake.media import Money

__all__ = ["SPEED", "Errands"]

SPEED = 2000
_LONGEST = 60
"""Seconds after which a process that does not end is ended."""
_SENT = "receive_response_headers.started"


@dataclass(frozen=True)
class Errands:
    """Buys shots `first` to `last` of a film by a model of class `cls`. folder: of its ledger and takes; cap: of the
    budget; point: the name of the point at which the process is killed, "" for none; nth: which time it comes by,
    from 1."""

    folder: str
    cls: str
    last: int
    first: int = 1
    cap: str = "1000"
    point: str = ""
    nth: int = 1


class _FastClock:
    """This machine's time, as fast as the emulator's."""

    def now(self) -> float:
        return time.monotonic() * SPEED

    def today(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)


class _Points:
    """The points that a run comes by; one of them is its end."""

    def __init__(self, errands: Errands) -> None:
        self._errands, self.seen = errands, Counter[str]()

    def __call__(self, point: str) -> None:
        self.seen[point] += 1
        if (point, self.seen[point]) == (self._errands.point, self._errands.nth):
            os.kill(os.getpid(), signal.SIGKILL)

    async def passing(self, point: str) -> None:
        self(point)


class _Wire(httpx.AsyncBaseTransport):
    """Comes by a point before a request leaves, once it has left, and when its answer begins to arrive."""

    def __init__(self, inner: httpx.AsyncBaseTransport, points: _Points) -> None:
        self._inner, self._points = inner, points

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        told = request.extensions["trace"]

        async def trace(event: str, details: Any) -> None:
            await told(event, details)
            if event.endswith(_SENT):
                self._points(f"sent {request.method}")

        request.extensions = {**request.extensions, "trace": trace}
        self._points(f"before {request.method}")
        response = await self._inner.handle_async_request(request)
        self._points(f"after {request.method}")
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


def bought(errands: Errands, address: str) -> int:
    """The code that the process ends with."""
    points, folder = _Points(errands), Path(errands.folder)
    with Ledger.open(folder / "ledger.sqlite", surroundings(points)) as ledger:
        ledger.set_budget(FILM, Money(errands.cap, "USD"), "emulated")
        commissions = film(errands.last, errands.cls)[errands.first - 1 :]
        count = asyncio.run(_landed(commissions, ledger, folder, points, address))
    (folder / "points.json").write_text(json.dumps(points.seen))
    return 0 if count == len(commissions) else 3


async def _landed(
    commissions: tuple[Commission, ...], ledger: Ledger, folder: Path, points: _Points, address: str
) -> int:
    gallery, clock = FolderGallery(folder), _FastClock()
    gallery.passing = points.passing
    draw = random.Random(os.getpid()).uniform
    async with Door(allow_loopback=True) as door:
        door._transport = _Wire(door._transport, points)

        def provider_of(one: Commission) -> Adapter:
            name = one.model.provider
            account = account_of(name, {}, emulator=f"{address}/{name}")
            return Adapter(wire_of(name, one.model.wire_name), account, door, clock)

        downloads = Downloads(door, clock, draw, backoff=Backoff(tries=3))
        patience = Patience(job=10**6, hold=900.0)
        trade = Trade(
            ledger,
            FILM,
            provider_of,
            downloads,
            gallery,
            FakeInputs(),
            clock,
            draw,
            lambda step: None,
            patience,
        )
        async with aclosing(Scheduler(trade).run(commissions)) as run:
            return sum([isinstance(one, Landed) async for one in run])


def _in_child(errands: Errands, address: str) -> int:
    child = os.fork()
    if child == 0:
        signal.alarm(_LONGEST)
        try:
            os._exit(bought(errands, address))
        except Exception:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(address: str) -> None:
    film(1)  # the catalogue is read once for all of them
    _say("ready")
    for line in sys.stdin:
        _say(str(_in_child(Errands(**json.loads(line)), address)))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
