"""How many workers a machine has room for: a core each, and the memory that a worker of this film needs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from longtake.errors import InputError
from longtake.media import Ladder, Size

__all__ = ["Machine", "WorkerCount", "checked_workers", "worker_bytes", "workers_for"]

WorkerCount = int | Literal["auto"]
_MOST_WORKERS = 256

_MIB = 1 << 20
_CGROUP = Path("/sys/fs/cgroup")
_MEMINFO = Path("/proc/meminfo")

# Measured on x86-64 with PyAV 18.1 (docs/decisions/0017): the interpreter and its libraries; pictures on their way to
# the ladder; what scaling to a rung and x264 hold for each of its pixels, which is mostly the preset's look-ahead.
_BASE = 75 * _MIB
_BYTES_A_PICTURE_PIXEL = 25
_BYTES_A_RUNG_PIXEL = {"ultrafast": 60, "superfast": 90, "veryfast": 150, "faster": 150, "fast": 180, "medium": 205}
_MOST_A_RUNG_PIXEL = 250
_KEPT_FREE = 256 * _MIB  # for the maker itself and for whoever else is there


@dataclass(frozen=True, slots=True)
class Machine:
    """What this process may use. cores: of its affinity and its container's quota; memory: bytes that can be had now,
    None where nobody tells."""

    cores: int
    memory: int | None

    @classmethod
    def here(cls) -> Machine:
        from loky import cpu_count

        known = [room for room in (_free_bytes(_MEMINFO), _room_in(_CGROUP)) if room is not None]
        return cls(cpu_count(), min(known, default=None))


def checked_workers(wanted: object) -> WorkerCount:
    """Raises InputError for anything but `auto` and whole numbers from 1."""
    if wanted == "auto":
        return "auto"
    if isinstance(wanted, int) and not isinstance(wanted, bool) and 1 <= wanted <= _MOST_WORKERS:
        return wanted
    raise InputError(
        f"workers are auto or 1 to {_MOST_WORKERS} processes, not {wanted!r}",
        place="workers",
        advice=("leave it out for as many as cores and memory allow",),
    )


def worker_bytes(largest: Size, ladder: Ladder) -> int:
    """The peak memory of a worker. largest: the film's pictures or a source's, whichever has more pixels."""
    encoders = sum(rung.size.pixels * _BYTES_A_RUNG_PIXEL.get(rung.preset, _MOST_A_RUNG_PIXEL) for rung in ladder.rungs)
    return _BASE + _BYTES_A_PICTURE_PIXEL * largest.pixels + encoders


def workers_for(machine: Machine, need: int) -> int:
    """As many as there are cores and memory for workers that need so many bytes; one at least. Pure."""
    if machine.memory is None:
        return machine.cores
    return max(1, min(machine.cores, (machine.memory - _KEPT_FREE) // need))


def _free_bytes(meminfo: Path) -> int | None:
    """What the kernel says can be had without swapping; where there is no such file, all memory that is built in."""
    try:
        told = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
        return int(told["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        names = getattr(os, "sysconf_names", {})
        if "SC_PHYS_PAGES" not in names:
            return None
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _room_in(cgroup: Path) -> int | None:
    """What is left of a container's memory limit, caches that can be dropped counted as free; None without a limit.

    Version 2 of the control groups first, then version 1, as seen from inside a container.
    """
    for folder, most, used in (
        (cgroup, "memory.max", "memory.current"),
        (cgroup / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
    ):
        try:
            limit, taken = int((folder / most).read_text()), int((folder / used).read_text())
        except (OSError, ValueError):  # no such file, or the word "max"
            continue
        return max(0, limit - taken + _droppable(folder / "memory.stat"))
    return None


def _droppable(stat: Path) -> int:
    try:
        return sum(int(value) for name, value in _words(stat.read_text()) if name == "inactive_file")
    except (OSError, ValueError):
        return 0


def _words(text: str) -> Iterable[list[str]]:
    return (line.split() for line in text.splitlines() if len(line.split()) == 2)
