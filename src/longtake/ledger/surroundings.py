"""What the ledger takes from outside itself: the time, chance, and which processes live. Replaced in tests."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from longtake.ledger.owner import Fate, Owner, fate, this_owner

__all__ = ["Surroundings", "surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """now: the wall clock in UTC, for records only. ticks: nanoseconds that never go back, the same for all processes
    of this machine. token: 128 unguessable bits. fate: what is known of another owner's process. passing: is told
    of each commit, before it and after it, as `before submitted` and `after submitted`."""

    now: Callable[[], datetime]
    ticks: Callable[[], int]
    token: Callable[[], str]
    fate: Callable[[Owner], Fate]
    passing: Callable[[str], None]


def surroundings(passing: Callable[[str], None] = lambda point: None) -> Surroundings:
    """Those of this process."""
    here = this_owner()
    return Surroundings(
        now=lambda: datetime.now(UTC),
        ticks=time.monotonic_ns,
        token=lambda: secrets.token_hex(16),
        fate=lambda owner: fate(owner, here),
        passing=passing,
    )
