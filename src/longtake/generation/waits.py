"""Waits that end when the user stops the run: everything that waits for its turn, for an answer of chance, for others.
What is under way with a provider or the disk is no wait, and is carried through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from longtake.generation.clock import Clock

__all__ = ["StoppedError", "Waits"]

_Value = TypeVar("_Value")


class StoppedError(Exception):
    """The run was stopped during a wait; nothing was under way."""


class Waits:
    """All waits of one run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: set[asyncio.Task[Any]] = set()
        self.is_over = False

    def end(self) -> None:
        """Ends all waits, and every one that is begun from here on."""
        self.is_over = True
        for task in self._waiting:
            task.cancel()

    def check(self) -> None:
        """Raises StoppedError where nothing is to be begun any more."""
        if self.is_over:
            raise StoppedError

    async def sleep(self, seconds: float) -> None:
        """Raises StoppedError."""
        await self.until(lambda: self._clock.sleep(seconds))

    async def until(self, begin: Callable[[], Awaitable[_Value]]) -> _Value:
        """What `begin` waits for. It may be cancelled: whoever shares it shields it. Raises StoppedError."""
        task = asyncio.current_task()
        assert task is not None
        self.check()
        self._waiting.add(task)
        try:
            return await begin()
        except asyncio.CancelledError:
            if self.is_over and task.uncancel() == 0:
                raise StoppedError from None
            raise
        finally:
            self._waiting.discard(task)
