"""What every provider can be asked for, and the values that go to and fro. No provider's words stand here."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Protocol

from longtake.catalogue import Kind, OrderForm, Role, Workflow
from longtake.generation.failures import Failure
from longtake.generation.secrets import Secret
from longtake.media import Digest, FrameRate, Size, canonical_json

if TYPE_CHECKING:  # what makes films of one's own clips needs no httpx
    from longtake.generation.download import Link

__all__ = [
    "Account",
    "Asset",
    "Bill",
    "Cancelled",
    "Input",
    "Job",
    "JobState",
    "Order",
    "Output",
    "Provider",
    "Reconcile",
    "Result",
    "Status",
    "Uploaded",
]

Status = Literal["queued", "running", "succeeded", "failed", "cancelled", "unknown"]
"""unknown: the provider does not know the job, or says a word that we do not."""

Cancelled = Literal["asked", "too late", "not offered"]
"""asked: the provider was told, the next poll shows what became of it. too late: the job is over; nothing was done."""

Reconcile = Literal["key", "lookup", "blind"]


@dataclass(frozen=True, slots=True)
class Account:
    """Whom we are at a provider. name: the user's word for it, never the key. base: where the interface is, without a
    last slash; is_emulated: whether an emulator stands there; keys, settings: by the names that the provider's adapter
    documents."""

    provider: str
    name: str
    base: str
    keys: Mapping[str, Secret]
    settings: Mapping[str, str] = field(default_factory=dict)
    is_emulated: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a provider is to see."""

    digest: Digest
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How an order names an asset: an https address, a `data:` URI, or the provider's own scheme. expires: when the
    provider forgets it; None where it does not, or where the bytes themselves are in the address."""

    address: str
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """An asset in an order, by the address that it was uploaded to. tag: what the prompt calls it."""

    role: Role
    address: str
    media_type: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One take, as it is asked for. model: the provider's name for it; kind, tier: as the catalogue has them; seconds:
    of the take; token: ours, for this purchase alone, unguessable: sent wherever a provider carries it. shots: text
    and seconds of each shot in a take of several; settings: the model's knobs by name. callback: where the provider may
    tell that the job is over, "" for nowhere; one that never calls passes it over. form: how it is written, where the
    provider has a form for each model. workflow: what makes it, on a server of the user's own."""

    model: str
    kind: Kind
    seconds: Fraction
    size: Size
    audio: bool
    prompt: str
    token: str
    negative: str = ""
    seed: int | None = None
    rate: FrameRate | None = None
    tier: str = ""
    inputs: tuple[Input, ...] = ()
    shots: tuple[tuple[str, Fraction], ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    callback: str = ""
    form: OrderForm | None = None
    workflow: Workflow | None = None

    def inputs_of(self, *roles: Role) -> tuple[Input, ...]:
        return tuple(one for one in self.inputs if one.role in roles)


@dataclass(frozen=True, slots=True)
class Job:
    """A provider's job: its id, and what else the provider gave to ask after it (addresses, a path), by name."""

    id: str
    links: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not all(isinstance(text, str) and text for text in (self.id, *self.links.values())):
            raise ValueError(f"{self.id!r} with {dict(self.links)} names no job")

    def __str__(self) -> str:
        """The one text that a ledger keeps: the id, or JSON where there is more."""
        return canonical_json({"id": self.id, **self.links}) if self.links else self.id

    @classmethod
    def parse(cls, text: str) -> Job:
        """Reads what `str` wrote."""
        if not text.startswith("{"):
            return cls(text)
        links = json.loads(text)
        return cls(links.pop("id"), links)


@dataclass(frozen=True, slots=True)
class Bill:
    """What the provider says the job cost, in its own unit: `60 credits`, `108000 tokens`, `0.70 USD`."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Output:
    """One file that a job made. url: where it is fetched, "" where the answer held the bytes themselves, `content`."""

    url: str
    media_type: str = "video/mp4"
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What a job made. last_frame: the address of the exact last picture, where the provider gives one; seed, version:
    as it says, after the fact; expires: when the addresses die."""

    outputs: tuple[Output, ...]
    last_frame: str = ""
    seed: int | None = None
    version: str = ""
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is. progress: 0 to 1, None where nothing is said. result: once it has succeeded; failure: once it
    has failed; bill: None where the provider states none. further: the job with what the poll told of it, where the
    result is asked for elsewhere."""

    status: Status
    progress: float | None = None
    result: Result | None = None
    failure: Failure | None = None
    bill: Bill | None = None
    further: Job | None = None

    @property
    def is_over(self) -> bool:
        return self.status in ("succeeded", "failed", "cancelled")


class Provider(Protocol):
    """One account at one provider. Nothing in it tries again: the caller decides that (`failures`, `backoff`).

    Every call raises CallFailedError with one of the six classes; in `submit`, `unknown` means that the order may have
    been taken.
    """

    account: Account
    reconcile: Reconcile
    poll_seconds: float
    """What the provider asks to wait between two polls of one job."""
    remints: bool
    """Whether `fetch` gives fresh addresses for a take whose addresses have expired."""

    async def upload(self, asset: Asset) -> Uploaded:
        """Makes an asset known to the provider. Costs nothing; may be done again."""
        ...

    async def submit(self, order: Order) -> Job:
        """Places an order. It costs money from here on."""
        ...

    async def poll(self, job: Job) -> JobState: ...

    async def find(self, order: Order, since: datetime, known: Collection[str]) -> Job | None:
        """The job of an order whose answer was lost. since: when the order was sent, at the earliest; known: ids of
        jobs that belong to other purchases. None where the provider does not have it. Raises CallFailedError of class
        `unknown` where several may be it, and where the provider cannot be asked (`reconcile` is `blind`)."""
        ...

    async def cancel(self, job: Job) -> Cancelled: ...

    async def fetch(self, job: Job) -> Result:
        """The result of a job that has succeeded, with addresses as fresh as the provider gives."""
        ...

    def link(self, output: Output) -> Link:
        """How an output is fetched: the key goes along only to the provider's own host."""
        ...
