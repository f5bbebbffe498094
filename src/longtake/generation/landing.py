"""What becomes of commissions: takes that landed, takes that were missed, and the steps on the way. Values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from longtake.generation.commission import Commission
from longtake.ledger import Purchase
from longtake.media import ClipFacts, Digest

__all__ = ["Arrival", "Landed", "Missed", "MissedBy", "Outcome", "Stage", "Step"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A take's bytes where they are kept, admitted. facts: what was measured when they were decoded whole."""

    digest: Digest
    path: Path
    size: int
    facts: ClipFacts


@dataclass(frozen=True, slots=True)
class Landed:
    """A take that is here: verified in the ledger, whole on the disk. is_reused: it was here before; nothing was
    asked of anybody."""

    commission: Commission
    purchase: Purchase
    arrival: Arrival
    is_reused: bool = False


MissedBy = Literal[
    "transient", "invalid", "refusal", "operator", "unknown", "budget", "lost", "unfit", "waits", "stopped"
]
"""Why there is no take. transient: every try failed. invalid, refusal: the request is wrong, or will not be made.
operator: the provider needs its user. unknown: it may have been bought; a person settles it. budget: no money left for
it. lost: paid, and its bytes can never be had. unfit: it is here and of no use to the shot. waits: the take that it
begins from is missing. stopped: the user stopped the run before it was sent, or while it was being made."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A commission without a take. why: for people; advice: ways out; purchase: None where nothing was intended."""

    commission: Commission
    by: MissedBy
    why: str
    advice: tuple[str, ...] = ()
    purchase: Purchase | None = None


Outcome = Landed | Missed

Stage = Literal["waits", "ordered", "queued", "running", "fetching", "retry"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something on the way. note: for people: what it waits for, why it is tried again."""

    commission: Commission
    stage: Stage
    note: str = ""
    progress: float | None = None
