"""Workers that die in native code: nothing is lost, and the source is named."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from longtake.errors import QuarantineError
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.workers import TaskDone, WorkerPool


@dataclass(frozen=True)
class Square:
    """Answers number²; dies of SIGSEGV while reading its second source, once a file in `dies` or always."""

    number: int
    dies: Path | None = None
    always: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        return ("good.mp4", f"bad-{self.number}.mp4")

    def work(self, recorder: FlightRecorder) -> int:
        recorder.reading(0)
        if self.dies and (self.always or not self.dies.exists()):
            self.dies.touch()
            recorder.reading(1)
            os.kill(os.getpid(), signal.SIGSEGV)
        return self.number**2


async def finished(tasks: list[Square], workers: int = 2) -> list[TaskDone]:
    async with WorkerPool(workers) as pool:
        return [done async for done in pool.run(tasks)]


@dataclass(frozen=True)
class Threads(Square):
    """Answers how many threads its process gets by loading NumPy."""

    def work(self, recorder: FlightRecorder) -> int:
        before = len(os.listdir("/proc/self/task"))
        importlib.import_module("numpy")
        return len(os.listdir("/proc/self/task")) - before


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc here")
def test_a_worker_a_core_needs_no_threads_for_arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert [done.result for done in asyncio.run(finished([Threads(0)]))] == [0]


def test_a_crash_with_tasks_in_flight_loses_nothing_and_names_the_source(tmp_path: Path) -> None:
    tasks = [Square(number, tmp_path / "died" if number == 3 else None) for number in range(8)]
    done = asyncio.run(finished(tasks))
    assert sorted(answer.result for answer in done) == [number**2 for number in range(8)]
    assert [answer.crashes for answer in done if answer.crashes] == [
        ("a worker died while reading bad-3.mp4; its work was sent again",)
    ]


def test_a_source_that_kills_twice_is_quarantined_by_name(tmp_path: Path) -> None:
    with pytest.raises(QuarantineError, match=r"bad-1\.mp4: reading it brought a worker down 2 times; it is set aside"):
        asyncio.run(finished([Square(0), Square(1, tmp_path / "died", always=True), Square(2)]))


def test_an_error_in_a_task_is_raised_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        asyncio.run(finished([Square("three")]))  # type: ignore[arg-type]


def test_once_it_is_enough_nothing_more_is_begun_and_what_is_in_flight_is_finished() -> None:
    async def some() -> list[int]:
        found: list[int] = []
        async with WorkerPool(1) as pool:
            async for done in pool.run([Square(number) for number in range(9)], lambda: len(found) >= 2):
                found.append(done.result)
            found += [done.result async for done in pool.run([Square(10)])]
        return found

    squares = asyncio.run(some())
    assert squares[:2] == [0, 1]
    assert squares[-1] == 100
    assert len(squares) <= 4  # one was on its way already


def test_cancelling_leaves_no_worker_behind() -> None:
    async def cancelled() -> set[int]:
        async with WorkerPool(2) as pool:
            async for _ in pool.run([Square(number) for number in range(20)]):
                pids = {slot.pid for slot in pool._slots}
                break
        return {pid for pid in pids if pid}

    for pid in asyncio.run(cancelled()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_comes_up_after_its_maker_was_killed_ends(tmp_path: Path) -> None:
    begin = "import sys; from longtake.pipeline.worker import _begin; _begin(sys.argv[1], 1)"
    ended = subprocess.run([sys.executable, "-c", begin, str(tmp_path / "note")], check=False, timeout=60)
    assert ended.returncode == 1


def test_a_pool_of_another_size_goes_on_with_the_workers_it_has() -> None:
    async def answered() -> tuple[set[int], set[int], list[int]]:
        async with WorkerPool(2) as pool:
            pool.ready("longtake.pipeline.flight")
            await asyncio.gather(*pool._readying)
            early = {slot.pid for slot in pool._slots}
            await pool.resize(3)
            results = [done.result async for done in pool.run([Square(number) for number in range(12)])]
            return early, {slot.pid for slot in pool._slots}, results

    early, late, results = asyncio.run(answered())
    assert early < late
    assert len(late) == 3
    assert sorted(results) == [number**2 for number in range(12)]


def test_workers_that_are_too_many_end_also_while_they_start() -> None:
    async def shrunk() -> tuple[int, list[int]]:
        async with WorkerPool(3) as pool:
            pool.ready("longtake.pipeline.flight")
            await pool.resize(1)
            return pool.workers, [done.result async for done in pool.run([Square(2), Square(3)])]

    assert asyncio.run(shrunk()) == (1, [4, 9])


def test_workers_that_are_too_many_before_they_are_ready_are_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "imported"
    (tmp_path / "equipment.py").write_text(f"open({str(log)!r}, 'a').write('.')\n")
    monkeypatch.syspath_prepend(tmp_path)

    async def run() -> None:
        async with WorkerPool(2) as pool:
            pool.ready("equipment")
            await pool.resize(1)
            assert [done.result async for done in pool.run([Square(3)])] == [9]

    asyncio.run(run())
    assert log.read_text() == "."
