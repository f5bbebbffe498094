"""A file's bytes without reading it whole."""

from __future__ import annotations

import errno
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from longtake.packaging.verifying.fault import UnreadableError

__all__ = ["mapped"]


@contextmanager
def mapped(path: Path) -> Iterator[memoryview]:
    """Raises OSError, also for what is no file, and UnreadableError for an empty one."""
    if not stat.S_ISREG(path.stat().st_mode):  # before it is opened: a pipe would wait for its writer
        raise OSError(errno.EINVAL, "it is no file")
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            raise UnreadableError("it is empty")
        # Not closed here: an error on its way out may hold a piece of it. It goes with the last that does.
        yield memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
