"""Boxes of a media file as they lie in it. Shares nothing with what writes them: one mistake must not hide another."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from longtake.packaging.verifying.fault import UnreadableError

__all__ = ["Box", "boxes_in", "child", "children"]

_HEADER = 8
_INNER_AT = {"stsd": 8, "avc1": 78, "avc3": 78, "hvc1": 78, "mp4a": 28, "meta": 4}
"""Bytes of a box's own before the boxes in it; none in a plain container."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of `data`: its first byte, where its body begins, and the byte after it."""

    kind: str
    data: memoryview
    start: int
    body_at: int
    end: int

    @property
    def body(self) -> memoryview:
        return self.data[self.body_at : self.end]

    def numbers(self, layout: str, at: int = 0) -> tuple[int, ...]:
        """Numbers from byte `at` of the body, big-endian. Raises UnreadableError where the body is shorter."""
        try:
            return struct.unpack_from(">" + layout, self.body, at)
        except struct.error:
            raise UnreadableError(f"its {self.kind} box at byte {self.start} is cut short") from None


def boxes_in(data: memoryview, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes that stand one after another. Raises UnreadableError where one reaches beyond the end."""
    stop = len(data) if end is None else end
    at = start
    while at < stop:
        box = _box(data, at, stop)
        yield box
        at = box.end


def _box(data: memoryview, at: int, stop: int) -> Box:
    if stop - at < _HEADER:
        raise UnreadableError(f"{stop - at} bytes at byte {at} are no box")
    size, kind = struct.unpack_from(">I4s", data, at)
    name, header = kind.decode("latin-1"), _HEADER
    if size == 1 and stop - at >= 16:
        (size,), header = struct.unpack_from(">Q", data, at + 8), 16
    elif size == 0:
        size = stop - at
    if size < header or at + size > stop:
        raise UnreadableError(f"its {name!r} box at byte {at} says {size} bytes, {stop - at} are there")
    return Box(name, data, at, at + header, at + size)


def children(box: Box) -> Iterator[Box]:
    return boxes_in(box.data, box.body_at + _INNER_AT.get(box.kind, 0), box.end)


def child(box: Box, path: str) -> Box | None:
    """The first box at `path` below, such as `mdia/minf`; None if there is none."""
    found: Box | None = box
    for kind in path.split("/"):
        found = next((one for one in children(found) if one.kind == kind), None) if found else None
    return found
