"""Verifying a finished film: its files by every rule; on request each segment decoded alone, in a limited child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from longtake.errors import FolderError, InputError
from longtake.inspection import Refused, admit
from longtake.packaging.verifying import Fault, Verification, verify_folder
from longtake.packaging.verifying.rendition import Rendition
from longtake.packaging.verifying.stream import Stream
from longtake.pipeline.capacity import Machine

__all__ = ["verify"]

_BATCH = 32
"""Segments that are laid down for the child at a time."""


def verify(folder: str | Path, *, deep: bool = False, key: str | Path | None = None) -> Verification:
    """Whether the film in `folder` keeps every rule of delivery; nothing in it is changed.

    deep: decodes each segment of picture alone too, which takes minutes for a long film. What is wrong is in the
    answer's `faults`, each with its rule, its place and what stands there. key: file of an encrypted film's key, by
    default the one that `make` kept in the folder. Raises FolderError where no film stands, InputError for a key that
    cannot be read.
    """
    path = Path(folder)
    if not (path / "hls").is_dir() and not (path / "film.mp4").is_file():
        raise FolderError(
            "no film stands here", place=str(path), advice=("name the folder that make wrote: -o out/film",)
        )
    if key is not None and not Path(key).is_file():
        raise InputError("no key stands here", place=str(key), advice=("name the file of its 16 bytes",))
    found = verify_folder(path, Path(key) if key else None)
    if not deep:
        return found
    return replace(found, faults=(*found.faults, *_alone(found.stream)), is_deep=True)


def _alone(stream: Stream) -> Iterator[Fault]:
    for one in stream.of("picture"):
        for first in range(0, len(one.segments), _BATCH):
            yield from _decoded(stream, one, range(first, min(first + _BATCH, len(one.segments))))


def _decoded(stream: Stream, one: Rendition, numbers: range) -> Iterator[Fault]:
    """Each of these segments behind its header, as a file of its own: as many pictures must come out as it lists."""
    if one.header_path is None or one.header is None:
        return
    header = (stream.folder / one.header_path).read_bytes()
    with TemporaryDirectory(prefix="longtake-verify-") as scratch:
        files = [Path(scratch) / f"{number}.mp4" for number in numbers]
        for number, file in zip(numbers, files, strict=True):
            file.write_bytes(header + stream.bytes_of(one.segments[number]))
        results = admit(files, workers=Machine.here().cores)
    for number, result in zip(numbers, results, strict=True):
        segment = one.segments[number]
        listed = sum(fragment.samples for fragment in segment.fragments)
        if isinstance(result, Refused):
            yield Fault("H17", segment.path, f"alone it does not decode: {result.error.findings[0].message}")
        elif (pictures := result.facts.picture) is None or pictures.frames != listed:
            count = pictures.frames if pictures else 0
            yield Fault("H17", segment.path, f"alone {count} of its {listed} pictures decode")
