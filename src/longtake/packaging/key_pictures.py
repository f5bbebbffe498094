"""Playlists of key pictures, for winding through a film (H80 to H82): each span's first picture, as a range of bytes of
the segment that it lies in.

A range begins at the fragment and ends with the picture. It is read off the segments as they stand: their heads only.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from typing import BinaryIO

from longtake.errors import PackagingError
from longtake.media import FrameRate, digest_of
from longtake.packaging.playlists import durations
from longtake.packaging.renditions import Rendition
from longtake.packaging.segments import PlannedSegment, Segment

__all__ = [
    "KeyPicture",
    "key_file_path",
    "key_file_paths",
    "key_pictures",
    "key_playlist",
    "key_playlist_name",
    "key_playlist_path",
    "ranges_of",
]

Opened = Callable[[str], AbstractContextManager[BinaryIO]]

_VERSION = "longtake key pictures 1"  # raised whenever the same segments would give another playlist
_DIGITS = 10
_HEAD = 8
_FIRST_ROW = 12  # bytes of `trun` before its first row: version and flags, count, where the data begins
_HAS_DURATION = 0x100


@dataclass(frozen=True, slots=True)
class KeyPicture:
    """name: of its segment; start and size in bytes, None for a file that is nothing else; micros: microseconds until
    the next one."""

    name: str
    start: int | None
    size: int
    micros: int


def key_playlist_name(rendition: Rendition) -> str:
    """Its content follows from the names of the segments, and so does its own name."""
    names = [segment.name for segment in rendition.segments]
    return f"keys-{digest_of([_VERSION, rendition.init_name, names])[:_DIGITS]}.m3u8"


def key_playlist_path(rendition: Rendition) -> str:
    return f"{rendition.folder}/{key_playlist_name(rendition)}"


def key_file_path(rendition: Rendition, segment: PlannedSegment, span: int) -> str:
    """Of an encrypted film's key picture, which is a file of its own. span: its number in the film."""
    return f"{rendition.folder}/picture-{span:05}-{digest_of([_VERSION, segment.name, span])[:_DIGITS]}.m4s"


def key_file_paths(rendition: Rendition, segments: Sequence[Segment]) -> list[str]:
    """One a span, in film order."""
    return [
        key_file_path(rendition, planned, span)
        for planned, segment in zip(rendition.segments, segments, strict=True)
        for span in range(segment.first_span, segment.end_span)
    ]


def key_pictures(
    opened: Opened, rendition: Rendition, segments: Sequence[Segment], spans: Sequence[int], rate: FrameRate
) -> tuple[KeyPicture, ...]:
    """opened: opens a segment of the rendition, by its path; spans: frames of each span of the film."""
    lengths = durations([rate.seconds(end) for end in accumulate(spans)])
    found = []
    for planned, segment in zip(rendition.segments, segments, strict=True):
        with opened(f"{rendition.folder}/{planned.name}") as file:
            ranges = list(_ranges(file, planned.name))
        if len(ranges) != segment.end_span - segment.first_span:
            raise PackagingError(f"{planned.name} holds {len(ranges)} fragments, not one a span")
        micros = lengths[segment.first_span : segment.end_span]
        found += [KeyPicture(planned.name, *where, one) for where, one in zip(ranges, micros, strict=True)]
    return tuple(found)


def _ranges(file: BinaryIO, name: str) -> Iterator[tuple[int, int]]:
    """Start and size of each fragment's head with its first picture."""
    at = 0
    while len(head := file.read(_HEAD)) == _HEAD:
        size, kind = struct.unpack(">I4s", head)
        if kind == b"moof":
            yield at, size + _HEAD + _first_size(file.read(size - _HEAD), name)
        at += size
        file.seek(at)


def _first_size(moof: bytes, name: str) -> int:
    run = moof.find(b"trun") + 4
    if run < 4 or len(moof) < run + _FIRST_ROW + 8:
        raise PackagingError(f"a fragment of {name} lists no samples")
    (flags,) = struct.unpack_from(">I", moof, run)
    (size,) = struct.unpack_from(">I", moof, run + _FIRST_ROW + 4 * bool(flags & _HAS_DURATION))
    return int(size)


def ranges_of(data: bytes, name: str) -> Iterator[tuple[int, int]]:
    """As a playlist would name them, of a segment's bytes. name: of the segment."""
    return _ranges(BytesIO(data), name)


def key_playlist(init: str, pictures: Sequence[KeyPicture], key_line: str = "") -> str:
    """init: name of the rendition's initialisation segment; key_line: of the key that the pictures are encrypted
    with."""
    longest = max(picture.micros for picture in pictures)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:5",
        f"#EXT-X-TARGETDURATION:{max(1, (longest + 500_000) // 1_000_000)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-I-FRAMES-ONLY",
        f'#EXT-X-MAP:URI="{init}"',
        *([key_line] if key_line else []),
    ]
    for picture in pictures:
        lines.append(f"#EXTINF:{picture.micros // 1_000_000}.{picture.micros % 1_000_000:06},")
        if picture.start is not None:
            lines.append(f"#EXT-X-BYTERANGE:{picture.size}@{picture.start}")
        lines.append(picture.name)
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])
