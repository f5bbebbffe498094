"""A worker keeps the memory of one span's pictures for the next one's, and gives it back after a few tasks."""

from __future__ import annotations

import asyncio
import platform
import resource
from dataclasses import dataclass

import pytest

from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.worker import Task
from longtake.pipeline.workers import WorkerPool

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told what to keep")

_BLOCK, _BLOCKS = 3 << 20, 20  # a picture of 1920x1080, and as many as an encoder holds
_PAGES = _BLOCK * _BLOCKS // resource.getpagesize()


@dataclass(frozen=True)
class Pictures:
    """Fills and frees a span's pictures, as often as is said; answers how many pages the system had to clear for the
    last."""

    rounds: int

    @property
    def sources(self) -> tuple[str, ...]:
        return ()

    def work(self, _: FlightRecorder) -> int:
        faults = 0
        for _round in range(self.rounds):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            blocks = [b"\1" * _BLOCK for _ in range(_BLOCKS)]
            faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
            del blocks
        return faults


@dataclass(frozen=True)
class Resident:
    """Answers how many pages of the worker are in memory."""

    @property
    def sources(self) -> tuple[str, ...]:
        return ()

    def work(self, _: FlightRecorder) -> int:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[1])


async def _answers(tasks: list[Task]) -> list[int]:
    async with WorkerPool(1) as pool:
        return [done.result async for done in pool.run(tasks)]


def test_the_second_span_of_a_task_needs_no_new_pages() -> None:
    first, third = asyncio.run(_answers([Pictures(1), Pictures(3)]))
    assert first > _PAGES // 2
    assert third < _PAGES // 20


def test_a_worker_gives_its_free_memory_back_after_a_few_tasks() -> None:
    *_, kept, _, given_back = asyncio.run(_answers([Pictures(1), Resident(), Resident(), Resident(), Resident()]))
    assert kept - given_back > _PAGES // 2
