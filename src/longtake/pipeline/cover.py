"""The cover of the film in one file: the picture of its poster, as players show it in a list."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.media import Digest, Size, digest_of
from longtake.packaging import MOST_COVER
from longtake.pipeline.job import Job
from longtake.pipeline.photos import Shutter, scaled
from longtake.planning.poster import poster_frame
from longtake.store import Store

if TYPE_CHECKING:
    import av

__all__ = ["CoverPhoto", "cover_of"]

_VERSION = 1
_SHORT_SIDE = 360
_QUALITIES = (85, 70, 50, 30, 10)  # the last fits whatever the picture shows


@dataclass(frozen=True, slots=True)
class CoverPhoto:
    """picture: the key of its span's essence, and the frame number within. size: in pixels."""

    picture: tuple[Digest, int]
    size: Size

    @property
    def pictures(self) -> tuple[tuple[Digest, int], ...]:
        return (self.picture,)

    @property
    def key(self) -> Digest:
        return digest_of(["cover", _VERSION, list(self.picture), self.size])

    def made(self, decoded: Mapping[Digest, Sequence[av.VideoFrame]], store: Store) -> bytes:
        """A JPEG, as good as its room in the file allows. decoded: the span of its picture."""
        key, number = self.picture
        image = scaled(decoded[key][number], self.size.height)
        for quality in _QUALITIES:
            kept = io.BytesIO()
            image.save(kept, "JPEG", quality=quality, optimize=True)
            if kept.tell() <= MOST_COVER:
                break
        return kept.getvalue()


def cover_of(job: Job) -> CoverPhoto:
    """The cover of a film; its key is known before anything is encoded."""
    rungs = job.ladder.rungs
    number = max((n for n, rung in enumerate(rungs) if rung.size.short_side >= _SHORT_SIDE), default=0)
    shutter = Shutter(job.span_keys[number], [span.frames for span in job.spans])
    return CoverPhoto(shutter.find(poster_frame(job.planned.plan)), _size(rungs[number].size))


def _size(size: Size) -> Size:
    """With a short side of 360 pixels; no larger than the picture is."""
    short = min(_SHORT_SIDE, size.short_side)
    return Size(round(size.width * short / size.short_side), round(size.height * short / size.short_side))
