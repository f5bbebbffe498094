"""Ahead of takes: while some are being made, what is known already is encoded, and no more than the film needs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

from longtake.media import Digest, Ladder
from longtake.pipeline.events import Listener
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.matching import matched
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.previewing import Preview
from longtake.pipeline.provisional import known_spans
from longtake.pipeline.seaming import is_open
from longtake.pipeline.sureness import unsure_spans
from longtake.pipeline.workers import WorkerPool
from longtake.pipeline.working import Onlooker, do_known_work
from longtake.store import Store

__all__ = ["Ahead", "pending_sources"]

_TOGETHER = 0.25
"""Seconds within which takes land together: those that were here before do by the hundred, and each round costs."""


class Ahead:
    """Encodes a film whose takes are still landing. ours: keys of what this make has made, which grows. preview: where
    what has landed is shown."""

    def __init__(
        self,
        planned: PlannedFilm,
        ladder: Ladder,
        store: Store,
        pool: WorkerPool,
        say: Listener,
        ours: set[Digest],
        preview: Preview | None = None,
    ) -> None:
        self._planned, self._ladder, self._store, self._pool, self._say = planned, ladder, store, pool, say
        self._ours, self._preview = ours, preview
        self._news, self._over = asyncio.Event(), asyncio.Event()

    def landed(self, planned: PlannedFilm) -> None:
        """The film with the takes that are there now."""
        self._planned = planned
        self._news.set()

    def end(self) -> None:
        """No more will land: `run` ends with the round that it is in."""
        self._over.set()
        self._news.set()

    async def run(self) -> None:
        """Round after round, each with all that is known by then. Raises what the workers raise."""
        while True:
            await self._news.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), _TOGETHER)
                return
            self._news.clear()
            job = await asyncio.to_thread(self._job)
            pending = pending_sources(job)
            shown = await asyncio.to_thread(self._shown, job, pending)
            await do_known_work(job, pending, self._store, self._pool, self._say, self._ours, shown)

    def _job(self) -> Job:
        """What is left to measure is neither seamed nor matched before all of it is here."""
        planned = self._planned
        if not is_open(planned.plan):
            planned = matched(planned, self._store, max(1, self._pool.workers))
        return job_of(planned, self._ladder)

    def _shown(self, job: Job, pending: frozenset[Digest]) -> Onlooker:
        """For who watches, a round ends when a take lands: what it shows may come before what is left of the round."""
        if self._preview is None:
            return Onlooker()
        shown = self._preview.comes_to(job, known_spans(job, pending, unsure_spans(job)))
        return replace(shown, is_enough=self._news.is_set)


def pending_sources(job: Job) -> frozenset[Digest]:
    """The keys of sources that stand in for takes of which nobody knows yet what becomes of them: they are on their
    way, or a run that was stopped left them."""
    planned, missing = job.planned, job.planned.takes.missing
    return frozenset(
        clip.source.key
        for clip, shot in zip(job.timeline.clips, planned.plan.shots, strict=True)
        if shot.segment
        and shot.key not in planned.takes.landed
        and (shot.key not in missing or missing[shot.key].by == "stopped")
    )
