"""A film's files by their paths, in its folder or still beside their places."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from longtake.packaging.verifying.mapped import mapped

__all__ = ["Bundle"]


class Bundle:
    """Files below `folder`, by their relative path. waiting: where those are that have not taken their place yet."""

    def __init__(self, folder: Path, waiting: Mapping[str, Path] | None = None) -> None:
        self.folder = folder
        self._root, self._waiting = os.path.realpath(folder), waiting or {}
        self._inside: dict[str, bool] = {}
        self._sizes: dict[str, int] = {}

    def leads_out(self, path: str) -> bool:
        """Whether the path, or a link that it names, leaves the folder. Raises OSError, and ValueError for no path."""
        name = os.path.join(self._root, path)
        try:
            found = os.lstat(name)
        except OSError:
            found = None
        if found and stat.S_ISLNK(found.st_mode):
            return not self._is_inside(os.path.realpath(name))
        if found:
            self._sizes[path] = found.st_size
        above = os.path.dirname(name)
        if above not in self._inside:
            self._inside[above] = self._is_inside(os.path.realpath(above))
        return not self._inside[above]

    def mapped(self, path: str) -> AbstractContextManager[memoryview]:
        """Its bytes. Raises what `mapped` raises."""
        return mapped(self.at(path))

    def at(self, path: str) -> Path:
        return self._waiting.get(path) or self.folder / path

    def size(self, path: str) -> int:
        """Raises OSError where it is not there."""
        if path in self._waiting:
            return os.stat(self._waiting[path]).st_size
        known = self._sizes.get(path)
        return os.stat(os.path.join(self._root, path)).st_size if known is None else known

    def has(self, path: str) -> bool:
        """Whether there is such a file, inside the folder."""
        try:
            return not self.leads_out(path) and self.at(path).is_file()
        except (OSError, ValueError):
            return False

    def _is_inside(self, name: str) -> bool:
        return name == self._root or name.startswith(os.path.join(self._root, ""))
