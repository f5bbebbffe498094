"""An errand: one commission on its way, and what all errands of a run share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from longtake.generation.backoff import Draw
from longtake.generation.books import Books
from longtake.generation.clock import Clock
from longtake.generation.commission import Commission
from longtake.generation.download import Downloads
from longtake.generation.landing import Arrival, Stage, Step
from longtake.generation.lines import Line
from longtake.generation.patience import Patience
from longtake.generation.places import Place, Places, Urgency
from longtake.generation.ports import Calls, Gallery
from longtake.generation.provider import Provider, Result
from longtake.generation.purse import Purse
from longtake.generation.uploading import Enclosures
from longtake.generation.waits import Waits
from longtake.ledger import Ledger, Purchase
from longtake.media import Digest

__all__ = ["Errand", "Office"]


@dataclass(frozen=True, slots=True)
class Office:
    """What all errands of a run share. budget: the name under which the ledger keeps it; fetching: bounds the takes
    that are fetched at a time."""

    books: Books
    budget: str
    places: Places
    purse: Purse
    enclosures: Enclosures
    waits: Waits
    downloads: Downloads
    gallery: Gallery
    clock: Clock
    draw: Draw
    patience: Patience
    tell: Callable[[Step], None]
    fetching: asyncio.Semaphore
    calls: Calls | None = None

    @property
    def ledger(self) -> Ledger:
        return self.books.ledger


@dataclass(slots=True)
class Errand:
    """One commission.

    before: gives the take that it begins from, once that has landed, and raises MissError where it never will.
    purchase: as it stands; place: while a take is being made; held: ids of purchases that are ours to see to; attempts:
    orders placed in this run; searches, searching_since: for one whose answer was lost; result: of the last job, with
    what the ledger doesn't keep.
    """

    office: Office
    commission: Commission
    provider: Provider
    key: Digest
    line: Line
    urgency: Urgency
    before: Callable[[], Awaitable[Arrival | None]]
    purchase: Purchase | None = None
    place: Place | None = None
    held: set[int] = field(default_factory=set)
    attempts: int = 0
    searches: int = 0
    searching_since: float = 0.0
    result: Result | None = None

    @property
    def account(self) -> str:
        """What its places are counted by."""
        account = self.provider.account
        return f"{account.base} {account.name}"

    def tell(self, stage: Stage, note: str = "", progress: float | None = None) -> None:
        self.office.tell(Step(self.commission, stage, note, progress))

    def retried(self, why: str) -> None:
        self.tell("retry", why)

    async def newest(self) -> Purchase | None:
        """The newest purchase under the commission's key."""
        return await self.office.books.tell(self.office.ledger.by_key, self.key)

    async def take_place(self) -> None:
        """Raises StoppedError, and MissError where nothing more is sent."""
        office, model = self.office, self.commission.model
        most = office.patience.places_of(model)
        self.place = await office.waits.until(lambda: office.places.take(self.account, model.name, most, self.urgency))

    async def count_in(self) -> None:
        """Takes the place of a take that is being made already."""
        office, model = self.office, self.commission.model
        self.place = await office.places.count_in(self.account, model.name, office.patience.places_of(model))

    async def give_place(self) -> None:
        """Lets another take be made."""
        if (place := self.place) is not None:
            self.place = None
            await self.office.places.give_back(place)
