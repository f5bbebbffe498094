"""The suite on several cores: what comes first, what is made once for all workers, and who has the machine alone.

Each worker of pytest-xdist is a process with fixtures of its own. It is given whole files of tests, so that what a
module made serves all tests of its file. A run without workers goes through the same code.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

import pytest
from filelock import FileLock

__all__ = ["give_back", "in_turn", "longest_first", "made_once", "no_other_test", "run_folder"]

_MUCH = 500 << 20
"""Bytes of a worker from which it looks at what it can give back; one that has imported everything holds half."""


def is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def run_folder(paths: pytest.TempPathFactory) -> Path:
    """The temporary folder of the whole run; a worker's own lies in it."""
    own = paths.getbasetemp()
    return own.parent if is_worker() else own


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """One process at a time. The lock lies beside `folder`."""
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        yield


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """`folder`, with what `make` puts into it: by the worker that asks first, while others wait."""
    with in_turn(folder):
        if not folder.exists():
            beside = folder.with_name(f"{folder.name}.unfinished")
            rmtree(beside, ignore_errors=True)  # of a worker that failed at it
            beside.mkdir()
            make(beside)
            beside.rename(folder)
    return folder


def longest_first(items: list[pytest.Item]) -> None:
    """Files go out in this order: what waits for a browser, then what has long proofs. Small ones fill up the end."""
    if not is_worker():
        return
    long = {item.path for item in items if item.get_closest_marker("long")}
    browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path not in browser, item.path not in long))


@contextmanager
def no_other_test(item: pytest.Item) -> Iterator[None]:
    """Lets a test marked `alone` run while no other worker runs one; all others run side by side."""
    if not is_worker():
        yield
        return
    import fcntl

    folder = Path(item.config.getoption("basetemp")).parent  # the run's, in which this worker's lies
    alone = item.get_closest_marker("alone") is not None
    with (folder / "entrance").open("w") as entrance, (folder / "room").open("w") as room:
        # Who waits to be alone holds the entrance meanwhile: others that come later can't keep him waiting for ever.
        fcntl.flock(entrance, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(entrance, fcntl.LOCK_UN)
        yield


def give_back() -> None:
    """What a file of tests leaves behind goes back to the system where a worker has grown: models of voices, which stay
    with the process that opened them, and the holes of pictures that are gone, which the C library keeps. Linux only.
    """
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        if pages * os.sysconf("SC_PAGE_SIZE") < _MUCH:
            return
    narrators = sys.modules.get("longtake.speech.narrators")
    if narrators:
        narrators._SESSIONS.clear()
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
