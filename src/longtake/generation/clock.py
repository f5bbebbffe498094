"""Time as a port: deadlines and waits on the monotonic clock, the day's time for records alone."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
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
    """By which waits are so many times as short, and the day passes as fast: for an emulator that was started with it,
    at that speed."""

    def __init__(self, speed: int) -> None:
        self._speed, self._began, self._day = speed, super().now(), super().today()

    def now(self) -> float:
        return super().now() * self._speed

    def today(self) -> datetime:
        return self._day + timedelta(seconds=(super().now() - self._began) * self._speed)

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / self._speed)
