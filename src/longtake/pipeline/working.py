"""The work of a film: everything that the store lacks is made by workers, in parallel, and put into the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence, Set
from contextlib import aclosing
from dataclasses import dataclass

from longtake.media import Digest, SoundRung
from longtake.pipeline.batches import batches_of, in_film_order
from longtake.pipeline.events import Listener, Notice
from longtake.pipeline.job import Job
from longtake.pipeline.photos import Exposure, PhotoTask
from longtake.pipeline.rendering import RenderTask
from longtake.pipeline.sounding import KeyedPiece, SoundTask, runs_of
from longtake.pipeline.sureness import unsure_spans
from longtake.pipeline.tallying import Lookout, Tally
from longtake.pipeline.worker import Task
from longtake.pipeline.workers import TaskDone, WorkerPool
from longtake.render import SpanJob
from longtake.sound.encode import Overload
from longtake.store import Store

__all__ = ["Onlooker", "do_known_work", "do_part", "do_work", "stored_keys", "take_photos"]

_Work = tuple[Task, list[Digest]]  # a task, and the keys of what it makes

_PENDING = Digest("pending")  # the key of what nobody can make yet

_STRIPS_A_TASK = 8


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody who waits for what is made. tasks: of their own, done before all others; look: is called each time that
    more may have landed; tick: seconds between two looks at how far the workers are; is_in_order: whether what comes
    first in the film is made first; is_enough: from when on nothing more is begun."""

    tasks: tuple[Task, ...] = ()
    look: Callable[[], None] = lambda: None
    tick: float = 0.5
    is_in_order: bool = False
    is_enough: Callable[[], bool] = lambda: False


_NOBODY = Onlooker()


async def do_work(
    job: Job,
    present: set[Digest],
    store: Store,
    pool: WorkerPool,
    say: Listener,
    ours: set[Digest] | None = None,
    onlooker: Onlooker = _NOBODY,
) -> None:
    """Encodes every span and every piece of sound that the store lacks. present: its `stored_keys`; ours: keys of what
    this make made before. Raises what the workers raise."""
    tallies = (
        Tally("spans", zip(*job.span_keys, strict=True), present, say, ours),
        Tally("sound", ((key,) for key in job.sound_keys), present, say),
    )
    # Sound comes last, in small tasks: they even out the workers' ends.
    work = [*_render_tasks(job, present, store, pool.workers, onlooker), *_sound_tasks(job, present, store)]
    await _done(work, tallies, store, pool, say, onlooker)


async def do_known_work(
    job: Job,
    pending: Set[Digest],
    store: Store,
    pool: WorkerPool,
    say: Listener,
    ours: set[Digest],
    onlooker: Onlooker = _NOBODY,
) -> None:
    """Encodes every span that the store lacks and that shows none of the pending sources. ours: as of `do_work`."""
    await do_part(job, job.without(pending, unsure_spans(job)), store, pool, say, ours, onlooker)


async def do_part(
    job: Job,
    part: Job,
    store: Store,
    pool: WorkerPool,
    say: Listener,
    ours: set[Digest],
    onlooker: Onlooker = _NOBODY,
) -> None:
    """Encodes every span of a part of the film that the store lacks. ours: as of `do_work`."""
    present = stored_keys(part, store)
    kept = {span.start for span in part.spans}
    parts = [
        keys if span.start in kept else (_PENDING,)
        for span, keys in zip(job.spans, zip(*job.span_keys, strict=True), strict=True)
    ]
    work = _render_tasks(part, present, store, pool.workers, onlooker)
    await _done(work, (Tally("spans", parts, present, say, ours),), store, pool, say, onlooker)


