"""The ledger for an event loop: its calls are made one after the other in a thread of their own, since each is on the
disk before it returns; and what this run holds is kept held."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from longtake.generation.clock import Clock
from longtake.ledger import Hold, Ledger, this_owner

__all__ = ["Books"]

_Told = TypeVar("_Told")
_Asked = ParamSpec("_Asked")
_BEATS = 3
"""Renewals within the time that a hold lasts."""


class Books:
    """One run's own. Close it, whatever happened."""

    def __init__(self, ledger: Ledger, clock: Clock, hold: float) -> None:
        self.ledger, self.owner = ledger, this_owner()
        self._clock, self._seconds = clock, hold
        self._thread = ThreadPoolExecutor(1, "longtake-ledger")

    async def tell(self, call: Callable[_Asked, _Told], *args: _Asked.args, **more: _Asked.kwargs) -> _Told:
        """What a method of the ledger returns. Once begun it is carried through, whoever stops waiting for it: what was
        paid is written down even when everything is being left."""
        made = asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **more))
        made.add_done_callback(_seen)
        return await asyncio.shield(made)

    def hold(self) -> Hold:
        """This run's wish to hold something from now on."""
        return self.ledger.hold_for(self.owner, self._seconds)

    async def keep(self) -> None:
        """Renews what is held, for as long as it is awaited."""
        while True:
            await self._clock.sleep(self._seconds / _BEATS)
            await self.tell(lambda: self.ledger.renew(self.hold()))

    async def close(self) -> None:
        """Gives back what is held, after everything that was told has been written."""
        try:
            await self.tell(self.ledger.release_all, self.owner)
        finally:
            self._thread.shutdown()


def _seen(made: asyncio.Future[_Told]) -> None:
    """An error that nobody waits for any more is no news."""
    if not made.cancelled():
        made.exception()
