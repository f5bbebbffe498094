"""What the scheduler needs of rooms that it does not know: where takes are kept, and what goes along in an order."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

from longtake.errors import GenerationError
from longtake.generation.books import Books
from longtake.generation.commission import Commission, CommissionInput
from longtake.generation.landing import Arrival
from longtake.generation.provider import Asset
from longtake.media import Digest

__all__ = ["Calls", "Gallery", "Inputs", "SpoiltTakeError", "UnfitTakeError"]


class SpoiltTakeError(GenerationError):
    """What was fetched is no whole take: fetched again, it may be."""


class UnfitTakeError(GenerationError):
    """The take is whole and is of no use: too short, without pictures. It is kept, for it is paid."""

    def __init__(self, arrival: Arrival, what: str, *advice: str) -> None:
        super().__init__(what, advice=advice)
        self.arrival = arrival


class Calls(Protocol):
    """Calls of providers to an address of ours (`hints.Hints`)."""

    def address(self, provider: str, token: str) -> str:
        """Where the provider is to call for one purchase; "" for a provider that is not listened to."""
        ...

    def called(self, token: str) -> asyncio.Event:
        """Is set once the provider has called for this purchase."""
        ...

    async def keep(self, books: Books) -> None:
        """Listens, for as long as it is awaited."""
        ...


class Gallery(Protocol):
    """Where takes are kept. Every method may take as long as decoding the take does; none blocks the loop."""

    def part(self, token: str) -> Path:
        """Where the take of a purchase is written while it is fetched: a path that nobody else writes to, on the disk
        of the gallery. A file that is left there after a crash is overwritten."""
        ...

    async def admit(self, part: Path, commission: Commission) -> Arrival:
        """Decodes the file whole, measures it, and keeps it by its digest, durably; the part is gone afterwards.
        Raises SpoiltTakeError, UnfitTakeError (which has kept it)."""
        ...

    async def held(self, digest: Digest, commission: Commission) -> Arrival | None:
        """The take of that digest if it is here and its bytes are what they were. Raises UnfitTakeError."""
        ...


class Inputs(Protocol):
    """The files that go along in orders."""

    async def asset(self, one: CommissionInput, before: Arrival | None) -> Asset:
        """The bytes to send. before: the take that the input is made from, where it is one that was bought."""
        ...
