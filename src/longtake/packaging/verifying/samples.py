"""The fragments of a segment: where each begins in time, and what its samples are."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add
from typing import NamedTuple

from longtake.packaging.verifying.box_tree import Box, boxes_in, child, children
from longtake.packaging.verifying.fault import UnreadableError

__all__ = ["Fragment", "fragments_of", "key_picture_of"]

_BASE_IS_MOOF, _DURATION, _SIZE, _FLAGS = 0x20000, 0x8, 0x10, 0x20
_BASE_OFFSET, _DESCRIPTION = 0x1, 0x2
_DATA_AT, _FIRST_FLAGS = 0x1, 0x4
_ROW = (0x100, 0x200, 0x400, 0x800)  # duration, size, flags, offset
_IS_NO_SYNC = 0x10000
_SLICES = (1, 5)
_Column = Sequence[int]
_LARGEST = 1 << 28  # bytes of a fragment of 2 s
_LENGTH = struct.Struct(">I")
_OPENING = 64  # bytes of the first sample in which its first slice is looked for


class Fragment(NamedTuple):
    """One `moof` and its data, as far as rules ask: numbers alone, so that it can be kept.

    time: of its first sample in ticks of the track; None where it is not written. start: of the moof; first_end: after
    the first sample, in bytes of the file. samples: how many; ticks: how long they last together; shortest, longest:
    how long single ones last. lead: from `time` to what is shown first; is_even: shown one after the other, as long as
    each lasts. is_sync: whether the first is a sync sample; opens_with: NAL unit type of its first slice, None where
    its opening shows none. tracks, runs: how many it has of each.
    """

    start: int
    first_end: int
    time: int | None
    is_based_on_moof: bool
    tracks: int
    runs: int
    samples: int
    ticks: int
    shortest: int
    longest: int
    lead: int
    is_even: bool
    is_sync: bool
    opens_with: int | None


def fragments_of(data: memoryview, *, in_units: bool = False) -> tuple[Fragment, ...]:
    """in_units: whether samples are H.264 or H.265 pictures. Raises UnreadableError for what is no media segment, or is
    cut short, and for a picture that is not made of whole NAL units."""
    found: list[Fragment] = []
    waiting: Box | None = None
    for box in boxes_in(data):
        if box.kind == "moof":
            waiting = box
        elif box.kind == "mdat":
            if waiting is None:
                raise UnreadableError(f"its mdat box at byte {box.start} follows no moof")
            found.append(_fragment(waiting, box, in_units=in_units))
            waiting = None
        elif box.kind not in ("styp", "sidx", "emsg", "prft"):
            raise UnreadableError(f"a {box.kind!r} box stands at byte {box.start}")
    if waiting or not found:
        raise UnreadableError("a moof without data ends it" if waiting else "it holds no fragment")
    return tuple(found)


def key_picture_of(data: memoryview) -> Fragment:
    """Of a file that is a fragment's beginning, to the end of its first picture. Raises UnreadableError for another."""
    at = int.from_bytes(data[:4], "big")
    whole = at + int.from_bytes(data[at : at + 4], "big")
    (fragment,) = fragments_of(memoryview(bytes(data) + bytes(max(0, min(whole, _LARGEST) - len(data)))))
    if fragment.first_end != len(data) or not fragment.is_sync:
        raise UnreadableError(
            f"its first picture ends at byte {fragment.first_end} of {len(data)}, or is no key picture"
        )
    return fragment


