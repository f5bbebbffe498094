"""What `stbl` says of a track's samples: collected as they are written, a few bytes each, and told in small parts."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count, groupby
from sys import byteorder

from longtake.packaging.boxes import full_box
from longtake.packaging.tracks import SampleRun, Track

__all__ = ["SampleTables"]

_AT_ONCE = 1 << 13  # numbers of a table that are held as bytes: a whole one of an hour has a megabyte


@dataclass(frozen=True, slots=True)
class _Table:
    """A full box: a head, then numbers. code: of an array, for how they are written."""

    kind: bytes
    head: bytes
    numbers: array[int]
    code: str = "I"
    version: int = 0

    @property
    def size(self) -> int:
        return 12 + len(self.head) + array(self.code).itemsize * len(self.numbers)

    def parts(self) -> Iterator[bytes]:
        content = self.size - 12 - len(self.head)
        yield full_box(self.kind, self.version, 0, self.head, tail=content)
        for at in range(0, len(self.numbers), _AT_ONCE):
            part = array(self.code, self.numbers[at : at + _AT_ONCE])
            if byteorder == "little":
                part.byteswap()
            yield part.tobytes()


def _counted(kind: bytes, numbers: array[int], columns: int = 1, code: str = "I", version: int = 0) -> _Table:
    return _Table(kind, struct.pack(">I", len(numbers) // columns), numbers, code, version)


class _Runs:
    """Equal numbers in a row, as (count, number) pairs: the shape of `stts` and `ctts`. code: of the array, `i` for
    numbers that may be below 0."""

    def __init__(self, code: str) -> None:
        self.pairs = array(code)

    def extend(self, numbers: Sequence[int]) -> None:
        if numbers.count(numbers[0]) == len(numbers):  # as durations are
            self._add(len(numbers), numbers[0])
            return
        for number, equal in groupby(numbers):
            self._add(len(list(equal)), number)

    def _add(self, count: int, number: int) -> None:
        if self.pairs and self.pairs[-1] == number:
            self.pairs[-2] += count
        else:
            self.pairs.extend((count, number))


class SampleTables:
    """Of one track."""

    def __init__(self, track: Track) -> None:
        self.media = 0
        """Ticks that the samples last."""
        self._is_picture = track.handler == b"vide"
        self._shift = 0 if track.has_edit else track.skip
        self._durations, self._offsets = _Runs("I"), _Runs("i")
        # A packet of AAC has at most 768 bytes a channel (ISO/IEC 14496-3, 4.5.3): two are enough for its size.
        self._sizes, self._syncs = array("H" if track.handler == b"soun" else "I"), array("I")
        self._chunks, self._in_chunk = array("Q"), array("I")

    def add(self, at: int, runs: Sequence[SampleRun]) -> None:
        """A chunk that lies at byte `at` of the file."""
        self._chunks.append(at)
        self._in_chunk.append(sum(len(run.sizes) for run in runs))
        for run in runs:
            if self._is_picture:
                first = len(self._sizes) + 1
                self._offsets.extend([offset - self._shift for offset in run.offsets] if self._shift else run.offsets)
                self._syncs.extend(compress(count(first), run.syncs))
            self._sizes.extend(run.sizes)
            self._durations.extend(run.durations)
            self.media += sum(run.durations)

    @property
    def size(self) -> int:
        """Bytes of all tables."""
        return sum(table.size for table in self._tables())

    def parts(self) -> Iterator[bytes]:
        """The tables, one after another."""
        for table in self._tables():
            yield from table.parts()

    def _tables(self) -> Iterator[_Table]:
        yield _counted(b"stts", self._durations.pairs, 2)
        if self._is_picture:
            yield _counted(b"ctts", self._offsets.pairs, 2, "i", version=int(self._shift > 0))
            yield _counted(b"stss", self._syncs)
        yield _counted(b"stsc", self._chunk_runs(), 3)
        yield _Table(b"stsz", struct.pack(">II", 0, len(self._sizes)), self._sizes)
        is_wide = bool(self._chunks) and self._chunks[-1] >= 1 << 32
        yield _counted(b"co64", self._chunks, code="Q") if is_wide else _counted(b"stco", self._chunks)

    def _chunk_runs(self) -> array[int]:
        """For each run of equally long chunks: its first one, samples a chunk, and the one sample description."""
        runs = array("I")
        for number, samples in enumerate(self._in_chunk, 1):
            if not runs or runs[-2] != samples:
                runs.extend((number, samples, 1))
        return runs
