"""The start of a make. After an edit, its workers are started first; what planning needs is imported beside that.

This module is light; what makes films is imported in a thread, while the processes come up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from longtake.pipeline.capacity import Machine
from longtake.pipeline.loops import run
from longtake.pipeline.staff import count_of, staff_of
from longtake.pipeline.workers import WorkerPool
from longtake.store import OutputFolder

if TYPE_CHECKING:
    from longtake.pipeline.finished import Package
    from longtake.pipeline.options import FilmOptions
    from longtake.pipeline.planned_film import PlannedFilm

__all__ = ["make", "make_async"]

_EARLY_WORKERS = 2
_OF_ENCODING = ("longtake.pipeline.rendering", "longtake.artwork.titles")


def make(storyboard: str | Path | PlannedFilm, out: str | Path, **options: Unpack[FilmOptions]) -> Package:
    """Makes the film of a storyboard file, or of a plan, in the folder `out`. Running it again resumes.

    Works with and without a running event loop. Raises LongtakeError, one branch for each kind of trouble; what was
    finished is kept.
    """
    return run(make_async(storyboard, out, **options))


async def make_async(storyboard: str | Path | PlannedFilm, out: str | Path, **options: Unpack[FilmOptions]) -> Package:
    """As `make`, inside a running loop; cancel it as any task."""
    workers = options.get("workers", "auto")
    async with WorkerPool(_early(storyboard, out, count_of(workers)), staff_of(workers)) as pool:
        pool.ready(*_OF_ENCODING)
        make_with = await asyncio.to_thread(_rest)
        return await make_with(pool, storyboard, out, options)


def _early(storyboard: str | Path | PlannedFilm, out: str | Path, workers: object) -> int:
    """Workers to start before the plan is known. A storyboard that was written since its film was finished was edited,
    and two are as many as the few spans of an edit keep busy; starting them takes as long as the planning."""
    if not isinstance(storyboard, str | Path) or not OutputFolder(out).finished_before(Path(storyboard)):
        return 0
    return max(0, min(_EARLY_WORKERS, workers if isinstance(workers, int) else Machine.here().cores))


def _rest() -> Callable[[WorkerPool, str | Path | PlannedFilm, str | Path, FilmOptions], Awaitable[Package]]:
    from longtake.pipeline.api import make_with

    return make_with