async def _done(
    work: Sequence[_Work],
    tallies: Sequence[Tally],
    store: Store,
    pool: WorkerPool,
    say: Listener,
    onlooker: Onlooker,
) -> None:
    work = [*((task, []) for task in onlooker.tasks), *work]
    lookout = Lookout(work, pool.workers, store)

    def told(made: Sequence[Digest]) -> None:
        for tally in tallies:
            tally.made(made)
        onlooker.look()

    onlooker.look()
    overload = Overload()
    async with aclosing(pool.run([task for task, _ in work], onlooker.is_enough)) as results:
        async for done in _with_ticks(results, lambda: told(lookout.look()), onlooker.tick):
            told(lookout.finished(done.task))
            for crash in done.crashes:
                say(Notice("", crash))
            if isinstance(done.result, Overload):
                overload |= done.result
    if finding := overload.finding:
        say(Notice(finding.place, f"{finding.message}; {' or '.join(finding.advice)}"))


def stored_keys(job: Job, store: Store) -> set[Digest]:
    """What of the film's spans, of what is measured on them, and of its sound is in the store."""
    made = (*job.span_keys, *job.fidelity_keys, job.sound_keys, job.flow_keys.values(), job.thumbnail_keys)
    return {key for keys in made for key in keys if store.has(key)}


async def take_photos(strips: Sequence[Exposure], store: Store, pool: WorkerPool) -> None:
    """Takes the photos and measures the seams that the store lacks; the essence they show is in the store."""
    lacking = [strip for key, strip in {strip.key: strip for strip in strips}.items() if not store.has(key)]
    tasks = [
        PhotoTask(tuple(lacking[at : at + _STRIPS_A_TASK]), store.root) for at in range(0, len(lacking), _STRIPS_A_TASK)
    ]
    async with aclosing(pool.run(tasks)) as results:
        async for _ in results:
            pass


def _render_tasks(job: Job, present: set[Digest], store: Store, workers: int, onlooker: Onlooker) -> list[_Work]:
    batches = batches_of(job.missing_spans(present), workers)
    if onlooker.is_in_order:
        batches = in_film_order(batches)
    return [(_render_task(job, batch, store), job.keys_of(batch)) for batch in batches]


def _render_task(job: Job, batch: tuple[SpanJob, ...], store: Store) -> RenderTask:
    sources = {source.key for one in batch for source in one.span.sources}
    overlays = {source.key for one in batch for source in one.span.overlay_sources}
    materials, layers = {key: job.materials[key] for key in sources}, {key: job.layers[key] for key in overlays}
    return RenderTask(batch, job.film, materials, store.root, layers)


def _sound_tasks(job: Job, present: set[Digest], store: Store) -> list[_Work]:
    known, work = set(present), list[_Work]()
    rates = [(job.ladder.sound, mix) for mix in job.mixes]
    rates += [(job.low_sound, mix) for mix in job.low_mixes if job.low_sound]
    for rung, mix in rates:
        distinct = {key: piece for piece, key in reversed(mix)}  # each recipe once, where it is heard first
        runs = runs_of([(piece, key) for piece, key in mix if distinct[key] is piece and key not in known])
        work += [(_sound_task(job, rung, run, store), [key for _, key in run]) for run in runs]
        known |= distinct.keys()
    return work


def _sound_task(job: Job, rung: SoundRung, run: tuple[KeyedPiece, ...], store: Store) -> SoundTask:
    heard = {part.digest: job.sounds[part.digest] for piece, _ in run for part in piece.parts}
    return SoundTask(run, rung, heard, store.root)


async def _with_ticks(
    results: AsyncGenerator[TaskDone, None], tick: Callable[[], object], seconds: float
) -> AsyncGenerator[TaskDone, None]:
    """The results as they come; `tick` is called at each one and, between them, each time that so many seconds are
    over."""
    waiting = asyncio.ensure_future(anext(results, None))
    try:
        while True:
            finished, _ = await asyncio.wait([waiting], timeout=seconds)
            tick()
            if finished:
                if (done := waiting.result()) is None:
                    return
                yield done
                waiting = asyncio.ensure_future(anext(results, None))
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
