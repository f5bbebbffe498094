"""The whole film in one MP4: header first, picture and sound interleaved, from the same samples as the segments.

How many samples and chunks there will be is known before the first is written, so room for the header is left at the
front and filled at the end: the file is written once, forwards, and memory holds a few bytes a sample.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from longtake.errors import PackagingError
from longtake.packaging.boxes import box
from longtake.packaging.movie import header_box, track_head
from longtake.packaging.sample_tables import SampleTables
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
        self._plans, self._tables = plans, [SampleTables(plan.track) for plan in plans]
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
        """What stands in `moov`, in parts: an hour's tables are megabytes."""
        yield header_box(self._plans[0].track.scale, self._shown, len(self._plans) + 1)
        for number, (plan, tables) in enumerate(zip(self._plans, self._tables, strict=True), 1):
            times = {"media": tables.media, "shown": self._shown}
            yield track_head(plan.track, number, tables.size, **times, chapters=plan.chapters)
            yield from tables.parts()
        yield user_data


def _mdat_header(length: int) -> bytes:
    """16 bytes in front of the media."""
    if length + 8 < 1 << 32:
        return box(b"free") + struct.pack(">I4s", 8 + length, b"mdat")
    return struct.pack(">I4sQ", 1, b"mdat", _MDAT_HEADER + length)
