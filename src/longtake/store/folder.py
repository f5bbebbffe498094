"""The output folder: one maker at a time, only our own files, everything written beside and renamed.

`.longtake/` inside it holds the lock and two lists. *claims* names every file that is ours or is about to be: it is
written before a file of that name is, so that a crash never makes our own file look like somebody else's. *seen* keeps
size and modification time of what we wrote, to tell in an instant whether a finished film still stands.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from longtake.errors import FolderError

__all__ = ["OutputFolder", "sync_folder"]

_OWN = ".longtake"


class OutputFolder:
    """A film's folder. Paths in it are given relative, with forward slashes."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).absolute()
        self._own = self.path / _OWN

    @contextmanager
    def held(self) -> Iterator[OutputFolder]:
        """Holds the folder for one maker. Raises FolderError if it is somebody else's, held, or not writable."""
        from filelock import FileLock, Timeout

        self._check_ours()
        try:
            self._own.mkdir(parents=True, exist_ok=True)
            with FileLock(self._own / "lock", timeout=0):
                self.note("maker.json", {"pid": os.getpid()})
                try:
                    yield self
                finally:
                    with contextlib.suppress(OSError):
                        (self._own / "maker.json").unlink()
        except Timeout:
            raise FolderError(
                f"another longtake (process {self.maker()}) is making a film here",
                place=str(self.path),
                advice=("wait for it", "or choose another folder with -o"),
            ) from None
        except OSError as error:
            raise self.refusal(error) from error

    def maker(self) -> int | None:
        """The process that holds the folder, or held it when it was killed; None if none says so."""
        value = self.noted("maker.json").get("pid")
        return value if isinstance(value, int) else None

    def claims(self) -> frozenset[str]:
        return frozenset(self.noted("claims.json").get("files", []))

    def claim(self, names: Iterable[str]) -> None:
        """Says that these files are ours, before any of them is written. Raises FolderError where a file of somebody
        else's stands in the way."""
        wanted, ours = set(names), self.claims()
        for name in sorted(wanted - ours):
            if (self.path / name).exists():
                raise FolderError(
                    f"{name} is here already and was not made by longtake",
                    place=str(self.path),
                    advice=("move it away", "or choose another folder with -o"),
                )
        self.note("claims.json", {"files": sorted(wanted | ours)}, durable=True)  # before any file that it names

    def write(self, name: str, content: Iterable[bytes], *, durable: bool = False) -> None:
        """Writes a claimed file, given in parts, beside and renames it into place. durable: a power cut right after
        leaves it whole, too; that costs a wait for the disk."""
        path = self.path / name
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.writelines(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            beside.chmod(0o644)
            beside.replace(path)
            if durable:
                sync_folder(path.parent)
        except BaseException as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            if isinstance(error, OSError):
                raise self.refusal(error) from error
            raise

    def keep_only(self, names: Iterable[str]) -> None:
        """Removes files of ours that the film no longer has, and folders that this leaves empty."""
        keep = set(names)
        for name in sorted(self.claims() - keep):
            with contextlib.suppress(FileNotFoundError):
                (self.path / name).unlink()
        for folder in sorted({(self.path / name).parent for name in self.claims() - keep}, reverse=True):
            if folder != self.path:
                with contextlib.suppress(OSError):
                    folder.rmdir()
        self.note("claims.json", {"files": sorted(keep)}, durable=True)

    def remember(self, film: str, names: Iterable[str]) -> None:
        """Notes that the film named by digest `film` stands here complete, in these files."""
        self.note("seen.json", {"film": film, "files": {name: self._stat(name) for name in sorted(names)}})

    def forget(self) -> None:
        """From here on the folder holds no finished film, until `remember` says so again."""
        with contextlib.suppress(OSError):
            (self._own / "seen.json").unlink()

    def finished_before(self, written: Path) -> bool:
        """Whether a film was finished here before this file was last written."""
        try:
            return (self._own / "seen.json").stat().st_mtime_ns < written.stat().st_mtime_ns
        except OSError:
            return False

    def stands(self, film: str) -> bool:
        """Whether the film named by digest `film` stands here, every file as it was written."""
        seen = self.noted("seen.json")
        return seen.get("film") == film and self.intact() == set(seen["files"])

    def intact(self) -> set[str]:
        """The files that still have the size and modification time with which we wrote them."""
        return {name for name, was in self.noted("seen.json").get("files", {}).items() if self._stat(name) == was}

    def refusal(self, error: OSError) -> FolderError:
        """What an OSError met while writing here means to a person."""
        advice = {
            errno.ENOSPC: "free some space and run the same command again: what is done is kept",
            errno.EACCES: "make it writable, or choose another folder with -o",
            errno.EROFS: "choose another folder with -o",
        }.get(error.errno or 0, "see to the disk and run the same command again: what is done is kept")
        said = error.strerror or str(error)
        return FolderError(f"the output folder cannot be written: {said}", place=str(self.path), advice=(advice,))

    def _check_ours(self) -> None:
        if self._own.is_dir() or not self.path.exists():
            return
        if not self.path.is_dir():
            raise FolderError("this is a file, not a folder", place=str(self.path), advice=("choose another with -o",))
        if any(self.path.iterdir()):
            raise FolderError(
                "this folder holds files that longtake did not make",
                place=str(self.path),
                advice=("choose an empty or a new folder with -o",),
            )

    def _stat(self, name: str) -> list[int] | None:
        try:
            found = (self.path / name).stat()
        except OSError:
            return None
        return [found.st_size, found.st_mtime_ns]

    def note(self, name: str, value: Mapping[str, Any], *, durable: bool = False) -> None:
        """Keeps a value beside the film, in `.longtake/`. durable: see `write`."""
        text = json.dumps(value, separators=(",", ":"))
        self.write(f"{_OWN}/{name}", [text.encode()], durable=durable)

    def noted(self, name: str) -> dict[str, Any]:
        """What was noted under this name; empty if nothing was, or it is torn."""
        try:
            value = json.loads((self._own / name).read_bytes())
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}


def sync_folder(folder: Path) -> None:
    """Makes a rename in it last. Windows opens no folders, and keeps its own journal of names."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
