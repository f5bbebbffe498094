"""Time as a port: deadlines and waits on the monotonic clock, the day's time for records alone."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Clock", "HurriedClock", "SystemClock"]


class Clock(Protocol):
    """What waits and what is timed."""

    def now(self) -> float:
        """Seconds that only ever grow, from no fixed point."""
        ...

    def today(self) -> datetime:
        """The time of day in UTC; it may jump."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """This machine's clock."""

    def now(self) -> float:
        return time.monotonic()

    def today(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class HurriedClock(SystemClock):
    """This machine's clock, by which waits are so many times as short: for an emulator that is as fast."""

    def __init__(self, speed: int) -> None:
        self._speed = speed

    def now(self) -> float:
        return super().now() * self._speed

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / self._speed)