def _fragment(moof: Box, data: Box, *, in_units: bool) -> Fragment:
    tracks = [box for box in children(moof) if box.kind == "traf"]
    runs = [box for track in tracks for box in children(track) if box.kind == "trun"]
    if not runs:
        raise UnreadableError(f"its moof box at byte {moof.start} lists no samples")
    defaults = _Defaults.of(child(tracks[0], "tfhd"), moof)
    time = child(tracks[0], "tfdt")
    durations, sizes, flags, offsets, data_at = _columns(runs[0], defaults, data.end - data.body_at)
    first = moof.start + data_at
    if not data.body_at <= first <= first + sum(sizes) <= data.end:
        raise UnreadableError(f"the samples of its moof box at byte {moof.start} lie outside the mdat box after it")
    if in_units:
        _check_units(moof, first, sizes)
    begins = list(accumulate(durations, initial=0))
    shown = sorted(map(add, begins, offsets))
    return Fragment(
        moof.start,
        first + sizes[0],
        None if time is None else time.numbers("Q" if time.numbers("B")[0] else "I", 4)[0],
        bool(defaults.present & _BASE_IS_MOOF) and not defaults.present & _BASE_OFFSET,
        len(tracks),
        len(runs),
        len(durations),
        begins[-1],
        min(durations),
        max(durations),
        shown[0],
        [at - shown[0] for at in shown] == begins[:-1],
        not flags[0] & _IS_NO_SYNC,
        _first_slice(bytes(moof.data[first : first + min(_OPENING, sizes[0])])),
    )


def _check_units(moof: Box, first: int, sizes: _Column) -> None:
    """Each unit is led by its length in four bytes, and the last one of a picture ends where the picture does."""
    data, at = moof.data, first
    for number, size in enumerate(sizes):
        end = at + size
        while at + 4 < end:
            at += 4 + _LENGTH.unpack_from(data, at)[0]
        if at != end:
            raise UnreadableError(
                f"sample {number + 1} of its moof box at byte {moof.start} is not made of whole NAL units"
            )


def _first_slice(data: bytes) -> int | None:
    at = 0
    while at + 5 <= len(data):
        kind = data[at + 4] & 31
        if kind in _SLICES:
            return kind
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    return None


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What `tfhd` says of every sample. present: its flags."""

    present: int
    duration: int = 0
    size: int = 0
    flags: int = 0

    @classmethod
    def of(cls, box: Box | None, moof: Box) -> _Defaults:
        if box is None:
            raise UnreadableError(f"its moof box at byte {moof.start} has no tfhd")
        present = box.numbers("I")[0] & 0xFFFFFF
        at, found = 8 + 8 * bool(present & _BASE_OFFSET) + 4 * bool(present & _DESCRIPTION), [0, 0, 0]
        for number, flag in enumerate((_DURATION, _SIZE, _FLAGS)):
            if present & flag:
                found[number], at = box.numbers("I", at)[0], at + 4
        return cls(present, *found)


def _columns(run: Box, defaults: _Defaults, room: int) -> tuple[_Column, _Column, _Column, _Column, int]:
    """Durations, sizes, flags and offsets of the samples, and where the first begins, counted from the moof. room:
    bytes that there are for them; a sample has one at least."""
    head, count = run.numbers("II")
    present, is_signed, at = head & 0xFFFFFF, bool(head >> 24), 8
    if not 0 < count <= room:
        raise UnreadableError(f"its trun box at byte {run.start} lists {count} samples, in {room} bytes")
    data_at = run.numbers("i", at)[0] if present & _DATA_AT else 0
    at += 4 * bool(present & _DATA_AT)
    first_flags = run.numbers("I", at)[0] if present & _FIRST_FLAGS else None
    at += 4 * bool(present & _FIRST_FLAGS)
    layout = "".join("i" if flag == _ROW[3] and is_signed else "I" for flag in _ROW if present & flag)
    width = len(layout)
    if 4 * width * count > len(run.body):
        raise UnreadableError(f"its trun box at byte {run.start} is cut short")
    numbers = run.numbers(layout * count, at)
    taken = iter(range(width))
    whole = (defaults.duration, defaults.size, defaults.flags, 0)
    durations, sizes, flags, offsets = (
        numbers[next(taken) :: width] if present & flag else (default,) * count
        for flag, default in zip(_ROW, whole, strict=True)
    )
    if first_flags is not None and not present & _ROW[2]:
        flags = (first_flags, *flags[1:])
    return durations, sizes, flags, offsets, data_at
