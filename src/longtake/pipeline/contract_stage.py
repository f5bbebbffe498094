"""One provider as an emulator plays it, for one rule of the contract."""

from __future__ import annotations

import random
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from longtake.emulator import Emulator, Fault, ManualClock
from longtake.errors import GenerationError
from longtake.generation.adapter import Adapter
from longtake.generation.backoff import Backoff
from longtake.generation.download import Download, Downloads
from longtake.generation.failures import CallFailedError, Failure
from longtake.generation.http import Door, Limits
from longtake.generation.provider import Job, JobState, Order

__all__ = ["BrokenContractError", "OneClock", "Stage"]

_POLLS = 400
_LIMITS = Limits(total=20.0, read=1.0, most_bytes=1 << 26)
_Value = TypeVar("_Value")


class BrokenContractError(GenerationError):
    """A provider does not keep a rule of the contract."""


@dataclass(frozen=True, slots=True)
class OneClock:
    """Our clock and the emulator's, as one: who waits lets time pass."""

    theirs: ManualClock

    def now(self) -> float:
        return self.theirs.now() / 1000

    def today(self) -> datetime:
        return datetime.fromtimestamp(self.now(), UTC)

    async def sleep(self, seconds: float) -> None:
        self.theirs.advance(int(seconds * 1000))


@dataclass(frozen=True, slots=True)
class Stage:
    """order: the author's; can: what else the provider can do; folder: for what is fetched."""

    rule: str
    order: Order
    can: frozenset[str]
    emulator: Emulator
    provider: Adapter
    door: Door
    clock: OneClock
    folder: Path

    def see(self, what: str, wanted: object, found: object) -> None:
        """Raises BrokenContractError where another thing was found than wanted."""
        if found != wanted:
            self.breaks(f"{what}: {wanted!r} is wanted, {found!r} came")

    def breaks(self, what: str) -> None:
        provider = self.provider.account.provider
        raise BrokenContractError(f"{provider} breaks the rule that {self.rule}: {what}")

    @property
    def bought(self) -> int:
        return len(self.emulator.studio.jobs())

    def fault(self, kind: str, **more: Any) -> None:
        self.emulator.studio.faults.add(Fault(kind, **more))

    async def failure(self, call: Awaitable[object]) -> Failure:
        """How a call fails that has to."""
        try:
            came = await call
        except CallFailedError as error:
            return error.failure
        raise BrokenContractError(f"the rule that {self.rule}: the call has to fail, and {came!r} came")

    async def over(self, job: Job) -> JobState:
        """The end of a job, polled as the provider asks. A job is written down and read again in between."""
        for _ in range(_POLLS):
            state = await self.provider.poll(Job.parse(str(job)))
            if state.is_over or state.status == "unknown":
                return state
            await self.clock.sleep(self.provider.poll_seconds)
        raise BrokenContractError(f"the rule that {self.rule}: {job} never ends; it is {state.status} to the last")

    def downloads(self) -> Downloads:
        return Downloads(self.door, self.clock, random.Random(1).uniform, _LIMITS, Backoff(tries=3, base=0.01))

    async def fetched(self, state: JobState) -> Download:
        if state.result is None or not state.result.outputs:
            raise BrokenContractError(f"the rule that {self.rule}: a job that succeeded has no output: {state}")
        return await self.downloads().fetch(self.provider.link(state.result.outputs[0]), self.folder / "take.part")
