"""The flight recorder: a few bytes that a worker leaves behind however it dies.

A worker's crash in native code says nothing about its cause. So each worker notes, in a small memory-mapped file, which
source it is reading; the note survives the process and costs no system call.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

__all__ = ["FlightRecorder", "read_flight"]

_NOTE = struct.Struct("<q")  # number of the source among the task's; -1: none yet


class FlightRecorder:
    """The worker's side. `path` is a file of its own."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _NOTE.size)

    @staticmethod
    def prepare(path: Path) -> None:
        """Makes the file, before the worker starts."""
        path.write_bytes(_NOTE.pack(-1))

    def begin(self) -> None:
        """A task begins; no source is being read yet."""
        self.reading(-1)

    def reading(self, source: int) -> None:
        """Source number `source` of the task is being read."""
        _NOTE.pack_into(self._map, 0, source)


def read_flight(path: Path) -> int:
    """The source that was being read, as last noted; -1 for none."""
    (source,) = _NOTE.unpack(path.read_bytes())
    return int(source)
