"""The staff: worker processes that wait for work, and where each of them is started and ended.

A make takes workers from it and gives them back. By default none stays; a program that makes one film after another
keeps them, for starting one takes half a second of its core.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from longtake.errors import InputError
from longtake.pipeline.capacity import Machine, WorkerCount, checked_workers
from longtake.pipeline.worker import Worker

__all__ = ["Staff", "Workers", "count_of", "staff_of"]


class Staff:
    """Safe to use from several threads. room: how many idle workers stay; the others end when they are given back."""

    def __init__(self, room: int = 0) -> None:
        self._room, self._is_ended = room, False
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._numbers = count()
        # Workers live no longer than the thread that starts them, so there is one that lives as long as the staff does.
        self._starting = ThreadPoolExecutor(1, "longtake-staff")

    def take(self) -> Future[Worker]:
        """One that is idle, or a new one. Raises InputError where the staff was ended."""
        self.check()
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_well:
                    return _known(worker)
                self._starting.submit(self.dismiss, worker)  # it died while it waited
        return self._starting.submit(self._started)

    def give(self, worker: Worker) -> None:
        """It is needed no more. One that is busy, or too many, ends; waits for that."""
        if worker.is_idle:
            worker.rest()
            with self._lock:
                if len(self._idle) < self._room:
                    self._idle.append(worker)
                    return
        self.dismiss(worker)

    def dismiss(self, worker: Worker) -> None:
        """Ends it, dead or alive."""
        with self._lock:
            self._all.discard(worker)
        worker.end()

    def check(self) -> None:
        """Raises InputError where the staff was ended."""
        if self._is_ended:
            raise _refusal("these workers were ended", "make the film inside their with block")

    def end(self) -> None:
        """Ends all of them, also those that somebody holds. Those that are given back later end, too."""
        with self._lock:
            self._is_ended, self._room, workers = True, 0, list(self._all)
            self._idle.clear()
            self._all.clear()
        for worker in workers:
            worker.end()
        self._starting.shutdown()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _started(self) -> Worker:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="longtake-workers-"))
        worker = Worker(self._folder / str(next(self._numbers)))
        with self._lock:
            self._all.add(worker)
        return worker


class Workers:
    """Worker processes that stay between films, for programs that make one after another.

        with longtake.Workers() as workers:
            for storyboard in storyboards:
                longtake.make(storyboard, folder_of(storyboard), workers=workers)

    count: processes of one film, a number or `auto`; so many stay. Films that are made at the same time have workers of
    their own. Safe to use from several threads and event loops, but not in a process that was forked off. They end with
    the `with` block, or by `close`.
    """

    def __init__(self, count: WorkerCount = "auto") -> None:
        self.count = checked_workers(count)
        self._maker = os.getpid()
        self._staff = Staff(Machine.here().cores if self.count == "auto" else self.count)
        weakref.finalize(self, self._staff.end)  # at the latest as the program ends

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends them, whatever they do."""
        self._staff.end()

    def staff(self) -> Staff:
        """What a make takes its workers from. Raises InputError where they were ended or are another process's."""
        self._staff.check()
        if self._maker != os.getpid():
            raise _refusal("these workers are those of another process", "make workers after the fork")
        return self._staff


def count_of(workers: WorkerCount | Workers) -> WorkerCount:
    """How many were asked for, as it was said."""
    return workers.count if isinstance(workers, Workers) else workers


def staff_of(workers: WorkerCount | Workers) -> Staff | None:
    """That of workers which stay; None where they are only counted."""
    return workers.staff() if isinstance(workers, Workers) else None


def _refusal(message: str, advice: str) -> InputError:
    return InputError(message, place="workers", advice=(advice,))


def _known(worker: Worker) -> Future[Worker]:
    found = Future[Worker]()
    found.set_result(worker)
    return found
