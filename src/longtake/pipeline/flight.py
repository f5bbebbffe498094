"""The flight recorder: a few bytes that a worker leaves behind however it dies.

A worker's crash in native code says nothing about its cause. So each worker notes, in a small memory-mapped file, which
source it is reading and how many pictures it has made; the note survives the process and costs no system call.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

__all__ = ["FlightRecorder", "read_flight"]

_NOTE = struct.Struct("<qq")  # number of the source in the batch (-1: none yet), pictures made since the worker began


class FlightRecorder:
    """The worker's side. `path` is a file of its own."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _NOTE.size)
        self._pictures = 0

    def begin(self) -> None:
        """A batch begins; no source is being read yet."""
        _NOTE.pack_into(self._map, 0, -1, self._pictures)

    def reading(self, source: int) -> None:
        """Source number `source` of the batch is being asked for a picture."""
        self._pictures += 1
        _NOTE.pack_into(self._map, 0, source, self._pictures)

    @staticmethod
    def prepare(path: Path) -> None:
        """Makes the file, before the worker starts."""
        path.write_bytes(_NOTE.pack(-1, 0))


def read_flight(path: Path) -> tuple[int, int]:
    """(source being read or -1, pictures made) as last noted."""
    source, pictures = _NOTE.unpack(path.read_bytes())
    return source, pictures
