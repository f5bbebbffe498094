"""The workers of one make: a process a core, each by itself, so that a crash in native code costs one batch.

A shared pool loses every task in flight when one worker dies. Here the batch of the dead worker is sent again, to a new
worker; a source that was being read at both crashes is quarantined by name.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from typing import Any

from longtake.errors import QuarantineError
from longtake.pipeline.staff import Staff
from longtake.pipeline.worker import Task, Worker, do, import_all

__all__ = ["TaskDone", "WorkerPool"]

_STRIKES = 2


@dataclass(frozen=True, slots=True)
class TaskDone:
    """A task's result, and the crashes it took to get there (one line each, for a notice)."""

    task: Task
    result: Any
    crashes: tuple[str, ...] = ()


_Answer = TaskDone | BaseException | None
"""What a slot gives: results, or its error; None when it gives no more."""


class WorkerPool:
    """`workers` processes, taken from the staff when first needed. An asynchronous context manager: at its end they are
    given back, and without a staff of the caller's nothing is left behind."""

    def __init__(self, workers: int, staff: Staff | None = None) -> None:
        self._workers = workers
        self._staff, self._has_own_staff = staff or Staff(), staff is None
        self._slots: list[_Slot] = []
        self._strikes: Counter[str] = Counter()
        self._readying: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> WorkerPool:
        await self.resize(self._workers)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._readying:
            task.cancel()
        await asyncio.gather(*self._readying, return_exceptions=True)
        await self.resize(0)
        if self._has_own_staff:
            await asyncio.to_thread(self._staff.end)

    async def resize(self, workers: int) -> None:
        """So many processes from here on, while none has a task; those that are too many are given back."""
        self._slots, idle = self._slots[:workers], self._slots[workers:]
        await asyncio.gather(*(slot.stop() for slot in idle))
        self._slots += [_Slot(self._staff) for _ in range(len(self._slots), workers)]

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
            except _DiedError as died:
                crashes.append(self._struck(_culprit(task, died.reading)))
            else:
                return TaskDone(task, result, tuple(crashes))

    def _struck(self, culprit: str) -> str:
        self._strikes[culprit] += 1
        if self._strikes[culprit] >= _STRIKES:
            raise QuarantineError(
                f"reading it brought a worker down {_STRIKES} times; it is set aside",
                place=culprit,
                advice=("replace this clip or convert it anew", "the rest is kept: run the same command again"),
            )
        return f"a worker died while reading {culprit}; its work was sent again"


class _Slot:
    """One worker at a time, taken from the staff when it is first needed."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._worker: Worker | None = None
        self._in_use = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        return self._worker.pid if self._worker else None

    async def do(self, task: Task) -> Any:
        return await self._answer(do, task)

    async def ready(self, modules: Sequence[str]) -> None:
        """A process that dies of it is no news: the first task gets a new one."""
        with contextlib.suppress(_DiedError):
            await self._answer(import_all, modules)

    async def stop(self) -> None:
        async with self._in_use:
            if self._worker is not None:
                await asyncio.to_thread(self._staff.give, self._worker)

    async def _answer(self, function: Callable[[Any], Any], argument: object) -> Any:
        async with self._in_use:
            if self._worker is None:
                self._worker = await self._taken()
            try:
                answer = asyncio.wrap_future(self._worker.submit(function, argument))
                answer.add_done_callback(_seen)
                await asyncio.wait([answer])  # which leaves it alone when we are cancelled: loky would log an error
                return answer.result()
            except BrokenExecutor as error:
                worker, self._worker = self._worker, None
                await asyncio.to_thread(self._staff.dismiss, worker)
                raise _DiedError(worker.reading) from error
            except RuntimeError:
                self._staff.check()  # who ends workers that have work is told so
                raise

    async def _taken(self) -> Worker:
        taking = self._staff.take()
        try:
            return await asyncio.wrap_future(taking)
        except asyncio.CancelledError:
            taking.add_done_callback(self._give_back)
            raise

    def _give_back(self, taken: Future[Worker]) -> None:
        """A worker that came up when nobody waited for it any more."""
        if not taken.cancelled() and not taken.exception():
            self._staff.give(taken.result())


class _DiedError(Exception):
    """A worker is gone with its task. reading: the source that it read last, by its number; -1 for none yet."""

    def __init__(self, reading: int) -> None:
        super().__init__(reading)
        self.reading = reading


def _culprit(task: Task, source: int) -> str:
    """The source by name; all of the task's where it had not begun to read one."""
    return task.sources[source] if 0 <= source < len(task.sources) else " or ".join(task.sources)


def _seen(answer: asyncio.Future[Any]) -> None:
    """An answer that nobody waits for any more may be an error of its killed worker: that is no news."""
    if not answer.cancelled():
        answer.exception()
