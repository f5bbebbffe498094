"""Reels: the pictures of an overlay by frame number of the film: one still, an animation, or a sequence of files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from PIL import Image

from longtake.artwork.photograph import cutout
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS
from longtake.libav.still_files import pillow_errors
from longtake.media import FrameRate, PictureFacts, Size

__all__ = ["Animation", "OnePicture", "Reel", "Sequenced"]

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class Reel(Protocol):
    """Pictures in order; which one a film frame shows, and each as mode RGBA, not multiplied by alpha."""

    def index(self, number: int) -> int:
        """The picture of film frame `number` of the overlay."""

    def picture(self, index: int) -> Image.Image:
        """Raises MediaError for a file that is damaged or gone."""

    def close(self) -> None: ...


class OnePicture:
    """A still. path: of an admitted file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def index(self, number: int) -> int:
        return 0

    def picture(self, index: int) -> Image.Image:
        with _opened(self._path) as (image, _):
            return cutout(image, self._path)

    def close(self) -> None:
        """Nothing is held open."""


class Animation:
    """An animated GIF, PNG or WebP, kept open; quickest for rising numbers. It plays as often as the file says, then
    holds its last picture. facts: of the admitted file; rate: of the film."""

    def __init__(self, path: Path, facts: PictureFacts, rate: FrameRate) -> None:
        self._path, self._rate = path, rate
        self._starts = [tick * facts.time_base for tick in facts.ticks]
        self._seconds = facts.seconds
        self._stack = ExitStack()
        self._image, self._plays = self._stack.enter_context(_opened(path))
        self._first = 1 if getattr(self._image, "default_image", False) else 0

    def index(self, number: int) -> int:
        time = self._rate.seconds(number)
        if self._plays and time >= self._plays * self._seconds:
            return len(self._starts) - 1
        return bisect_right(self._starts, time % self._seconds) - 1

    def picture(self, index: int) -> Image.Image:
        with pillow_errors(self._path):
            self._image.seek(self._first + index)
            return cutout(self._image, self._path)

    def close(self) -> None:
        self._stack.close()


class Sequenced:
    """A file for each picture, shown at a rate of their own; the last is held. rates: of the pictures, of the film."""

    def __init__(self, paths: Sequence[Path], own: FrameRate, rate: FrameRate) -> None:
        self._paths, self._step = paths, own.fraction / rate.fraction

    def index(self, number: int) -> int:
        return min(int(number * self._step), len(self._paths) - 1)

    def picture(self, index: int) -> Image.Image:
        with _opened(self._paths[index]) as (image, _):
            return cutout(image, self._paths[index])

    def close(self) -> None:
        """Nothing is held open."""


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Image.Image, int]]:
    """The picture file, open, and how often it plays; 0 for ever."""
    with open_regular_file(path.absolute()) as file, pillow_errors(path), Image.open(file, formats=_FORMATS) as image:
        DEFAULT_LIMITS.check_size(path, Size(*image.size))
        yield image, _plays(image)


def _plays(image: Image.Image) -> int:
    """A GIF says how often it comes again after the first time, and says nothing to play once."""
    said = image.info.get("loop")
    if image.format != "GIF":
        return int(said or 0)
    return 1 if said is None else said + 1 if said else 0
