"""The whole film in one MP4: header first, picture and sound interleaved, from the same samples as the segments.

How many samples and chunks there will be is known before the first is written, so room for the header is left at the
front and filled at the end: the file is written once, forwards, and memory holds a few bytes a sample.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from sys import byteorder
from typing import BinaryIO

from longtake.errors import PackagingError
from longtake.packaging.boxes import box, full_box
from longtake.packaging.movie import header_box, track_head
from longtake.packaging.tracks import SampleRun, Track

__all__ = ["FilmWriter", "TrackPlan"]

_FTYP = box(b"ftyp", struct.pack(">4sI4s4s4s4s", b"isom", 512, b"isom", b"iso2", b"avc1", b"mp41"))
_MDAT_HEADER = 16  # room for a 64-bit length; a `free` box takes the first half of it where 32 bits do
_OTHER_BOXES = 4096  # generous bound of what is in `moov` besides tables and user data


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """A track, and how much of it will come: samples, and the chunks they come in at most. chapters: number of the
    track, from 1, that names its chapters; 0 where none does."""

    track: Track
    samples: int
    chunks: int
    chapters: int = 0

    @property
    def largest_tables(self) -> int:
        """Bytes: of stsz for each sample, of a picture's ctts and stss too, of a text's stts; of co64 and stsc for each
        chunk."""
        each = {b"vide": 4 + 8 + 4, b"sbtl": 4 + 8, b"text": 4 + 8}.get(self.track.handler, 4)
        return each * self.samples + (8 + 12) * self.chunks


class FilmWriter:
    """Writes into `file`, which is empty, seekable, and stays the caller's to close.

    shown: the presentation's length in ticks of the first track, which is the movie's clock; room: the most bytes of
    user data that will be given at the end. Raises OSError as writing does.
    """

    def __init__(self, file: BinaryIO, plans: Sequence[TrackPlan], shown: int, room: int) -> None:
        self._file, self._shown = file, shown
        self._tables = [_Tables(plan.track, plan.chapters) for plan in plans]
        tables = sum(plan.largest_tables for plan in plans)
        self._data_at = len(_FTYP) + tables + room + _OTHER_BOXES + _MDAT_HEADER
        self._at = self._data_at
        file.seek(self._at)

    def add(self, track: int, runs: Sequence[SampleRun]) -> None:
        """Writes a chunk: consecutive samples of one track, in decode order."""
        self._tables[track].add(self._at, runs)
        for run in runs:
            self._file.write(run.data)
            self._at += sum(run.sizes)

    def finish(self, user_data: bytes) -> None:
        """Fills in the header, and `free` space between it and the media. Raises PackagingError where more user data
        comes than room was asked for."""
        end, room = len(_FTYP) + 8, self._data_at - _MDAT_HEADER
        self._file.seek(end)
        for part in self._movie(user_data):
            self._file.write(part)
            end += len(part)
        if end + 8 > room:
            raise PackagingError(f"the header has {end} bytes, {room} were left for it")
        self._file.write(struct.pack(">I4s", room - end, b"free"))
        self._file.seek(0)
        self._file.write(_FTYP + struct.pack(">I4s", end - len(_FTYP), b"moov"))
        self._file.seek(room)  # nothing was written between: it reads as zeros
        self._file.write(_mdat_header(self._at - self._data_at))

    def _movie(self, user_data: bytes) -> Iterator[bytes]:
        """What stands in `moov`. One table at a time is held as bytes: an hour's are megabytes."""
        yield header_box(self._tables[0].track.scale, self._shown, len(self._tables) + 1)
        for number, table in enumerate(self._tables, 1):
            yield from table.as_parts(number, self._shown)
        yield user_data


def _mdat_header(length: int) -> bytes:
    """16 bytes in front of the media."""
    if length + 8 < 1 << 32:
        return box(b"free") + struct.pack(">I4s", 8 + length, b"mdat")
    return struct.pack(">I4sQ", 1, b"mdat", _MDAT_HEADER + length)


class _Runs:
    """Equal numbers in a row, as (count, number) pairs: the shape of `stts` and `ctts`. kind: of the array, `i` for
    numbers that may be below 0."""

    def __init__(self, kind: str) -> None:
        self._pairs = array(kind)

    def extend(self, numbers: Sequence[int]) -> None:
        if numbers.count(numbers[0]) == len(numbers):  # as durations are
            self._add(len(numbers), numbers[0])
            return
        for number, equal in groupby(numbers):
            self._add(len(list(equal)), number)

    def _add(self, count: int, number: int) -> None:
        if self._pairs and self._pairs[-1] == number:
            self._pairs[-2] += count
        else:
            self._pairs.extend((count, number))

    def as_box(self, kind: bytes, version: int = 0) -> bytes:
        return _counted(kind, self._pairs, 2, version)


class _Tables:
    """What `stbl` says of a track's samples, collected as they are written."""

    def __init__(self, track: Track, chapters: int) -> None:
        self.track, self._chapters = track, chapters
        self._is_picture = track.handler == b"vide"
        self._shift = 0 if track.has_edit else track.skip
        self._media = 0
        self._durations, self._offsets = _Runs("I"), _Runs("i")
        self._sizes, self._syncs = array("I"), array("I")
        self._chunks, self._in_chunk = array("Q"), array("I")

    def add(self, at: int, runs: Sequence[SampleRun]) -> None:
        self._chunks.append(at)
        self._in_chunk.append(sum(len(run.sizes) for run in runs))
        for run in runs:
            if self._is_picture:
                first = len(self._sizes) + 1
                self._offsets.extend([offset - self._shift for offset in run.offsets] if self._shift else run.offsets)
                self._syncs.extend(number for number, is_sync in enumerate(run.syncs, first) if is_sync)
            self._sizes.extend(run.sizes)
            self._durations.extend(run.durations)
            self._media += sum(run.durations)

    def as_parts(self, number: int, shown: int) -> Iterator[bytes]:
        """Its `trak`, in parts that follow each other."""
        length = sum(map(len, self._boxes()))
        yield track_head(self.track, number, length, media=self._media, shown=shown, chapters=self._chapters)
        yield from self._boxes()

    def _boxes(self) -> Iterator[bytes]:
        yield self._durations.as_box(b"stts")
        if self._is_picture:
            yield self._offsets.as_box(b"ctts", version=int(self._shift > 0))
            yield _counted(b"stss", self._syncs, 1)
        yield _counted(b"stsc", self._chunk_runs(), 3)
        yield full_box(b"stsz", 0, 0, struct.pack(">II", 0, len(self._sizes)), _big_endian(self._sizes))
        yield self._chunk_box()

    def _chunk_runs(self) -> array[int]:
        """For each run of equally long chunks: its first one, samples a chunk, and the one sample description."""
        runs = array("I")
        for number, count in enumerate(self._in_chunk, 1):
            if not runs or runs[-2] != count:
                runs.extend((number, count, 1))
        return runs

    def _chunk_box(self) -> bytes:
        if self._chunks and self._chunks[-1] >= 1 << 32:
            return _counted(b"co64", self._chunks, 1)
        return _counted(b"stco", array("I", self._chunks), 1)


def _counted(kind: bytes, numbers: array[int], columns: int, version: int = 0) -> bytes:
    return full_box(kind, version, 0, struct.pack(">I", len(numbers) // columns), _big_endian(numbers))


def _big_endian(numbers: array[int]) -> bytes:
    if byteorder == "big":
        return numbers.tobytes()
    numbers.byteswap()
    data = numbers.tobytes()
    numbers.byteswap()  # in place and back: a copy would cost megabytes
    return data
