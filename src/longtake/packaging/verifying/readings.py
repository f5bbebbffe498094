"""What was read of files before, by their digests: a file whose bytes are known is not read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from longtake.media import Digest
from longtake.packaging.verifying.samples import Fragment

__all__ = ["Media", "Readings"]

_READER = 1
"""Goes up when other facts are read, or are read otherwise: what was kept before counts no more."""


@dataclass(frozen=True, slots=True)
class Media:
    """Facts of a file of media. size: in bytes."""

    size: int
    fragments: tuple[Fragment, ...]


class Readings:
    """Facts by digest. digests: of files by path, as far as somebody knows them; kept: what `to_json` gave once;
    what is not as it was given is read again."""

    def __init__(self, digests: Mapping[str, Digest] | None = None, kept: Mapping[str, Any] | None = None) -> None:
        files = kept.get("files") if kept and kept.get("reader") == _READER else None
        self._digests, self._kept = digests or {}, files if isinstance(files, dict) else {}
        self._used: dict[str, Any] = {}

    def media(self, path: str, read: Callable[[], Media]) -> Media:
        """Raises what `read` raises."""
        digest = self._digests.get(path)
        row = self._kept.get(digest) if digest else None
        media = _media(row)
        if media is None:
            media = read()
            row = [media.size, *media.fragments]
        if digest:
            self._used[digest] = row
        return media

    def to_json(self) -> dict[str, Any]:
        """What was asked for, of files whose digests are known."""
        return {"reader": _READER, "files": self._used}


def _media(row: Any) -> Media | None:
    try:
        size, *rows = row
        return Media(size, tuple(map(Fragment._make, rows)))
    except TypeError:
        return None
