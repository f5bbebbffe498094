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
        # Names are joined as text: a Path keeps each of its parts, and an hour has thousands of files.
        self._folder, self._known = os.fspath(folder), dict(known)
        self._fresh: list[str] = []
        self._waiting: list[str] = []

    @property
    def waiting(self) -> dict[str, Path]:
        """Where the files are that wait for `publish`, by path."""
        return {path: Path(self._beside(path)) for path in self._waiting}

    def at_hand(self, path: str) -> PackagedFile | None:
        """The known file at `path`, if it is still there with its size."""
        file = self._known.get(path)
        try:
            return file if file and os.stat(self._place(path)).st_size == file.size else None
        except OSError:
            return None

    def put(self, path: str, data: bytes) -> PackagedFile:
        """A file whose name follows from its content: an equal one may be replaced at any time."""
        is_fresh = not os.path.exists(self._place(path))
        with self._writing(path) as file:
            file.write(data)
        self._take_place(path)
        if is_fresh:
            self._fresh.append(path)
        written = self._known[path] = PackagedFile(path, len(data), digest_bytes(data))
        return written

    def intact(self, file: PackagedFile) -> bytes | None:
        """What a file in its place holds, read at once; None if that is not what was written."""
        with self.opened(file.path) as place:
            data = place.read()
        return data if digest_bytes(data) == file.sha256 else None

    @contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """A file in its place, to be read."""
        with self._explained(path), open(self._place(path), "rb") as file:
            yield file

    @contextmanager
    def beside(self, path: str) -> Iterator[BinaryIO]:
        """A file that takes its place when `publish` is called; until then what stands there stays."""
        self._waiting.append(path)
        with self._writing(path) as file:
            yield file

    def publish(self) -> None:
        """Puts what waits in its place, in the order in which it was written."""
        while self._waiting:
            self._take_place(self._waiting[0])
            self._waiting.pop(0)
        self._fresh.clear()

    def describe(self, path: str) -> PackagedFile:
        """Size and digest of a file that waits, read from the disk."""
        waiting = Path(self._beside(path))
        with self._explained(path):
            return PackagedFile(path, waiting.stat().st_size, digest_file(waiting))

    def check(self, files: Iterable[PackagedFile]) -> None:
        """Raises PackagingError unless each file is in place, or waits, with its size: nothing is named that is not
        there (delivery rule H05)."""
        waiting = set(self._waiting)
        for file in files:
            with self._explained(file.path):
                found = os.stat(self._beside(file.path) if file.path in waiting else self._place(file.path)).st_size
            if found != file.size or not found:
                raise PackagingError(
                    f"{file.path} has {found} bytes, not the {file.size} written; the film that was there is untouched",
                    place=self._folder,
                    advice=("see whether something else writes into this folder, and run again",),
                )

    def take_back(self) -> None:
        """Removes what was written since the last `publish`; what was there before is as it was."""
        for place in [*map(self._place, self._fresh), *map(self._beside, self._waiting)]:
            with contextlib.suppress(OSError):
                os.unlink(place)

    def sweep(self, folders: Iterable[str]) -> None:
        """Removes half-written files that a killed run left in these folders."""
        for folder in folders:
            for path in sorted(Path(self._folder, folder).glob(".*.part")):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _place(self, path: str) -> str:
        return os.path.join(self._folder, path)

    def _beside(self, path: str) -> str:
        folder, name = os.path.split(self._place(path))
        return os.path.join(folder, f".{name}.part")

    def _take_place(self, path: str) -> None:
        with self._explained(path):
            os.replace(self._beside(path), self._place(path))

    @contextmanager
    def _writing(self, path: str) -> Iterator[BinaryIO]:
        """The file beside, open; whole and readable by all at the end, gone if that fails."""
        beside = self._beside(path)
        with self._explained(path):
            try:
                os.makedirs(os.path.dirname(beside), exist_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(beside)
                with _create(beside) as file:
                    yield file
                os.chmod(beside, 0o644)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(beside)
                raise

    @contextmanager
    def _explained(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _refusal(self._folder, path, error) from error


def _create(path: str) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _refusal(folder: str, path: str, error: OSError) -> PackagingError:
    advice = {
        errno.ENOSPC: "free some space and run again: what is encoded is kept",
        errno.EDQUOT: "free some space and run again: what is encoded is kept",
        errno.EACCES: "make the folder writable, or choose another",
        errno.EROFS: "choose another folder",
    }.get(error.errno or 0, "see to the disk and run again: what is encoded is kept")
    said = error.strerror or str(error)
    return PackagingError(
        f"{path} cannot be written: {said}; the film that was there is untouched",
        place=folder,
        advice=(advice,),
    )
