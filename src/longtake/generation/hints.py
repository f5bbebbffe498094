"""Hints: what the receiver of callbacks has written down, made into ends of waits. See `ports.Calls`."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from longtake.generation.books import Books
from longtake.generation.clock import Clock

__all__ = ["CALLBACKS", "Hints"]

CALLBACKS = "/callbacks"
"""Below the address of ours: then the provider's name, then the purchase's token."""
_EVERY = 2.0


class Hints:
    """For one run. base: the address under which the receiver can be reached by the providers; listened: those that it
    listens to."""

    def __init__(self, base: str, listened: Collection[str], clock: Clock) -> None:
        self._base, self._listened, self._clock = base.rstrip("/"), frozenset(listened), clock
        self._called: dict[str, asyncio.Event] = {}

    def address(self, provider: str, token: str) -> str:
        return f"{self._base}{CALLBACKS}/{provider}/{token}" if provider in self._listened else ""

    def called(self, token: str) -> asyncio.Event:
        """Also set if the call came before anybody asked."""
        return self._called.setdefault(token, asyncio.Event())

    async def keep(self, books: Books) -> None:
        """Looks into the ledger every two seconds. What was written before this run is no news: jobs of earlier runs
        are polled at once anyway."""
        after = await books.tell(books.ledger.newest_news)
        while True:
            await self._clock.sleep(_EVERY)
            for one in await books.tell(books.ledger.news, after):
                after = one.number
                self.called(one.token).set()
