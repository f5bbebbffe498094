"""What this run has reserved and not settled: while some of that is out, money may still come free for others."""

from __future__ import annotations

import asyncio

__all__ = ["Purse"]


class Purse:
    """The open reservations of one run, by purchase."""

    def __init__(self) -> None:
        self._out: set[int] = set()
        self._settled = asyncio.Event()

    @property
    def is_out(self) -> bool:
        """Whether anything may still come free."""
        return bool(self._out)

    def reserve(self, purchase: int) -> None:
        self._out.add(purchase)

    def settle(self, purchase: int) -> None:
        """Its cost is known, or will not be in this run."""
        if purchase in self._out:
            self._out.discard(purchase)
            self._settled.set()
            self._settled = asyncio.Event()

    async def change(self) -> None:
        """Until the next one is settled."""
        await self._settled.wait()
