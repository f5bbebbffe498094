"""Takes that were bought: kept by digest, whole or not at all, and never collected, since they cost money.

A take is written as a part beside the others, synced, renamed, and its folder synced: a power cut right after leaves it
there. Whoever takes one up again gets it only if its bytes still have its digest.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from longtake.errors import StoreError
from longtake.media import Digest, digest_file
from longtake.store.folder import sync_folder
from longtake.store.objects import refused

__all__ = ["TakeStore"]

_PARTS = "parts"


class TakeStore:
    """Takes under `root`, their files named by their digest and `suffix`. Safe for any number of processes. Raises
    StoreError when the disk says no."""

    def __init__(self, root: Path, suffix: str = ".mp4") -> None:
        self.root, self._suffix = root, suffix

    def part(self, token: str) -> Path:
        """Where the take of that token is written before it is kept; whoever has another token writes elsewhere.
        Raises ValueError for a token that is not made of letters and digits."""
        if not re.fullmatch(r"[0-9A-Za-z]{1,64}", token):
            raise ValueError(f"{token!r} is no token of a purchase")
        path = self.root / _PARTS / f"{token}.part"
        _made(path.parent)
        return path

    def keep(self, part: Path, digest: Digest) -> Path:
        """Moves a whole file to its place, durably. The one that is there already stays, if it is what it was."""
        path = self._path(digest)
        try:
            _made(path.parent)
            part.chmod(0o600)
            _sync(part)
            if self.find(digest):
                part.unlink()
            else:
                part.replace(path)
            sync_folder(path.parent)
            sync_folder(path.parent.parent)
        except OSError as error:
            raise refused("keep a take", path, error) from error
        return path

    def find(self, digest: Digest) -> Path | None:
        """The take of that digest; None where there is none, or where its bytes are others: then it is set aside."""
        path = self._path(digest)
        try:
            if not path.exists():
                return None
            if digest_file(path) == digest:
                return path
            path.replace(path.with_suffix(".damaged"))
        except OSError as error:
            raise refused("read a take", path, error) from error
        return None

    def _path(self, digest: Digest) -> Path:
        return self.root / digest[:2] / f"{digest}{self._suffix}"


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            f"the workspace cannot keep takes: {error.strerror}",
            place=str(folder),
            advice=("make the folder writable, or choose another with --workspace",),
        ) from error


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
