"""What the film in one file says of itself besides its tracks: `udta` with title, cover and chapters. Pure."""

from __future__ import annotations

import struct

from longtake.errors import PackagingError
from longtake.packaging.boxes import box, full_box

__all__ = ["MOST_COVER", "room_for_user_data", "user_data"]

MOST_COVER = 65_536
"""Bytes of a cover picture at most. So much is left free at the front of the file, for it is begun before there is a
cover; a player loads it before the film plays."""

_UTF8, _JPEG = 1, 13  # types of metadata values
_OTHER_BOXES = 1024  # generous bound of the boxes around title, cover and chapters
_JPEG_BEGINS = b"\xff\xd8\xff"


def room_for_user_data(title: str, chapters: bytes, *, has_cover: bool) -> int:
    """The most bytes that `user_data` can take."""
    return _OTHER_BOXES + len(title.encode()) + len(chapters) + (MOST_COVER if has_cover else 0)


def user_data(title: str, chapters: bytes, cover: bytes | None) -> bytes:
    """title, cover (JPEG): as iTunes-style metadata, `©nam` and `covr`; chapters: a `chpl` box, or nothing.

    Raises PackagingError for a cover that is no JPEG or has more bytes than MOST_COVER.
    """
    items = [box(b"\xa9nam", _value(_UTF8, title.encode()))]
    if cover is not None:
        items.append(box(b"covr", _value(_JPEG, _checked(cover))))
    handler = full_box(b"hdlr", 0, 0, struct.pack(">4x4s4s8xx", b"mdir", b"appl"))
    return box(b"udta", full_box(b"meta", 0, 0, handler, box(b"ilst", *items)), chapters)


def _checked(cover: bytes) -> bytes:
    if not cover.startswith(_JPEG_BEGINS) or len(cover) > MOST_COVER:
        raise PackagingError(
            f"the cover begins with {cover[:4].hex()} and has {len(cover)} bytes: "
            f"it has to be a JPEG of at most {MOST_COVER}"
        )
    return cover


def _value(kind: int, data: bytes) -> bytes:
    return box(b"data", struct.pack(">II", kind, 0), data)
