"""Running asynchronous work to its end, whether or not a loop runs in this thread already."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["run"]

_T = TypeVar("_T")


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """The work's result. Inside a running loop it runs in a loop of its own, in a thread that is gone at the end; an
    interrupt of the waiting thread cancels the work and waits until it has cleaned up."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1, "longtake") as thread:
        runner = asyncio.Runner()
        task = thread.submit(lambda: runner.get_loop().create_task(work)).result()
        answer = thread.submit(runner.run, _finished(task))
        try:
            return answer.result()
        except BaseException:
            runner.get_loop().call_soon_threadsafe(task.cancel)
            raise
        finally:
            thread.submit(runner.close)


async def _finished(task: asyncio.Task[_T]) -> _T:
    return await task
