"""Workers: one single-worker process executor a core, so that a crash in native code costs one batch.

A shared pool loses every task in flight when one worker dies. Here the batch of the dead worker is sent again, to a new
worker; a source that was being read at both crashes is quarantined by name. Workers are started by loky, which does not
run the caller's `__main__` again, so a ten-line script needs no guard.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from longtake.errors import QuarantineError
from longtake.pipeline.flight import FlightRecorder, read_flight

__all__ = ["Task", "TaskDone", "WorkerPool"]

_STRIKES = 2
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""There is a worker a core: NumPy's own threads would only be started, and make sums depend on how many there are."""


class Task(Protocol):
    """Work for one worker: picklable, safe to do twice. sources: names, in the order the flight recorder counts."""

    @property
    def sources(self) -> tuple[str, ...]: ...

    def work(self, recorder: FlightRecorder) -> Any: ...


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task's result, and the crashes it took to get there (one line each, for a notice)."""

    task: Task
    result: Any
    crashes: tuple[str, ...] = ()


_Answer = TaskDone | BaseException | None
"""What a slot gives: results, or its error; None when it gives no more."""


class WorkerPool:
    """`workers` processes, started when first needed. An asynchronous context manager: nothing is left behind."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._slots: list[_Slot] = []
        self._strikes: Counter[str] = Counter()
        self._readying: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> WorkerPool:
        self._folder = tempfile.TemporaryDirectory(prefix="longtake-workers-")
        await self.resize(self._workers)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._readying:
            task.cancel()
        await asyncio.gather(*self._readying, return_exceptions=True)
        await self.resize(0)
        self._folder.cleanup()

    async def resize(self, workers: int) -> None:
        """So many processes from here on, while none has a task; those that are too many end."""
        self._slots, ending = self._slots[:workers], self._slots[workers:]
        await asyncio.gather(*(slot.stop() for slot in ending))
        for number in range(len(self._slots), workers):
            self._slots.append(_Slot(Path(self._folder.name) / str(number)))

    def ready(self, *modules: str) -> None:
        """Starts every process, and has it import what its tasks will need, while something else goes on here. One
        after the other: importing keeps a core busy, and what goes on here needs one, too."""
        self._readying.append(asyncio.create_task(self._in_turn(list(self._slots), modules)))

    async def _in_turn(self, slots: Sequence[_Slot], modules: Sequence[str]) -> None:
        for slot in slots:
            if slot in self._slots:  # it may have ended since
                await slot.ready(modules)

    @property
    def workers(self) -> int:
        return len(self._slots)

    async def run(
        self, tasks: Sequence[Task], is_enough: Callable[[], bool] = lambda: False
    ) -> AsyncGenerator[TaskDone, None]:
        """Results as they come. Once it is enough no further task is begun, and the run ends with those in flight. The
        first error ends the run; QuarantineError names a source that kills workers."""
        waiting, done = list(reversed(tasks)), asyncio.Queue[_Answer]()
        slots = self._slots[: len(tasks)]
        runners = [asyncio.create_task(self._serve(slot, waiting, done, is_enough)) for slot in slots]
        try:
            serving = len(runners)
            while serving:
                answer = await done.get()
                if isinstance(answer, BaseException):
                    raise answer
                if answer is None:
                    serving -= 1
                else:
                    yield answer
        finally:
            for runner in runners:
                runner.cancel()
            await asyncio.gather(*runners, return_exceptions=True)

    async def _serve(
        self, slot: _Slot, waiting: list[Task], done: asyncio.Queue[_Answer], is_enough: Callable[[], bool]
    ) -> None:
        while waiting and not is_enough():
            try:
                done.put_nowait(await self._finish(slot, waiting.pop()))
            except Exception as error:
                done.put_nowait(error)
                return
        done.put_nowait(None)

    async def _finish(self, slot: _Slot, task: Task) -> TaskDone:
        crashes: list[str] = []
        while True:
            try:
                result = await slot.do(task)
            except _WorkerDiedError:
                crashes.append(self._struck(task, slot.culprit(task)))
            else:
                return TaskDone(task, result, tuple(crashes))

    def _struck(self, task: Task, culprit: str) -> str:
        self._strikes[culprit] += 1
        if self._strikes[culprit] >= _STRIKES:
            raise QuarantineError(
                f"reading it brought a worker down {_STRIKES} times; it is set aside",
                place=culprit,
                advice=("replace this clip or convert it anew", "the rest is kept: run the same command again"),
            )
        return f"a worker died while reading {culprit}; its work was sent again"


class _WorkerDiedError(Exception):
    """The process that held a task is gone."""


class _Slot:
    """One worker process at a time, and its flight recorder's note."""

    def __init__(self, note: Path) -> None:
        self.note = note
        self._executor: Any = None
        self._in_use = asyncio.Lock()

    async def do(self, task: Task) -> Any:
        return await self._answer(_work, task)

    async def ready(self, modules: Sequence[str]) -> None:
        """A process that dies of it is no news: the first task gets a new one."""
        with contextlib.suppress(_WorkerDiedError):
            await self._answer(_import, modules)

    async def _answer(self, function: Callable[[Any], Any], argument: object) -> Any:
        from loky.process_executor import BrokenProcessPool

        async with self._in_use:
            if self._executor is None:
                self._executor = await asyncio.to_thread(self._start)
            try:
                answer = asyncio.wrap_future(self._executor.submit(function, argument))
                answer.add_done_callback(_seen)
                await asyncio.wait([answer])  # which leaves it alone when we are cancelled: loky would log an error
                return answer.result()
            except BrokenProcessPool as error:
                executor, self._executor = self._executor, None
                await asyncio.to_thread(executor.shutdown, True, True)
                raise _WorkerDiedError from error

    def culprit(self, task: Task) -> str:
        """The source that the dead worker was reading, by the note it left."""
        source = read_flight(self.note)
        return task.sources[source] if 0 <= source < len(task.sources) else " or ".join(task.sources)

    async def stop(self) -> None:
        async with self._in_use:
            if self._executor is not None:
                await asyncio.to_thread(self._executor.shutdown, wait=True, kill_workers=True)

    def _start(self) -> Any:
        from loky import ProcessPoolExecutor
        from loky.backend.context import get_context

        FlightRecorder.prepare(self.note)
        return ProcessPoolExecutor(
            1,
            context=get_context("loky"),
            initializer=_begin_worker,
            initargs=(str(self.note), os.getpid()),
            env=_ONE_THREAD,
        )


_recorder: FlightRecorder | None = None  # of this worker process
_tasks = count(1)
_TASKS_A_SWEEP = 4


def _begin_worker(note: str, maker: int) -> None:
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


def _import(modules: Sequence[str]) -> None:
    for module in modules:
        importlib.import_module(module)


def _seen(answer: asyncio.Future[Any]) -> None:
    """An answer that nobody waits for any more may be an error of its killed worker: that is no news."""
    if not answer.cancelled():
        answer.exception()


def _work(task: Task) -> Any:
    assert _recorder is not None
    _recorder.begin()
    try:
        return task.work(_recorder)
    finally:
        if next(_tasks) % _TASKS_A_SWEEP == 0:
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
