"""Taking a span's thumbnails from the very pictures that are encoded, so that nothing is decoded for them."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import PIL
from PIL import Image

from longtake.libav.small_pictures import SmallColours
from longtake.libav.toolchain import picture_toolchain
from longtake.media import Digest, FrameRate, Size, SpanThumbnails, digest_of, thumbnail_frames, thumbnail_size
from longtake.timeline import Span

if TYPE_CHECKING:
    import av

__all__ = ["ThumbnailTaker", "thumbnails_key"]

_VERSION = 1  # of this step: raise it when the same pictures would give other bytes
_QUALITY = 90  # of JPEG: they are decoded and encoded once more, into a sheet


def thumbnails_key(span: Span, size: Size, rate: FrameRate) -> Digest:
    """The name of a span's thumbnails in a film of that size and rate, whatever its rungs are."""
    return digest_of(["thumbnails", _VERSION, span.recipe, str(size), str(rate), _toolchain()])


@cache
def _toolchain() -> str:
    return digest_of([*picture_toolchain(), f"Pillow {PIL.__version__}"])


class ThumbnailTaker:
    """Sees a span's pictures and keeps some of them, small. frames: of the span."""

    def __init__(self, frames: int, size: Size, rate: FrameRate) -> None:
        self.numbers = thumbnail_frames(frames, rate)
        self._small = SmallColours(thumbnail_size(size))
        self._taken: list[bytes] = []

    def see(self, number: int, frame: av.VideoFrame) -> None:
        """Picture `number` of the span, in order; yuv420p, BT.709."""
        if number in self.numbers:
            self._taken.append(self._jpeg(frame))

    def finish(self) -> SpanThumbnails:
        assert len(self._taken) == len(self.numbers)
        return SpanThumbnails(tuple(self._taken))

    def _jpeg(self, frame: av.VideoFrame) -> bytes:
        kept = io.BytesIO()
        Image.fromarray(self._small.of(frame)).save(kept, "JPEG", quality=_QUALITY)
        return kept.getvalue()
