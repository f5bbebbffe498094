"""Fragmented MP4 (CMAF): an initialisation segment, and fragments that each stand on their own decode time. Pure.

Why not a muxer of a library: the one shape that starts at exactly 0 in browsers is a single edit list with the right
media time, no empty edit, and one `tfdt` a fragment (delivery rules H30 to H34); PyAV's muxing streams carry neither
parameter sets nor colour, and libavformat writes that shape only as the by-product of muxing from the film's start.
Here any segment is made alone, so those that exist already are never made again.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from longtake.packaging.boxes import box, find, full_box, read_boxes
from longtake.packaging.movie import header_box, movie_box, track_box
from longtake.packaging.tracks import Sample, SampleRun, Track

__all__ = ["fragment", "init_segment", "read_fragments"]

_TRACK = 1  # every file has one track
_SYNC, _BETWEEN = 0x02000000, 0x01010000  # sample flags: depends on nothing; depends on others and is no sync sample
_BASE_IS_MOOF, _DEFAULTS = 0x020000, 0x28  # in tfhd: where offsets count from; default duration and flags
_HAS_DATA_AT = 0x1
_HAS_DURATION, _HAS_SIZE, _HAS_FLAGS, _HAS_OFFSET = 0x100, 0x200, 0x400, 0x800
_COLUMNS = (_HAS_DURATION, _HAS_SIZE, _HAS_FLAGS, _HAS_OFFSET)  # in the order in which a row has them


def init_segment(track: Track) -> bytes:
    """`ftyp` and `moov` of a file that holds only this track, without samples and with all durations 0."""
    brands = struct.pack(">4sI4s4s4s", b"iso6", 0, b"iso6", b"cmfc", b"mp41")
    empty = b"".join(full_box(kind, 0, 0, bytes(4)) for kind in (b"stts", b"stsc", b"stco"))
    tables = empty + full_box(b"stsz", 0, 0, bytes(8))
    extends = box(b"mvex", full_box(b"trex", 0, 0, struct.pack(">5I", _TRACK, 1, 0, 0, 0)))
    movie = movie_box(header_box(track.scale, 0, _TRACK + 1), [track_box(track, _TRACK, tables)], extends)
    return box(b"ftyp", brands) + movie


def fragment(sequence: int, decode_time: int, samples: Sequence[Sample]) -> bytes:
    """`moof` and `mdat` of consecutive samples. decode_time: of the first one, in ticks of the track."""
    data = box(b"mdat", *(sample.data for sample in samples))
    data_at = len(_moof(sequence, decode_time, samples, 0)) + 8  # from the moof's first byte to the mdat's content
    return _moof(sequence, decode_time, samples, data_at) + data


def _moof(sequence: int, decode_time: int, samples: Sequence[Sample], data_at: int) -> bytes:
    first = samples[0]
    defaults = struct.pack(">III", _TRACK, first.duration, _SYNC if first.is_sync else _BETWEEN)
    columns, rows = _rows(samples)
    return box(
        b"moof",
        full_box(b"mfhd", 0, 0, struct.pack(">I", sequence)),
        box(
            b"traf",
            full_box(b"tfhd", 0, _BASE_IS_MOOF | _DEFAULTS, defaults),
            full_box(b"tfdt", 1, 0, struct.pack(">Q", decode_time)),
            full_box(b"trun", 0, _HAS_DATA_AT | columns, struct.pack(">II", len(samples), data_at), rows),
        ),
    )


def _rows(samples: Sequence[Sample]) -> tuple[int, bytes]:
    """The columns that `trun` needs beyond its defaults, and the samples' rows."""
    first = samples[0]
    columns: list[tuple[int, list[int]]] = []
    if any(sample.duration != first.duration for sample in samples):
        columns.append((_HAS_DURATION, [sample.duration for sample in samples]))
    columns.append((_HAS_SIZE, [len(sample.data) for sample in samples]))
    if any(sample.is_sync != first.is_sync for sample in samples):
        columns.append((_HAS_FLAGS, [_SYNC if sample.is_sync else _BETWEEN for sample in samples]))
    if any(sample.offset for sample in samples):
        columns.append((_HAS_OFFSET, [sample.offset for sample in samples]))
    numbers = [number for row in zip(*(column for _, column in columns), strict=True) for number in row]
    return sum(flag for flag, _ in columns), struct.pack(f">{len(numbers)}I", *numbers)


def read_fragments(segment: bytes) -> Iterator[SampleRun]:
    """The samples of each fragment of a segment made by `fragment`."""
    head: Mapping[bytes, memoryview] = {}
    for kind, body in read_boxes(memoryview(segment)):
        if kind == b"moof":
            head = dict(read_boxes(find(body, "traf")))
        else:  # mdat
            yield _run(head, body)


def _run(head: Mapping[bytes, memoryview], data: memoryview) -> SampleRun:
    _, duration, flags = struct.unpack_from(">III", head[b"tfhd"], 4)
    present, count = struct.unpack_from(">II", head[b"trun"])
    columns = [column for column in _COLUMNS if present & column]
    rows = struct.unpack_from(f">{count * len(columns)}I", head[b"trun"], 12)
    values = {column: rows[number :: len(columns)] for number, column in enumerate(columns)}
    return SampleRun(
        data,
        sizes=values[_HAS_SIZE],
        durations=values.get(_HAS_DURATION, (duration,) * count),
        offsets=values.get(_HAS_OFFSET, (0,) * count),
        syncs=tuple(flag == _SYNC for flag in values.get(_HAS_FLAGS, (flags,) * count)),
    )
