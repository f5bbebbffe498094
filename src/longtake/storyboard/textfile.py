"""A text file that an author wrote: opened within bounds, and UTF-8 or refused with its place."""

from __future__ import annotations

from pathlib import Path

from longtake.errors import LongtakeError, StoryboardError
from longtake.storyboard.tree import Spot, finding

__all__ = ["LARGEST", "start_of", "text_of", "undecodable"]

LARGEST = 1_000_000
"""Bytes. A storyboard of 300 shots has about 40,000."""


def text_of(path: Path, noun: str) -> str:
    """The text of a file, without a byte order mark. noun: for messages, `storyboard`. Raises StoryboardError."""
    name = path.as_posix()
    return _decoded(_bytes(path, name, noun), name, noun)


def start_of(path: Path, length: int, noun: str) -> bytes:
    """The first `length` bytes of a file. Raises StoryboardError if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror or "it cannot be read"
        raise StoryboardError(
            f"the {noun} cannot be opened: {reason}", place=path.as_posix(), advice=("check the path",)
        ) from None


def undecodable(data: bytes, error: UnicodeDecodeError, name: str, *advice: str) -> LongtakeError:
    """What to raise for bytes that are no UTF-8, with the line and column of the first."""
    good = data[: error.start].decode("utf-8", "replace")
    spot = Spot(good.count("\n") + 1, len(good) - good.rfind("\n"))
    return StoryboardError.of([finding(name, spot, f"the byte 0x{data[error.start]:02X} is no UTF-8 text", *advice)])


def _bytes(path: Path, name: str, noun: str) -> bytes:
    data = start_of(path, LARGEST + 1, noun)
    if len(data) > LARGEST:
        advice = (f"make several films of it, or take out what is no {noun}",)
        raise StoryboardError("the file is larger than 1 MB", place=name, advice=advice)
    return data


def _decoded(data: bytes, name: str, noun: str) -> str:
    """UTF-8, with or without its mark. Raises StoryboardError for everything else."""
    advice = ("save it as UTF-8",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise StoryboardError(f"the file is UTF-16 text; a {noun} is UTF-8", place=name, advice=advice)
    if b"\0" in data:
        raise StoryboardError("the file is binary, not text", place=name, advice=("name a text file",))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise undecodable(data, error, name, *advice) from None
