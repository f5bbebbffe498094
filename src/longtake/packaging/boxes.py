"""ISO base media boxes (ISO/IEC 14496-12): building them, and reading back what a playlist has to declare."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TypeVar

from longtake.errors import PackagingError

_Bytes = TypeVar("_Bytes", bytes, memoryview)

__all__ = ["box", "codec_string", "find", "full_box", "read_boxes"]

# Bytes between a box's header and the first box inside it. A sample entry's fixed fields count as its header.
_CONTENT_AT = {b"stsd": 8, b"avc1": 78, b"mp4a": 28}


def box(kind: bytes, *parts: bytes, tail: int = 0) -> bytes:
    """A box of this four-letter kind around its parts. tail: bytes of it that the caller lets follow."""
    return b"".join((struct.pack(">I4s", 8 + sum(map(len, parts)) + tail, kind), *parts))


def full_box(kind: bytes, version: int, flags: int, *parts: bytes, tail: int = 0) -> bytes:
    """A box that starts with a version and 24 bits of flags. tail: as in `box`."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts, tail=tail)


def read_boxes(data: _Bytes) -> Iterator[tuple[bytes, _Bytes]]:
    """Kind and body of each box that stands in `data`, in order. Raises PackagingError if it is cut short."""
    at = 0
    while at < len(data):
        size, kind, header = _head(data, at)
        if size < header or at + size > len(data):
            raise PackagingError(f"a {kind!r} box at byte {at} says {size} bytes, {len(data) - at} are there")
        yield kind, data[at + header : at + size]
        at += size


def _head(data: bytes | memoryview, at: int) -> tuple[int, bytes, int]:
    if len(data) - at < 8:
        raise PackagingError(f"a box header is cut short at byte {at}")
    size, kind = struct.unpack_from(">I4s", data, at)
    if size == 1 and len(data) - at >= 16:
        return struct.unpack_from(">Q", data, at + 8)[0], kind, 16
    return (len(data) - at if size == 0 else size), kind, 8


def find(data: _Bytes, path: str) -> _Bytes:
    """The body of the first box at `path`, such as `moov/trak/mdia`. Raises PackagingError if there is none."""
    for name in path.split("/"):
        found = next((body for kind, body in read_boxes(data) if kind == name.encode()), None)
        if found is None:
            raise PackagingError(f"there is no {name} box on the way {path}")
        data = found[_CONTENT_AT.get(name.encode(), 0) :]
    return data


def codec_string(init: bytes) -> str:
    """What `CODECS` says of an initialisation segment (RFC 6381), read from the segment itself."""
    entries = find(init, "moov/trak/mdia/minf/stbl/stsd")
    kind, _ = next(read_boxes(entries))
    if kind == b"avc1":
        return f"avc1.{find(entries, 'avc1/avcC')[1:4].hex()}"
    if kind == b"mp4a":
        return f"mp4a.40.{_audio_object_type(find(entries, 'mp4a/esds')[4:])}"
    raise PackagingError(f"a sample entry of kind {kind!r} has no codec string here")


def _audio_object_type(descriptor: bytes) -> int:
    """From ES_Descriptor (3) to DecoderConfigDescriptor (4) to DecoderSpecificInfo (5): ISO/IEC 14496-1."""
    stream = _descriptor(descriptor, 3)[3:]
    config = _descriptor(stream, 4)
    if config[0] != 0x40:
        raise PackagingError(f"the sound is no MPEG-4 audio: its object type indication is {config[0]:#x}")
    return _descriptor(config[13:], 5)[0] >> 3


def _descriptor(data: bytes, tag: int) -> bytes:
    """The body of the descriptor that stands first in `data`; its length is written seven bits a byte."""
    if data[0] != tag:
        raise PackagingError(f"descriptor {data[0]} stands where {tag} belongs")
    length, at, more = 0, 1, True
    while more:
        length, more, at = length << 7 | data[at] & 0x7F, bool(data[at] & 0x80), at + 1
    return data[at : at + length]
