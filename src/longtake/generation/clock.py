"""Time as a port: deadlines and waits on the monotonic clock, the day's time for records alone."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


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
