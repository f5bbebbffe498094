"""Providers that listen on this machine, with takes that follow from the words alone, so that a film made of them is
the same film whoever bought them, when, and under whatever id."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from longtake.emulator import Emulator, Fault, Job, Reply, Request, environment
from longtake.emulator.faults import FAULTS
from longtake.emulator.takes import Takes

__all__ = ["Market", "market"]

_SPEED = 400


class _PlainTakes(Takes):
    """The same words give the same take, under whatever seed the provider chose."""

    def of(self, job: Job, file: str = "video") -> bytes:
        return super().of(replace(job, seed=0), file)

    def kept(self, job: Job, file: str = "video") -> bytes | None:
        return super().kept(replace(job, seed=0), file)


@dataclass
class Market:
    """ends_at: the number of the order at which the buyer's process gets these signals, once the order is taken and
    before its answer is sent; 0 for none. An order is struck by the fault that its words name in brackets:
    `[take-html]`."""

    emulator: Emulator
    address: str = ""
    ends_at: int = 0
    signals: tuple[int, ...] = (signal.SIGKILL,)
    _buyer: int = 0

    @property
    def environment(self) -> Mapping[str, str]:
        """What points longtake here."""
        return environment(self.address, _SPEED)

    @property
    def jobs(self) -> tuple[Job, ...]:
        return self.emulator.studio.jobs()

    def run(self, *words: str | Path) -> int:
        """The code with which a command ends, in a process of its own."""
        command = [sys.executable, "-m", "longtake", *map(str, words)]
        with subprocess.Popen(command, env={**os.environ, **self.environment}) as process:
            self._buyer = process.pid
            return process.wait()

    async def answer(self, request: Request) -> Reply:
        reply = await self._answer(request)
        if self.ends_at and len(self.jobs) >= self.ends_at:
            self.ends_at = 0
            for number in self.signals:
                os.kill(self._buyer, number)
        return reply

    def fault(self, arrived: Any) -> Fault | None:
        """The one that the order's words name, at each call that it strikes."""
        studio, parts = self.emulator.studio, arrived.parts
        job = studio.linked_job(parts.get("token", "")) or studio.job(parts.get("id", ""), arrived.wire.name)
        words = job.asked.prompt if job else arrived.request.body.decode(errors="replace")
        kinds = (kind for kind in re.findall(r"\[([a-z-]+)\]", words) if kind in FAULTS)
        return next((Fault(kind) for kind in kinds if FAULTS[kind] in ("", arrived.route.kind)), None)

    def __post_init__(self) -> None:
        reception = self.emulator._reception
        self._answer = reception.answer
        reception.takes = _PlainTakes()
        reception.answer = self.answer  # type: ignore[method-assign]
        reception._fault = self.fault  # type: ignore[method-assign]


@contextmanager
def market() -> Iterator[Market]:
    made = Market(Emulator(speed=_SPEED))
    with made.emulator.running() as made.address:
        yield made
