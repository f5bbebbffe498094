"""The fragments of a segment: where each begins in time, and what its samples are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from longtake.packaging.verifying.box_tree import Box, boxes_in, child, children
from longtake.packaging.verifying.fault import UnreadableError

__all__ = ["Fragment", "fragments_of"]

_BASE_IS_MOOF, _DURATION, _SIZE, _FLAGS = 0x20000, 0x8, 0x10, 0x20
_BASE_OFFSET, _DESCRIPTION = 0x1, 0x2
_DATA_AT, _FIRST_FLAGS = 0x1, 0x4
_ROW = (0x100, 0x200, 0x400, 0x800)  # duration, size, flags, offset
_IS_NO_SYNC = 0x10000


@dataclass(frozen=True, slots=True)
class Fragment:
    """One `moof` and its data. time: of its first sample in ticks of the track; None where it is not written.
    start: of the moof, data_at: of the first sample, data_end: after the last one, in bytes of the file. offsets: from
    decoding to presentation. tracks, runs: how many it has of each."""

    start: int
    time: int | None
    is_based_on_moof: bool
    tracks: int
    runs: int
    durations: Sequence[int]
    sizes: Sequence[int]
    offsets: Sequence[int]
    syncs: Sequence[bool]
    data_at: int
    data_end: int

    @property
    def ticks(self) -> int:
        return sum(self.durations)


def fragments_of(data: memoryview) -> tuple[Fragment, ...]:
    """Raises UnreadableError for what is no media segment, or one that is cut short."""
    found: list[Fragment] = []
    waiting: Box | None = None
    for box in boxes_in(data):
        if box.kind == "moof":
            waiting = box
        elif box.kind == "mdat":
            if waiting is None:
                raise UnreadableError(f"its mdat box at byte {box.start} follows no moof")
            found.append(_fragment(waiting, box))
            waiting = None
        elif box.kind not in ("styp", "sidx", "emsg", "prft"):
            raise UnreadableError(f"a {box.kind!r} box stands at byte {box.start}")
    if waiting or not found:
        raise UnreadableError("a moof without data ends it" if waiting else "it holds no fragment")
    return tuple(found)


def _fragment(moof: Box, data: Box) -> Fragment:
    tracks = [box for box in children(moof) if box.kind == "traf"]
    runs = [box for track in tracks for box in children(track) if box.kind == "trun"]
    if not runs:
        raise UnreadableError(f"its moof box at byte {moof.start} lists no samples")
    defaults = _Defaults.of(child(tracks[0], "tfhd"), moof)
    time = child(tracks[0], "tfdt")
    rows, data_at = _rows(runs[0], defaults)
    durations, sizes, flags, offsets = (tuple(column) for column in zip(*rows, strict=True))
    first = moof.start + data_at
    end = first + sum(sizes)
    if not data.body_at <= first <= end <= data.end:
        raise UnreadableError(f"the samples of its moof box at byte {moof.start} lie outside the mdat box after it")
    return Fragment(
        moof.start,
        None if time is None else time.numbers("Q" if time.numbers("B")[0] else "I", 4)[0],
        bool(defaults.present & _BASE_IS_MOOF) and not defaults.present & _BASE_OFFSET,
        len(tracks),
        len(runs),
        durations,
        sizes,
        offsets,
        tuple(not flag & _IS_NO_SYNC for flag in flags),
        first,
        end,
    )


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


def _rows(run: Box, defaults: _Defaults) -> tuple[Iterator[tuple[int, ...]], int]:
    """Duration, size, flags and offset of each sample, and where the first begins, counted from the moof."""
    head, count = run.numbers("II")
    present, is_signed, at = head & 0xFFFFFF, bool(head >> 24), 8
    data_at = run.numbers("i", at)[0] if present & _DATA_AT else 0
    at += 4 * bool(present & _DATA_AT)
    first_flags = run.numbers("I", at)[0] if present & _FIRST_FLAGS else None
    at += 4 * bool(present & _FIRST_FLAGS)
    layout = "".join("i" if flag == _ROW[3] and is_signed else "I" for flag in _ROW if present & flag)
    numbers, width = run.numbers(layout * count, at), len(layout)
    columns: list[Sequence[int]] = []
    taken = 0
    for flag, default in zip(_ROW, (defaults.duration, defaults.size, defaults.flags, 0), strict=True):
        if present & flag:
            columns.append(numbers[taken::width])
            taken += 1
        else:
            columns.append((default,) * count)
    if first_flags is not None and not present & _ROW[2]:
        columns[2] = (first_flags, *columns[2][1:])
    if not count:
        raise UnreadableError(f"its trun box at byte {run.start} lists no samples")
    return zip(*columns, strict=True), data_at
