"""Opening one file by name without being led astray: by links, folders, devices, or names that swap under us."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from longtake.errors import MediaError
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits

__all__ = ["open_regular_file"]

# Opening must not wait: a FIFO without a writer would.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def open_regular_file(
    path: Path, limits: MediaLimits = DEFAULT_LIMITS, *, follow_links: bool = True
) -> Iterator[FileIO]:
    """The file, open for reading and known to be a regular one of allowed size.

    path: absolute. follow_links: whether its last part may be a link. The checks are made on the open file, so no
    swap of names gets between. Raises MediaError.
    """
    if not path.is_absolute():
        raise MediaError("a media file is opened by its absolute path", place=str(path), advice=["give the whole path"])
    with os.fdopen(_descriptor(path, follow_links), "rb", buffering=0) as file:
        _check(os.fstat(file.fileno()), path, limits)
        yield file


def _descriptor(path: Path, follow_links: bool) -> int:
    try:
        # Python opens no folder as a file and Windows says only "denied": answer before they do.
        if path.is_dir():
            raise _not_a_file(path)
        return os.open(path, _FLAGS if follow_links else _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError as error:
        raise MediaError("there is no such file", place=str(path), advice=["check the path"]) from error
    except ValueError as error:
        raise MediaError("this is no file name", place=repr(str(path)), advice=["check the path"]) from error
    except OSError as error:
        if error.errno == errno.ELOOP and not follow_links:
            raise MediaError(
                "it is a link, which is not followed", place=str(path), advice=["copy the file"]
            ) from error
        raise MediaError(
            f"the file could not be opened: {error.strerror}", place=str(path), advice=["check its permissions"]
        ) from error


def _check(status: os.stat_result, path: Path, limits: MediaLimits) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _not_a_file(path)
    if status.st_size == 0:
        raise MediaError("the file is empty", place=str(path), advice=["fetch or export it again"])
    limits.check_bytes(path, status.st_size)


def _not_a_file(path: Path) -> MediaError:
    return MediaError("this is a folder or a device, not a media file", place=str(path), advice=["name a regular file"])
