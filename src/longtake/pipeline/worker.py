"""A worker: one process that does one task after another.

Native code may bring it down at any time, so it leaves a note of what it was reading.

Started by loky, which does not run the caller's `__main__` again: a ten-line script needs no guard.
"""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from longtake.pipeline.flight import FlightRecorder, read_flight

__all__ = ["Task", "Worker", "do", "import_all"]

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""There is a worker a core: NumPy's own threads would only be started, and make sums depend on how many there are."""


class Task(Protocol):
    """Work for one worker: picklable, safe to do twice. sources: names, in the order the flight recorder counts."""

    @property
    def sources(self) -> tuple[str, ...]: ...

    def work(self, recorder: FlightRecorder) -> Any: ...


class Worker:
    """The maker's side. It ends when it is told to, or with the thread that it was started in: on Linux the system sees
    to that, also where the maker is killed. note: a file of its own, in a folder that is there."""

    def __init__(self, note: Path) -> None:
        from loky import ProcessPoolExecutor
        from loky.backend.context import get_context

        FlightRecorder.prepare(note)
        self._note = note
        self._executor = ProcessPoolExecutor(
            1,
            context=get_context("loky"),
            initializer=_begin,
            initargs=(str(note), os.getpid()),
            env=_ONE_THREAD,
        )
        self._last: Future[Any] = self._executor.submit(_nothing, None)  # which starts the process, in this thread

    @property
    def pid(self) -> int:
        """Of its process."""
        return int(next(iter(self._executor._processes)))

    @property
    def is_idle(self) -> bool:
        return self._last.done()

    @property
    def is_well(self) -> bool:
        """Whether it can be sent work, as far as anybody knows."""
        try:
            self.submit(_nothing, None)
        except BrokenExecutor:
            return False
        return True

    def submit(self, function: Callable[[Any], Any], argument: object) -> Future[Any]:
        """Its answer, which raises BrokenExecutor if it dies of this; the call does if it is known to be dead."""
        self._last = self._executor.submit(function, argument)
        return self._last

    @property
    def reading(self) -> int:
        """The source of its task that it read last; -1 for none yet. It may be told of one that died."""
        return read_flight(self._note)

    def rest(self) -> None:
        """Has it hand its free memory back, before it waits for who knows how long."""
        with contextlib.suppress(RuntimeError):  # dead, or ended meanwhile
            self.submit(_rested, None)

    def end(self) -> None:
        """Whatever it does. Waits for that."""
        self._executor.shutdown(wait=True, kill_workers=True)


def do(task: Task) -> Any:
    """In the worker: the task's result."""
    assert _recorder is not None
    _recorder.begin()
    try:
        return task.work(_recorder)
    finally:
        _recorder.begin()  # what it dies of from here on is no source's fault
        if next(_tasks) % _TASKS_A_SWEEP == 0:
            _hand_back()


def import_all(modules: Sequence[str]) -> None:
    """In the worker: what its tasks will need."""
    for module in modules:
        importlib.import_module(module)


_recorder: FlightRecorder | None = None  # of this worker process
_tasks = count(1)
_TASKS_A_SWEEP = 4


def _begin(note: str, maker: int) -> None:
    """In the worker: Ctrl-C and SIGTERM, which a whole group of processes gets, are the maker's to answer; a crash is
    told by its note; the maker's death is ours too."""
    import faulthandler
    import signal

    global _recorder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    faulthandler.disable()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG; Linux only
        if os.getppid() != maker:  # it was killed before it could be asked for that
            os._exit(1)
    _keep_memory()
    _recorder = FlightRecorder(Path(note))


def _nothing(_: None) -> None:
    pass


def _rested(_: None) -> None:
    _hand_back()


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # as malloc.h numbers them
_KEPT = 1 << 30  # bytes free at the heap's end above which the C library gives them back by itself
_OUT_OF_HEAP = 32 << 20  # bytes of a block above which it gets pages of its own: the most that glibc takes


def _keep_memory() -> None:
    """Has freed memory stay with the worker until `_hand_back`: each span's encoders need as much as the last one's.

    Else the C library gives pictures' memory back at every turn, and the system clears each page anew: half of all
    its page faults, and 4 % of the CPU. glibc only.
    """
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, _OUT_OF_HEAP)
        libc.mallopt(_M_TRIM_THRESHOLD, _KEPT)


def _hand_back() -> None:
    """Gives freed memory back to the system, so that a worker's holes do not add up over a long film.

    The C library keeps it for the next task, whose buffers have other sizes: some 0.7 MB of holes a clip. Not after
    each task, for getting it again costs the system 2 % of the worker's time. glibc only.
    """
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
