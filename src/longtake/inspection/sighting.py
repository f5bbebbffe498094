"""A file as it is seen without being read, by which its digest is known again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import FileIO

__all__ = ["Sighting"]

_SECOND = 1_000_000_000
_FINE_TICK, _COARSE_TICK = _SECOND // 10, 2 * _SECOND
"""Nanoseconds within which two changes may get the same time: where times have parts of a second, and where not."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Which file it is, on which device, its size, and when its content and anything about it last changed, in
    nanoseconds. Whoever writes into a file, or puts another in its place, changes one of these; the time of the last
    change cannot be set. (Windows has the time of its making there.)"""

    device: int
    number: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, file: FileIO) -> Sighting:
        found = os.fstat(file.fileno())
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def is_settled(self, now_ns: int) -> bool:
        """Whether a change from now on would show: one that follows the last at once may be given the same time."""
        times = self.modified_ns, self.changed_ns
        tick = _FINE_TICK if any(time % _SECOND for time in times) else _COARSE_TICK
        return max(times) + tick < now_ns
