"""The work of a film: everything that the store lacks is made by workers, in parallel, and put into the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from longtake.media import Digest
from longtake.pipeline.batches import batches_of
from longtake.pipeline.events import Listener, Notice, Progress
from longtake.pipeline.job import Job
from longtake.pipeline.photos import FilmStrip, PhotoTask
from longtake.pipeline.rendering import RenderTask
from longtake.pipeline.sounding import SoundTask
from longtake.pipeline.workers import Task, TaskDone, WorkerPool
from longtake.render import SpanJob
from longtake.sound.encode import Overload
from longtake.store import Store

__all__ = ["do_work", "take_photos"]

_TICK = 0.5  # seconds between two looks at how far the workers are
_STRIPS_A_TASK = 8
_PIECES_A_TASK = 10  # a minute of sound: a music file is decoded from its start in each task


async def do_work(job: Job, store: Store, pool: WorkerPool, say: Listener) -> None:
    """Encodes every span and every piece of sound that the store lacks. Raises what the workers raise."""
    present = {key for keys in (*job.span_keys, job.piece_keys) for key in keys if store.has(key)}
    tallies = (
        _Tally("spans", tuple(zip(*job.span_keys, strict=True)), present, store, say),
        _Tally("sound", tuple((key,) for key in job.piece_keys), present, store, say),
    )
    # Sound comes last, in small tasks: they even out the workers' ends.
    tasks = [*_render_tasks(job, present, store, pool.workers), *_sound_tasks(job, present, store)]

    def look() -> None:
        for tally in tallies:
            tally.look()

    overload = Overload()
    async with aclosing(pool.run(tasks)) as results:
        async for done in _with_ticks(results, look):
            for crash in done.crashes:
                say(Notice("", crash))
            if isinstance(done.result, Overload):
                overload |= done.result
    look()
    if finding := overload.finding:
        say(Notice(finding.place, f"{finding.message}; {' or '.join(finding.advice)}"))


async def take_photos(strips: Sequence[FilmStrip], store: Store, pool: WorkerPool) -> None:
    """Takes the photos that the store lacks; the essence they show is in the store."""
    lacking = [strip for strip in strips if not store.has(strip.key)]
    tasks = [
        PhotoTask(tuple(lacking[at : at + _STRIPS_A_TASK]), store.root) for at in range(0, len(lacking), _STRIPS_A_TASK)
    ]
    async with aclosing(pool.run(tasks)) as results:
        async for _ in results:
            pass


def _render_tasks(job: Job, present: set[Digest], store: Store, workers: int) -> list[Task]:
    return [_render_task(job, batch, store) for batch in batches_of(job.missing_spans(present), workers)]


def _render_task(job: Job, batch: tuple[SpanJob, ...], store: Store) -> RenderTask:
    sources = {source.key for one in batch for source in one.span.sources}
    overlays = {source.key for one in batch for source in one.span.overlay_sources}
    materials, layers = {key: job.materials[key] for key in sources}, {key: job.layers[key] for key in overlays}
    return RenderTask(batch, job.film, materials, store.root, layers)


def _sound_tasks(job: Job, present: set[Digest], store: Store) -> list[Task]:
    pieces = [pair for pair in zip(job.pieces, job.piece_keys, strict=True) if pair[1] not in present]
    runs = [tuple(pieces[at : at + _PIECES_A_TASK]) for at in range(0, len(pieces), _PIECES_A_TASK)]
    return [SoundTask(run, job.ladder.sound, job.sounds, store.root) for run in runs]


class _Tally:
    """Tells how much of a stage is in the store, each time that it grew. parts: the keys of each thing it counts."""

    def __init__(
        self, stage: str, parts: Sequence[Sequence[Digest]], present: set[Digest], store: Store, say: Listener
    ) -> None:
        self._stage, self._total, self._store, self._say = stage, len(parts), store, say
        self._open = [keys for keys in parts if not present.issuperset(keys)]
        self._reused = self._total - len(self._open)
        self._tell()

    def look(self) -> None:
        still_open = [keys for keys in self._open if not all(map(self._store.has, keys))]
        if len(still_open) < len(self._open):
            self._open = still_open
            self._tell()

    def _tell(self) -> None:
        self._say(Progress(self._stage, self._total - len(self._open), self._total, self._reused))


async def _with_ticks(
    results: AsyncGenerator[TaskDone, None], tick: Callable[[], object]
) -> AsyncGenerator[TaskDone, None]:
    """The results as they come; `tick` is called at each one and every half second between them."""
    waiting = asyncio.ensure_future(anext(results, None))
    try:
        while True:
            finished, _ = await asyncio.wait([waiting], timeout=_TICK)
            tick()
            if finished:
                if (done := waiting.result()) is None:
                    return
                yield done
                waiting = asyncio.ensure_future(anext(results, None))
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
