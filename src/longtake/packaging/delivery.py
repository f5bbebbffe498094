"""Files of a film put in place: each written beside and renamed, what is new taken back if the whole fails."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from longtake.errors import PackagingError
from longtake.media import Digest, digest_bytes, digest_file

__all__ = ["Delivery", "PackagedFile"]


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file of a package. path: relative to the film's folder, with forward slashes; size in bytes."""

    path: str
    size: int
    sha256: Digest


class Delivery:
    """Writes into one folder. `known` files, and those it put there itself, are trusted to hold what they held if their
    size is the same.

    Files whose names follow their content go in place at once; `beside` keeps the others back until `publish`.
    """

    def __init__(self, folder: Path, known: Mapping[str, PackagedFile]) -> None:
        self._folder, self._known = folder, dict(known)
        self._fresh: list[str] = []
        self._waiting: list[str] = []

    @property
    def waiting(self) -> dict[str, Path]:
        """Where the files are that wait for `publish`, by path."""
        return {path: _beside(self._folder / path) for path in self._waiting}

    def at_hand(self, path: str) -> PackagedFile | None:
        """The known file at `path`, if it is still there with its size."""
        file = self._known.get(path)
        try:
            return file if file and (self._folder / path).stat().st_size == file.size else None
        except OSError:
            return None

    def put(self, path: str, data: bytes) -> PackagedFile:
        """A file whose name follows from its content: an equal one may be replaced at any time."""
        target = self._folder / path
        is_fresh = not target.exists()
        with self._writing(target) as file:
            file.write(data)
        with self._explained(target):
            _beside(target).replace(target)
        if is_fresh:
            self._fresh.append(path)
        written = self._known[path] = PackagedFile(path, len(data), digest_bytes(data))
        return written

    def content(self, file: PackagedFile) -> bytes | None:
        """What a file in its place holds; None if that is not what was written."""
        with self._explained(self._folder / file.path):
            data = (self._folder / file.path).read_bytes()
        return data if digest_bytes(data) == file.sha256 else None

    @contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """A file in its place, to be read."""
        with self._explained(self._folder / path), (self._folder / path).open("rb") as file:
            yield file

    @contextmanager
    def beside(self, path: str) -> Iterator[BinaryIO]:
        """A file that takes its place when `publish` is called; until then what stands there stays."""
        self._waiting.append(path)
        with self._writing(self._folder / path) as file:
            yield file

    def publish(self) -> None:
        """Puts what waits in its place, in the order in which it was written."""
        while self._waiting:
            target = self._folder / self._waiting[0]
            with self._explained(target):
                _beside(target).replace(target)
            self._waiting.pop(0)
        self._fresh.clear()

    def describe(self, path: str) -> PackagedFile:
        """Size and digest of a file that waits, read from the disk."""
        waiting = _beside(self._folder / path)
        with self._explained(self._folder / path):
            return PackagedFile(path, waiting.stat().st_size, digest_file(waiting))

    def check(self, files: Iterable[PackagedFile]) -> None:
        """Raises PackagingError unless each file is in place, or waits, with its size: nothing is named that is not
        there (delivery rule H05)."""
        waiting = set(self._waiting)
        for file in files:
            target = self._folder / file.path
            with self._explained(target):
                found = (_beside(target) if file.path in waiting else target).stat().st_size
            if found != file.size or not found:
                raise PackagingError(
                    f"{file.path} has {found} bytes, not the {file.size} written; the film that was there is untouched",
                    place=str(self._folder),
                    advice=("see whether something else writes into this folder, and run again",),
                )

    def take_back(self) -> None:
        """Removes what was written since the last `publish`; what was there before is as it was."""
        written = [self._folder / path for path in self._fresh]
        for path in [*written, *self.waiting.values()]:
            with contextlib.suppress(OSError):
                path.unlink()

    def sweep(self, folders: Iterable[str]) -> None:
        """Removes half-written files that a killed run left in these folders."""
        for folder in folders:
            for path in sorted((self._folder / folder).glob(".*.part")):
                with contextlib.suppress(OSError):
                    path.unlink()

    @contextmanager
    def _writing(self, target: Path) -> Iterator[BinaryIO]:
        """The file beside `target`, open; whole and readable by all at the end, gone if that fails."""
        beside = _beside(target)
        with self._explained(target):
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                beside.unlink(missing_ok=True)
                with _create(beside) as file:
                    yield file
                beside.chmod(0o644)
            except BaseException:
                with contextlib.suppress(OSError):
                    beside.unlink()
                raise

    @contextmanager
    def _explained(self, target: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _refusal(self._folder, target, error) from error


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _refusal(folder: Path, target: Path, error: OSError) -> PackagingError:
    advice = {
        errno.ENOSPC: "free some space and run again: what is encoded is kept",
        errno.EDQUOT: "free some space and run again: what is encoded is kept",
        errno.EACCES: "make the folder writable, or choose another",
        errno.EROFS: "choose another folder",
    }.get(error.errno or 0, "see to the disk and run again: what is encoded is kept")
    said = error.strerror or str(error)
    return PackagingError(
        f"{target.relative_to(folder).as_posix()} cannot be written: {said}; the film that was there is untouched",
        place=str(folder),
        advice=(advice,),
    )
