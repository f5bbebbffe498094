"""Photos for the report: one of each shot, a strip of each join; decoded from the essence and kept in the store."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import ChainMap, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PIL import Image, WebPImagePlugin

from longtake.media import Digest, EncodedSpan, digest_of
from longtake.pipeline.flight import FlightRecorder
from longtake.store import Store

if TYPE_CHECKING:
    import av

__all__ = ["Exposure", "FilmStrip", "PhotoTask", "Picture", "Shutter"]

_VERSION = 2
_QUALITY = 70  # of WebP: half of what JPEG at 80 takes, and as good to look at in these sizes
_GAP = 4  # pixels between the pictures of a strip

Picture = tuple[Digest, int]
"""A picture of the film: the key of its span's essence, and its frame number within."""


@dataclass(frozen=True, slots=True)
class FilmStrip:
    """Pictures side by side. lines: their height."""

    pictures: tuple[Picture, ...]
    lines: int
    key: Digest = field(init=False)

    def __post_init__(self) -> None:
        key = digest_of(["photo", _VERSION, [list(picture) for picture in self.pictures], self.lines])
        object.__setattr__(self, "key", key)

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """The strip as WebP."""
        return _webp([_scaled(decoded[picture], self.lines) for picture in self.pictures])


class Exposure(Protocol):
    """Something that is made of the film's decoded pictures and kept under its key."""

    @property
    def key(self) -> Digest: ...

    @property
    def pictures(self) -> tuple[Picture, ...]: ...

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """decoded: its pictures."""
        ...


class Shutter:
    """Knows in which span each film frame stands. keys: essence of one rung in film order; frames: their lengths."""

    def __init__(self, keys: Sequence[Digest], frames: Sequence[int]) -> None:
        self._keys = keys
        self._starts = [0, *accumulate(frames)]

    def strip(self, wanted: Sequence[int], lines: int) -> FilmStrip:
        """The strip of these film frames."""
        return FilmStrip(tuple(self.find(frame) for frame in wanted), lines)

    def find(self, frame: int) -> Picture:
        span = bisect_right(self._starts, frame) - 1
        return self._keys[span], frame - self._starts[span]


@dataclass(frozen=True, slots=True)
class PhotoTask:
    """Takes the strips that the store lacks, and measures the seams."""

    strips: tuple[Exposure, ...]
    store: Path

    @property
    def sources(self) -> tuple[str, ...]:
        return ("the film's own pictures",)

    def work(self, recorder: FlightRecorder) -> int:
        store, wanted = Store(self.store), defaultdict[Digest, set[int]](set)
        for strip in self.strips:
            for key, number in strip.pictures:
                wanted[key].add(number)
        decoded: dict[Digest, dict[Picture, av.VideoFrame]] = {}
        for strip in self.strips:
            shown = dict.fromkeys(key for key, _ in strip.pictures)  # each span once, however many of it are shown
            decoded = {key: decoded.get(key) or _decoded(store, key, wanted[key]) for key in shown}
            store.write(strip.key, strip.made(ChainMap(*decoded.values()), store))
        return len(self.strips)


def _decoded(store: Store, key: Digest, wanted: Set[int]) -> dict[Picture, av.VideoFrame]:
    """Those pictures of a span."""
    from longtake.libav.decoding import some_pictures_of

    pictures = some_pictures_of(EncodedSpan.from_bytes(store.read(key)), wanted)
    return {(key, number): picture for number, picture in zip(sorted(wanted), pictures, strict=True)}


def _scaled(frame: av.VideoFrame, lines: int) -> Image.Image:
    """The picture so many lines high, in its own shape."""
    width = max(2, round(frame.width * lines / frame.height))
    small = frame.reformat(width=width, height=lines, format="rgb24", interpolation="BICUBIC")
    return Image.fromarray(small.to_ndarray())


def _webp(images: Sequence[Image.Image]) -> bytes:
    width = sum(image.width for image in images) + _GAP * (len(images) - 1)
    sheet = Image.new("RGB", (width, max(image.height for image in images)), (128, 128, 128))
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + _GAP
    kept = io.BytesIO()
    sheet.save(kept, WebPImagePlugin.WebPImageFile.format, quality=_QUALITY)  # named, else Pillow loads every format
    return kept.getvalue()
