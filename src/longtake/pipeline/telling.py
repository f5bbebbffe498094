"""Telling events in one thread, whatever thread they come up in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from longtake.pipeline.events import Event, Listener

__all__ = ["Teller"]

_T = TypeVar("_T")


class Teller:
    """Tells events in the loop's own thread, also those that come up in another one.

    A listener that raises ends the make: its exception comes out of `from_thread` as it was raised. A make that is
    cancelled ends its thread at the next event, and is over only when the thread is: whoever holds the folder next
    finds nobody writing into it.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._is_cancelled = False

    def __call__(self, event: Event) -> None:
        self._listener(event)

    def threadsafe(self, event: Event) -> None:
        """To be called from a thread started by `from_thread`; returns when the event was told."""
        if self._is_cancelled:
            raise asyncio.CancelledError
        asyncio.run_coroutine_threadsafe(self._tell(event), self._loop).result()

    async def _tell(self, event: Event) -> None:
        self(event)

    async def from_thread(self, work: Callable[[], _T]) -> _T:
        self._loop = asyncio.get_running_loop()
        thread = self._loop.run_in_executor(None, work)  # no task: nobody cancels it while it goes on
        try:
            return await asyncio.shield(thread)
        except asyncio.CancelledError:
            self._is_cancelled = True
            await asyncio.wait([thread])
            thread.exception()  # seen: it ended as it was told to
            raise
