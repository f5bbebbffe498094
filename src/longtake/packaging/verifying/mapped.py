"""A file's bytes without reading it whole."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from longtake.packaging.verifying.fault import UnreadableError

__all__ = ["mapped"]


@contextmanager
def mapped(path: Path) -> Iterator[memoryview]:
    """Raises OSError, and UnreadableError for an empty file."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            raise UnreadableError("it is empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole, memoryview(whole) as data:
            yield data
