"""Making a film, from the plan to the folder.

A run that ends early, by an error, a full disk or Ctrl-C, leaves everything that was finished in the store; the same
command goes on from there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from longtake.errors import NotYetError
from longtake.pipeline.beat_cuts import with_beat_cuts
from longtake.pipeline.buying_takes import tell_plan, with_bought_takes
from longtake.pipeline.encrypting import Encryption, encrypted
from longtake.pipeline.events import Listener, Notice, Reused
from longtake.pipeline.extras import NO_EXTRAS, Extras
from longtake.pipeline.faces import with_faces
from longtake.pipeline.finished import Package, found_on, package_of
from longtake.pipeline.flowing import check_flow
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.laddering import as_locked, fitted, named
from longtake.pipeline.levelling import levelled
from longtake.pipeline.lock import Lock, read_lock
from longtake.pipeline.low_sound import with_low_sound
from longtake.pipeline.matching import check_matchable, matched
from longtake.pipeline.means import Means
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.previewing import Preview
from longtake.pipeline.production import Production, produced
from longtake.pipeline.seaming import seamed
from longtake.pipeline.spoken_lines import with_recorded_words
from longtake.pipeline.standing_film import StandingFilm
from longtake.pipeline.targeting import targeted
from longtake.pipeline.targets import check_targets
from longtake.pipeline.telling import Teller
from longtake.pipeline.terms import Terms
from longtake.pipeline.workers import WorkerPool
from longtake.store import OutputFolder, Workspace

__all__ = ["make_film"]

_USUAL_TERMS = Terms()
_OF_WATCHING = ("longtake.pipeline.rendering", "longtake.sound.encode")
"""What workers import while takes are waited for, where somebody waits for their first pictures."""


async def make_film(
    prepare: Callable[[Listener], PlannedFilm],
    means: Callable[[PlannedFilm, Listener], Means],
    out: str | Path,
    workspace: Workspace,
    on_event: Listener,
    pool: WorkerPool,
    terms: Terms = _USUAL_TERMS,
    *,
    relock: bool = False,
    live_preview: bool = False,
    extras: Extras = NO_EXTRAS,
    encryption: Encryption | None = None,
) -> Package:
    """The film in folder `out`. prepare: gives the plan, telling of its progress; means: gives what it is made with.
    pool: its workers may be started already, beside the planning. terms: of buying takes, where the plan has any.
    relock: what is chosen by measure is chosen anew, whatever the lock beside the film says. live_preview: what has
    landed is shown while the rest is made. extras: what is written beside the film. encryption: of the stream.

    Events are told from the running loop's thread, in order. Raises LongtakeError; what was finished is kept.
    """
    began = time.monotonic()
    say, folder = Teller(on_event), OutputFolder(out)
    preview = Preview(folder, workspace.store, say) if live_preview else None
    production = Production(workspace, folder, pool, say, preview)
    async with _held(folder, preview):
        planned, chosen = await say.from_thread(lambda: _decided(prepare, means, say.threadsafe))
        check_targets(extras.targets, planned.plan, chosen.ladder)
        planned = await _voices_bought(planned, terms, workspace, say)
        planned = await asyncio.to_thread(with_recorded_words, planned, workspace)
        lock = Lock() if relock else read_lock(folder.path)
        chosen = as_locked(chosen, lock, planned.plan)
        if any(shot.segment for shot in planned.plan.shots):
            await pool.resize(chosen.workers)
            if preview:
                pool.ready(*_OF_WATCHING)
            planned = await with_bought_takes(planned, chosen.ladder, terms, production)
        job = await _job(planned, chosen, lock, extras, production)
        job = await asyncio.to_thread(encrypted, job, encryption, folder)
        if not planned.models:
            tell_plan(job.planned.plan, str(job.planned.plan.quote.total), say)
        _tell_notices(job, say)
        rules = 0
        if await asyncio.to_thread(folder.stands, job.digest):
            say(Reused(str(folder.path)))
            if preview and preview.files:
                await preview.finish(job)
        else:
            await pool.resize(chosen.workers)
            rules = await produced(job, production)
        standing = await asyncio.to_thread(StandingFilm.read, folder.path)
        found = found_on(standing)
        for notice in found:
            say(notice)
    return package_of(job, folder.path, rules, time.monotonic() - began, standing, found)


async def _job(planned: PlannedFilm, chosen: Means, lock: Lock, extras: Extras, production: Production) -> Job:
    """Everything decided that is left to measure: cut points, colours, rungs, levels."""
    store, pool, say, workers = production.store, production.pool, production.say, chosen.workers
    planned = with_beat_cuts(planned, lock)
    planned = await say.from_thread(partial(with_faces, planned, store, say.threadsafe))
    planned = await say.from_thread(partial(seamed, planned, lock, store))
    planned = await say.from_thread(partial(matched, planned, store, workers))
    job = await say.from_thread(lambda: job_of(planned, chosen.ladder))
    job = await fitted(job, chosen, store, pool, say, production.ours)
    job = await levelled(job, store, pool, workers, lock, say)
    job = await targeted(job, extras.targets, lock, store, pool, workers, say)
    job = with_low_sound(job) if extras.low_sound else job
    return named(job.with_extras(extras))


@asynccontextmanager
async def _held(folder: OutputFolder, preview: Preview | None) -> AsyncIterator[None]:
    """Holds the folder until nobody writes into it any more."""
    with folder.held():
        try:
            yield
        finally:
            if preview:
                await preview.leave()


def _decided(
    prepare: Callable[[Listener], PlannedFilm], means: Callable[[PlannedFilm, Listener], Means], say: Listener
) -> tuple[PlannedFilm, Means]:
    planned = prepare(say)
    if planned.waits:
        raise NotYetError.of(planned.waits)
    check_matchable(planned.plan)
    check_flow(planned.plan)
    return planned, means(planned, say)


async def _voices_bought(planned: PlannedFilm, terms: Terms, workspace: Workspace, say: Teller) -> PlannedFilm:
    """The plan with its hosted voices as long as they speak, once they have spoken."""
    if not any("/" in piece.voice for piece in planned.plan.all_speech):
        return planned
    from longtake.pipeline.voices_bought import with_bought_voices  # here, as below: it needs SQLAlchemy and httpx

    return await with_bought_voices(planned, terms, workspace, say)


def _tell_notices(job: Job, say: Listener) -> None:
    """Those that the plan did not know yet."""
    for about, message in job.notices[len(job.planned.plan.notices) :]:
        say(Notice(about, message))
