"""Thumbnails: small pictures of a span, which a player shows while somebody winds through the film.

A span keeps them for itself, about one a second, at places of its own and not of the film's: so an edit that moves a
span leaves them as they are. Where the film is, each time shows the nearest one, which is half a second away at most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from longtake.media.essence import join_bodies, split_bodies
from longtake.media.picture import Size
from longtake.media.time import FrameRate, round_half_up

__all__ = ["SpanThumbnails", "nearest_to_parts", "thumbnail_frames", "thumbnail_size"]

_LONG_SIDE = 160
_MAGIC = "longtake thumbnails 1"


def thumbnail_size(film: Size) -> Size:
    """160 pixels on the longer side, in the film's shape."""
    longer = max(film.width, film.height)
    width, height = (max(1, round_half_up(Fraction(_LONG_SIDE * side, longer))) for side in (film.width, film.height))
    return Size(width, height)


def thumbnail_frames(frames: int, rate: FrameRate) -> tuple[int, ...]:
    """Which pictures of a span of so many are kept: the middles of equal parts of at most a second."""
    parts = ceil(Fraction(frames, ceil(rate.fraction)))
    return tuple(frames * (2 * part + 1) // (2 * parts) for part in range(parts))


def nearest_to_parts(kept: Sequence[int], frames: int, parts: int) -> list[int]:
    """For each of so many equal parts of a film the place in `kept` of the picture nearest to its middle, the later of
    two, since a frame between two spans belongs to that. kept: film frames, rising; at least one."""
    return [_nearest(kept, frames * (2 * part + 1) // (2 * parts)) for part in range(parts)]


def _nearest(kept: Sequence[int], frame: int) -> int:
    after = bisect_left(kept, frame)
    if after == len(kept) or (after and frame - kept[after - 1] < kept[after] - frame):
        return after - 1
    return after


@dataclass(frozen=True, slots=True)
class SpanThumbnails:
    """The thumbnails of one span as JPEG, in the order of `thumbnail_frames`."""

    pictures: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        head = {"essence": _MAGIC, "pictures": [len(data) for data in self.pictures]}
        return join_bodies(head, self.pictures)

    @classmethod
    def from_bytes(cls, stored: bytes) -> SpanThumbnails:
        """Raises ValueError if `stored` is not what `to_bytes` writes."""
        head, body = split_bodies(stored, _MAGIC)
        sizes = head.get("pictures")
        if not isinstance(sizes, list) or sum(sizes) != len(body):
            raise ValueError("the head of these thumbnails is damaged")
        ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
        return cls(tuple(body[end - size : end] for end, size in zip(ends, sizes, strict=True)))
