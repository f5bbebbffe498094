"""Producing a film whose job is decided: encoded, packaged, verified, photographed, and put in its folder."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial

from longtake.media import Digest
from longtake.packaging import Package, PackageWriter
from longtake.pipeline.delivering import Begun, begun, deliver, package
from longtake.pipeline.estimating import estimate_of, frames_left, warnings_of
from longtake.pipeline.events import Notice
from longtake.pipeline.flowing import flow_notices
from longtake.pipeline.job import Job
from longtake.pipeline.posters import cover_of, poster_exposures
from longtake.pipeline.previewing import Preview
from longtake.pipeline.reporting import Strips, strips_of
from longtake.pipeline.status import note_work
from longtake.pipeline.targeting import target_job
from longtake.pipeline.telling import Teller
from longtake.pipeline.workers import WorkerPool
from longtake.pipeline.working import Onlooker, do_work, stored_keys, take_photos
from longtake.store import DamagedObjectError, OutputFolder, Store, Workspace

__all__ = ["Production", "produced"]


@dataclass(frozen=True, slots=True)
class Production:
    """What a film is made with, and where. ours: keys of what this make has encoded already; preview: shows it
    meanwhile."""

    workspace: Workspace
    folder: OutputFolder
    pool: WorkerPool
    say: Teller
    preview: Preview | None = None
    ours: set[Digest] = field(default_factory=set)

    @property
    def store(self) -> Store:
        return self.workspace.store


async def produced(job: Job, means: Production) -> int:
    """The film in its folder. Says how many rules of delivery it was held to."""
    note_work(means.folder, job, means.workspace)
    done = await _worked(job, means)
    beside = means.preview.files if means.preview else ()
    ending = asyncio.create_task(means.pool.resize(0))  # nothing is left for them to do
    try:
        rest = partial(deliver, job, done.packaged, done.writer, done.strips, means.store, means.folder, beside)
        await means.say.from_thread(rest)
    finally:
        await ending
    return done.rules


@dataclass(frozen=True, slots=True)
class _Worked:
    """A package that waits to be published, how many rules it keeps, and what was photographed."""

    packaged: Package
    writer: PackageWriter
    rules: int
    strips: Strips


async def _worked(job: Job, means: Production) -> _Worked:
    """Encoded, packaged, verified and photographed. A stored object that rotted is made again, once."""
    for is_last in (False, True):
        present = await asyncio.to_thread(stored_keys, job, means.store)
        for warning in _warnings(job, present, means) if not is_last else ():
            means.say(warning)
        try:
            package_begun, strips = await _encoded(job, present, means)
            rest = partial(package, job, means.store, means.folder, package_begun, means.say.threadsafe)
            for notice in flow_notices(job, means.store):
                means.say(notice)
            photos = asyncio.create_task(take_photos([*strips.all, *poster_exposures(job)], means.store, means.pool))
            try:
                packaged, writer, verified = await means.say.from_thread(rest)
                await _abandoning(writer, photos)
            finally:
                photos.cancel()
            return _Worked(packaged, writer, verified.rules, strips)
        except DamagedObjectError as error:
            if is_last:
                raise
            means.say(Notice("workspace", f"object {error.key[:12]}… was damaged; it is made again"))
    raise AssertionError("unreachable")


def _warnings(job: Job, present: set[Digest], means: Production) -> list[Notice]:
    """What to know before the wait, for what is still to be done."""
    plan, workers = job.planned.plan, means.pool.workers
    estimate = estimate_of(plan, job.ladder, workers, frames_left(job, present), job.low_sound)
    return warnings_of(estimate, plan, workers, means.workspace.root, means.folder.path)


async def _encoded(job: Job, present: set[Digest], means: Production) -> tuple[Begun | None, Strips]:
    """Everything is in the store; and what was done meanwhile: the package is begun, as far as it could be."""
    store, pool, say, preview = means.store, means.pool, means.say, means.preview
    meanwhile = asyncio.create_task(say.from_thread(lambda: (begun(job, store, means.folder), strips_of(job))))
    try:
        shown = await asyncio.to_thread(preview.comes_to, job, len(job.spans)) if preview else Onlooker()
        await do_work(job, present, store, pool, say, means.ours, shown)
        if preview:
            await preview.finish(job)
        if further := target_job(job):
            there = await asyncio.to_thread(stored_keys, further, store)
            await do_work(further, there, store, pool, say, means.ours)
        await take_photos([cover_of(job)], store, pool)  # the film is finished with it
        return await meanwhile
    except BaseException:
        await asyncio.wait([meanwhile])
        if not meanwhile.cancelled() and not meanwhile.exception() and (left := meanwhile.result()[0]):
            left.writer.abandon()
        raise


async def _abandoning(writer: PackageWriter, photos: asyncio.Task[None]) -> None:
    """Waits for the photos; without them nothing is published."""
    try:
        await photos
    except BaseException:
        writer.abandon()
        raise
