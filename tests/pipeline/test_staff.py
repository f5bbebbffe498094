"""Workers that stay between films."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

import longtake
from longtake.errors import InputError
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.staff import Staff, staff_of
from longtake.pipeline.workers import WorkerPool


@dataclass(frozen=True)
class Who:
    """Answers its process's number. dies: while it reads its only source; waits: for the end of the named pipe."""

    dies: bool = False
    waits: Path | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return ("a.mp4",)

    def work(self, recorder: FlightRecorder) -> int:
        if self.waits:
            self.waits.read_bytes()
        if self.dies:
            recorder.reading(0)
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()


async def answered(staff: Staff | None, *tasks: Who, workers: int = 1) -> set[int]:
    async with WorkerPool(workers, staff) as pool:
        return {done.result async for done in pool.run(tasks)}


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_next_film_has_the_workers_of_the_last() -> None:
    with longtake.Workers(1) as workers:
        first = asyncio.run(answered(staff_of(workers), Who(), Who()))
        assert asyncio.run(answered(staff_of(workers), Who())) == first
        assert all(map(is_there, first))
    assert not any(map(is_there, first))


def test_they_outlive_the_thread_that_first_asked_for_them() -> None:
    with longtake.Workers(1) as workers:
        with ThreadPoolExecutor(1) as thread:
            first = thread.submit(lambda: asyncio.run(answered(staff_of(workers), Who()))).result()
        assert asyncio.run(answered(staff_of(workers), Who())) == first


def test_films_at_the_same_time_have_workers_of_their_own_and_no_more_stay_than_were_asked_for() -> None:
    async def together(staff: Staff | None) -> list[set[int]]:
        return await asyncio.gather(*(answered(staff, Who()) for _ in range(3)))

    with longtake.Workers(2) as workers:
        pids = asyncio.run(together(staff_of(workers)))
        assert len(set.union(*pids)) == 3
        assert sum(map(is_there, set.union(*pids))) == 2


def test_without_workers_to_stay_none_does() -> None:
    assert staff_of(2) is None
    assert not any(map(is_there, asyncio.run(answered(None, Who(), Who(), workers=2))))


def test_one_that_died_while_it_waited_is_replaced_and_no_source_is_blamed() -> None:
    async def crashes(staff: Staff | None) -> list[tuple[str, ...]]:
        async with WorkerPool(1, staff) as pool:
            return [done.crashes async for done in pool.run([Who()])]

    with longtake.Workers(1) as workers:
        (pid,) = asyncio.run(answered(staff_of(workers), Who()))
        os.kill(pid, signal.SIGKILL)
        worker = workers.staff()._idle[0]
        while worker.is_well:  # until its end is noticed
            pass
        assert asyncio.run(crashes(staff_of(workers))) == [()]


def test_one_that_dies_of_a_task_is_no_more_used() -> None:
    with longtake.Workers(1) as workers:
        (before,) = asyncio.run(answered(staff_of(workers), Who()))
        with pytest.raises(longtake.LongtakeError, match=r"a\.mp4: reading it brought a worker down 2 times"):
            asyncio.run(answered(staff_of(workers), Who(dies=True)))
        assert before not in asyncio.run(answered(staff_of(workers), Who()))


def test_one_that_is_busy_when_its_film_is_cancelled_ends(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    async def cancelled(staff: Staff | None) -> int | None:
        async with WorkerPool(1, staff) as pool:
            making = asyncio.ensure_future(anext(pool.run([Who(waits=pipe)])))
            held = await asyncio.to_thread(os.open, pipe, os.O_WRONLY)  # it has begun once it reads
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
            pid = pool._slots[0].pid
        os.close(held)
        return pid

    with longtake.Workers(1) as workers:
        pid = asyncio.run(cancelled(staff_of(workers)))
        assert pid
        assert not is_there(pid)
        assert pid not in asyncio.run(answered(staff_of(workers), Who()))


def test_ended_workers_make_no_film() -> None:
    with longtake.Workers(1) as workers:
        pass
    with pytest.raises(InputError, match="workers: these workers were ended\n  make the film inside their with block"):
        longtake.make("storyboard.yaml", "out", workers=workers)


def test_workers_that_are_ended_while_they_work_are_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with longtake.Workers(1) as workers, ThreadPoolExecutor(1) as thread:
        making = thread.submit(lambda: asyncio.run(answered(staff_of(workers), Who(waits=pipe))))
        held = os.open(pipe, os.O_WRONLY)  # it has begun once it reads
        workers.close()
        with pytest.raises(InputError, match="workers: these workers were ended"):
            making.result()
        os.close(held)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_workers_are_not_a_forked_process_s() -> None:
    code = """
import os, longtake
workers = longtake.Workers(1)
child = os.fork()
if child:
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    workers.staff()
except longtake.LongtakeError as error:
    print(error, flush=True)
os._exit(0)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert told == "workers: these workers are those of another process\n  make workers after the fork\n"


@pytest.mark.parametrize("count", [0, 1.5, "two", True])
def test_a_number_of_workers_that_is_none_is_refused(count: object) -> None:
    with pytest.raises(InputError, match=r"workers: workers are auto or 1 to 256 processes"):
        longtake.Workers(count)  # type: ignore[arg-type]


_KEEPS = """
import asyncio, os, sys
from tests.pipeline.test_staff import Who, answered
import longtake
from longtake.pipeline.staff import staff_of
workers = longtake.Workers(1)
(pid,) = asyncio.run(answered(staff_of(workers), Who()))
print(pid, flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="a process of another is waited for on Linux alone")
@pytest.mark.parametrize("is_killed", [False, True], ids=["ends", "is killed"])
def test_none_outlives_a_program_that_forgets_them(is_killed: bool) -> None:
    piped = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([sys.executable, "-c", _KEEPS], cwd=Path(__file__).parents[2], text=True, **piped) as program:
        assert program.stdout
        pid = int(program.stdout.readline())
        descriptor = os.pidfd_open(pid)
        if is_killed:
            program.kill()
        _, told = program.communicate("\n", timeout=60)
    assert is_killed or told == ""
    ready, _, _ = select.select([descriptor], [], [], 60)  # a process that ended can be read
    os.close(descriptor)
    assert ready
