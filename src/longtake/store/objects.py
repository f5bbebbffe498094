"""The content-addressed store: everything made once, by the digest of all that went into it.

An object is a file named by its key: 32 bytes of SHA-256 of the content, then the content. It is written beside and
renamed, so that two processes can make the same object at once, and a reader never sees half of one. An object whose
content no longer has its digest is thrown away when it is read: what was made can be made again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from pathlib import Path

from longtake.errors import StoreError
from longtake.media import Digest

__all__ = ["DamagedObjectError", "Store", "refused"]

_SUM_BYTES = 32


class DamagedObjectError(StoreError):
    """An object's content is not what was stored; it has been removed, so that it is made again."""

    def __init__(self, key: Digest) -> None:
        self.key = key
        super().__init__(f"object {key[:12]}… was damaged and has been removed", advice=("run the command again",))


class Store:
    """Objects under `root`. Safe for any number of processes. Raises StoreError when the disk says no."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._start = os.path.join(root, "")

    def has(self, key: Digest) -> bool:
        return os.path.exists(self._name(key))

    def read(self, key: Digest) -> bytes:
        """The content. Raises KeyError where there is none, DamagedObjectError where it rotted."""
        name = self._name(key)
        try:
            with open(name, "rb", buffering=0) as file:
                stored = file.readall()
        except FileNotFoundError:
            raise KeyError(key) from None
        except OSError as error:
            raise refused("read", Path(name), error) from error
        if hashlib.sha256(memoryview(stored)[_SUM_BYTES:]).digest() != stored[:_SUM_BYTES]:
            Path(name).unlink(missing_ok=True)
            raise DamagedObjectError(key)
        return stored[_SUM_BYTES:]

    def write(self, key: Digest, content: bytes) -> None:
        """Keeps `content` under `key`; nothing is done if it is there already."""
        path = Path(self._name(key))
        if path.exists():
            return
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(hashlib.sha256(content).digest())
                file.write(content)
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise refused("write", path, error) from error

    def _name(self, key: Digest) -> str:
        """Put together by hand: a film asks for thousands, and paths as objects take longer than the disk does."""
        return f"{self._start}{key[:2]}{os.sep}{key[2:]}"


def refused(verb: str, path: Path, error: OSError) -> StoreError:
    """What an OSError met in the workspace means to a person."""
    advice = {
        errno.ENOSPC: "free some space and run the same command again: what is done is kept",
        errno.EACCES: "make the folder writable, or choose another with --workspace",
        errno.EROFS: "choose a writable folder with --workspace",
    }.get(error.errno or 0, "see to the disk and run the same command again: what is done is kept")
    return StoreError(f"the workspace cannot {verb}: {error.strerror}", place=str(path.parent), advice=(advice,))
