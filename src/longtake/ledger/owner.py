"""Owners of leases: which process holds something, and whether it still lives.

Processes are told apart by their number and their start, since numbers come again; both mean something only inside one
boot of one machine and one space of process numbers (a container has its own). A ledger in WAL mode is shared by
processes of one kernel only, so an owner of another boot is an owner before a restart.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["LONGEST_HOLD_NS", "Fate", "Hold", "Lease", "Owner", "fate", "holds_place", "holds_purchase", "this_owner"]

Fate = Literal["lives", "gone", "untold"]

LONGEST_HOLD_NS = 15 * 60 * 10**9
"""A hold ends at most so far ahead; one that seems to end later is of a clock that has begun anew."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lease. boot, space, started: "" where the system does not tell. nonce: two owners in one process."""

    boot: str
    space: str
    pid: int
    started: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A wish to hold something. until: of `time.monotonic_ns()`, at most 15 minutes ahead; renewing puts it off."""

    owner: Owner
    until: int


@dataclass(frozen=True, slots=True)
class Lease:
    """Something held: a place among those that an account may use of a model at once, or a purchase."""

    id: int
    scope: str
    owner: Owner
    until: int


def this_owner() -> Owner:
    """A new owner in this process."""
    pid = os.getpid()
    return Owner(_boot(), _space(), pid, _start_of(pid) or "", secrets.token_hex(8))


def fate(owner: Owner, here: Owner) -> Fate:
    """What the process `here` can tell of an owner's process. Of itself it tells nothing: it may hold by several
    owners, and one that was left behind must not hold for good."""
    if owner.boot != here.boot:
        return "gone"
    if owner.space != here.space or not owner.started or (owner.pid, owner.started) == (here.pid, here.started):
        return "untold"
    return "lives" if _start_of(owner.pid) == owner.started else "gone"


def holds_place(hold: Hold, now: int, told: Fate) -> bool:
    """Whether a place found in the ledger is still taken at `now` (`time.monotonic_ns()`): by heartbeat, and no longer
    than its process lives."""
    return told != "gone" and now < hold.until <= now + LONGEST_HOLD_NS


def holds_purchase(hold: Hold, now: int, told: Fate) -> bool:
    """Whether a purchase found in the ledger is still being seen to. A process that lives keeps it without heartbeats:
    one that was stopped between intent and sending sends when it goes on."""
    return told == "lives" or holds_place(hold, now, told)


def _boot() -> str:
    return _line("/proc/sys/kernel/random/boot_id")


def _space() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def _start_of(pid: int) -> str | None:
    """When the process began, in ticks since boot; None if there is none, or if the system does not tell. One that has
    ended and waits for its parent is gone."""
    fields = _line(f"/proc/{pid}/stat").rpartition(")")[2].split()  # its name, in brackets, may hold anything
    if len(fields) < 20 or fields[0] in "ZX":
        return None
    return fields[19]


def _line(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""
