"""The emulator's time: whole milliseconds, as fast as one likes, or only when told."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Clock", "ManualClock", "ScaledClock", "iso_time"]


class Clock(Protocol):
    """What time it is at the emulated providers."""

    def now(self) -> int:
        """Milliseconds since 1970 in UTC; never goes back."""
        ...

    def advance(self, milliseconds: int) -> None:
        """Lets so much time pass at once."""
        ...


class ScaledClock:
    """Runs `speed` times as fast as this machine's monotonic clock, from the time of day at its making."""

    def __init__(self, speed: int = 1) -> None:
        if speed < 1:
            raise ValueError(f"a speed is a whole number from 1 on, not {speed}")
        self._speed, self._began = speed, time.monotonic_ns()
        self._first = time.time_ns() // 10**6

    def now(self) -> int:
        return self._first + (time.monotonic_ns() - self._began) * self._speed // 10**6

    def advance(self, milliseconds: int) -> None:
        self._first += milliseconds


class ManualClock:
    """Stands still until it is advanced."""

    def __init__(self, now: int = 1_795_255_200_000) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, milliseconds: int) -> None:
        self._now += milliseconds


def iso_time(milliseconds: int) -> str:
    """`2026-11-21T10:00:00Z`; the part below a second is dropped."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
