"""Making a film, from the plan to the folder.

A run that ends early, by an error, a full disk or Ctrl-C, leaves everything that was finished in the store; the same
command goes on from there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

from longtake.errors import LongtakeError, NotYetError
from longtake.media import Digest, Money, Rung
from longtake.packaging import FILM, PLAYLIST, PackageWriter
from longtake.packaging import Package as Packaged
from longtake.pipeline.ahead import Ahead
from longtake.pipeline.beat_cuts import with_beat_cuts
from longtake.pipeline.cover import cover_of
from longtake.pipeline.delivering import MANIFEST, REPORT, Begun, begun, deliver, package
from longtake.pipeline.encrypting import Encryption, encrypted
from longtake.pipeline.estimating import estimate_of, frames_left, warnings_of
from longtake.pipeline.events import Listener, Notice, Planned, Reused
from longtake.pipeline.extras import Extras
from longtake.pipeline.faces import with_faces
from longtake.pipeline.flowing import check_flow, flow_notices
from longtake.pipeline.further import further_paths
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.laddering import as_locked, fitted, named
from longtake.pipeline.levelling import levelled
from longtake.pipeline.lock import Lock, read_lock
from longtake.pipeline.loudness import loudness_words
from longtake.pipeline.matching import check_matchable, matched
from longtake.pipeline.means import Means
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.posters import poster_exposures
from longtake.pipeline.previewing import Preview
from longtake.pipeline.rates import rate_notices, rates_of_film
from longtake.pipeline.reporting import Strips, strips_of
from longtake.pipeline.seam_rows import SeamRow, worst_seam
from longtake.pipeline.seaming import seamed
from longtake.pipeline.spoken_lines import with_recorded_words
from longtake.pipeline.status import note_work
from longtake.pipeline.targeting import target_job, targeted
from longtake.pipeline.targets import check_targets
from longtake.pipeline.telling import Teller
from longtake.pipeline.terms import Terms
from longtake.pipeline.workers import WorkerPool
from longtake.pipeline.working import Onlooker, do_work, stored_keys, take_photos
from longtake.planning import Plan
from longtake.store import DamagedObjectError, OutputFolder, Workspace

__all__ = ["Package", "make_film"]

_USUAL_TERMS = Terms()
_OF_WATCHING = ("longtake.pipeline.rendering", "longtake.sound.encode")
"""What workers import while takes are waited for, where somebody waits for their first pictures."""
_NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True)
class Package:
    """A finished film. reused: whether it stood there already. price: text with its currency, of the takes and the
    hosted voices that it is made of; is_price_most: whether that is only the most that they may have cost;
    is_paid_before: whether all of them were bought before; elapsed: seconds. missing: an error for each take that is
    missing, so that an animatic stands in. is_emulated: whether they are an emulator's. loudness: of the sound, for
    people; "" where there is none, or it was left as it was mixed. worst_seam: of its seams, if it stands out.
    verified: how many rules of delivery its files were read back and held to; 0 where they stood there already.
    further: films in one file beside it, those of targets first, then its scenes."""

    folder: Path
    film: Path
    playlist: Path
    manifest: Path
    report: Path
    title: str
    frames: int
    seconds: Fraction
    rungs: tuple[Rung, ...]
    reused: bool
    notices: tuple[str, ...]
    price: str
    elapsed: Fraction
    missing: tuple[LongtakeError, ...] = ()
    is_emulated: bool = False
    is_price_most: bool = False
    is_paid_before: bool = False
    loudness: str = ""
    worst_seam: SeamRow | None = None
    verified: int = 0
    further: tuple[Path, ...] = ()

    @property
    def exit_code(self) -> int:
        """As the command ends: 0 if every take is there, else that of the worst reason."""
        return max((error.exit_code for error in self.missing), default=0)


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
    extras: Extras = _NO_EXTRAS,
    encryption: Encryption | None = None,
) -> Package:
    """The film in folder `out`. prepare: gives the plan, telling of its progress; means: gives what it is made with.
    pool: its workers may be started already, beside the planning. terms: of buying takes, where the plan has any.
    relock: what is chosen by measure is chosen anew, whatever the lock beside the film says. live_preview: what has
    landed is shown while the rest is made. extras: what is written beside the film. encryption: of the stream.

    Events are told from the running loop's thread, in order. Raises LongtakeError; what was finished is kept.
    """
    began = time.monotonic()
    say = Teller(on_event)
    folder = OutputFolder(out)
    preview = Preview(folder, workspace.store, say) if live_preview else None
    async with _held(folder, preview):
        planned, chosen = await say.from_thread(lambda: _decided(prepare, means, say.threadsafe))
        check_targets(extras.targets, planned.plan, chosen.ladder)
        planned = await _voices_bought(planned, terms, workspace, say)
        planned = await asyncio.to_thread(with_recorded_words, planned, workspace)
        ours = set[Digest]()
        lock = Lock() if relock else read_lock(folder.path)
        chosen = as_locked(chosen, lock, planned.plan)
        if any(shot.segment for shot in planned.plan.shots):
            await pool.resize(chosen.workers)
            if preview:
                pool.ready(*_OF_WATCHING)
            planned = await _bought(planned, chosen, terms, workspace, pool, say, ours, preview)
        planned = with_beat_cuts(planned, lock)
        planned = await say.from_thread(partial(with_faces, planned, workspace.store, say.threadsafe))
        planned = await say.from_thread(partial(seamed, planned, lock, workspace.store))
        planned = await say.from_thread(partial(matched, planned, workspace.store, chosen.workers))
        job = await say.from_thread(lambda: job_of(planned, chosen.ladder))
        job = await fitted(job, chosen, workspace.store, pool, say, ours)
        job = await levelled(job, workspace.store, pool, chosen.workers, lock, say)
        job = await targeted(job, extras.targets, lock, workspace.store, pool, chosen.workers, say)
        job = job.with_scenes() if extras.scenes else job
        job = job.with_posters() if extras.posters else job
        job = job.with_stems() if extras.stems else job
        job = await asyncio.to_thread(encrypted, named(job), encryption, folder)
        if not planned.models:
            _tell_plan(planned.plan, str(planned.plan.quote.total), say)
        _tell_notices(job, say)
        rules = 0
        if await asyncio.to_thread(folder.stands, job.digest):
            say(Reused(str(folder.path)))
            if preview and preview.files:
                await preview.finish(job)
        else:
            await pool.resize(chosen.workers)
            rules = await _made(job, workspace, pool, folder, say, ours, preview)
        of_rates = rate_notices(rates_of_film(folder.path))
        for notice in of_rates:
            say(notice)
    return _package(job, folder, rules, time.monotonic() - began, of_rates)


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


async def _bought(
    planned: PlannedFilm,
    chosen: Means,
    terms: Terms,
    workspace: Workspace,
    pool: WorkerPool,
    say: Teller,
    ours: set[Digest],
    preview: Preview | None,
) -> PlannedFilm:
    """The plan with its takes, changed where shots are bought from other models. What is known already is encoded while
    they land. ours: gets the keys of that."""
    from longtake.pipeline.taking import taker_of  # here: a film that buys nothing needs neither SQLAlchemy nor httpx

    async with taker_of(planned, terms, workspace, say) as taker:
        _tell_plan(planned.plan, str(taker.to_pay.total), say)
        ahead = Ahead(planned, chosen.ladder, workspace.store, pool, say, ours, preview)
        buying, encoding = asyncio.create_task(taker.run(ahead.landed)), asyncio.create_task(ahead.run())
        try:
            bought = await _carried_through(buying, encoding, taker.stop)
            ahead.end()
            await encoding
        finally:
            for task in (buying, encoding):
                task.cancel()
            await asyncio.gather(buying, encoding, return_exceptions=True)
    return bought


async def _carried_through(
    buying: asyncio.Task[PlannedFilm], encoding: asyncio.Task[None], stop: Callable[[], None]
) -> PlannedFilm:
    """The film with all takes. Cancelled once, or where encoding fails, the buying is stopped in good order before this
    ends; cancelled twice, it is left as it stands in the ledger."""
    try:
        await asyncio.wait([buying, encoding], return_when=asyncio.FIRST_COMPLETED)
        if not buying.done():
            stop()
            await encoding
        return await buying
    except asyncio.CancelledError:
        stop()
        await asyncio.wait([buying])
        raise


async def _made(
    job: Job,
    workspace: Workspace,
    pool: WorkerPool,
    folder: OutputFolder,
    say: Teller,
    ours: set[Digest],
    preview: Preview | None,
) -> int:
    """How many rules of delivery it was held to."""
    note_work(folder, job, workspace)
    done = await _worked(job, workspace, pool, folder, say, ours, preview)
    beside = preview.files if preview else ()
    ending = asyncio.create_task(pool.resize(0))  # nothing is left for them to do
    try:
        await say.from_thread(
            lambda: deliver(job, done.packaged, done.writer, done.strips, workspace.store, folder, beside)
        )
    finally:
        await ending
    return done.rules


@dataclass(frozen=True, slots=True)
class _Worked:
    """A package that waits to be published, how many rules it keeps, and what was photographed."""

    packaged: Packaged
    writer: PackageWriter
    rules: int
    strips: Strips


async def _worked(
    job: Job,
    workspace: Workspace,
    pool: WorkerPool,
    folder: OutputFolder,
    say: Teller,
    ours: set[Digest],
    preview: Preview | None,
) -> _Worked:
    """Encoded, packaged, verified and photographed. A stored object that rotted is made again, once."""
    for is_last in (False, True):
        present = await asyncio.to_thread(stored_keys, job, workspace.store)
        for warning in _warnings(job, present, workspace, pool.workers, folder) if not is_last else ():
            say(warning)
        try:
            package_begun, strips = await _encoded(job, present, workspace, pool, folder, say, ours, preview)
            rest = partial(package, job, workspace.store, folder, package_begun, say.threadsafe)
            for notice in flow_notices(job, workspace.store):
                say(notice)
            photos = asyncio.create_task(take_photos([*strips.all, *poster_exposures(job)], workspace.store, pool))
            try:
                packaged, writer, verified = await say.from_thread(rest)
                await _abandoning(writer, photos)
            finally:
                photos.cancel()
            return _Worked(packaged, writer, verified.rules, strips)
        except DamagedObjectError as error:
            if is_last:
                raise
            say(Notice("workspace", f"object {error.key[:12]}… was damaged; it is made again"))
    raise AssertionError("unreachable")


def _warnings(job: Job, present: set[Digest], workspace: Workspace, workers: int, folder: OutputFolder) -> list[Notice]:
    """What to know before the wait, for what is still to be done."""
    estimate = estimate_of(job.planned.plan, job.ladder, workers, frames_left(job, present))
    return warnings_of(estimate, job.planned.plan, workers, workspace.root, folder.path)


async def _encoded(
    job: Job,
    present: set[Digest],
    workspace: Workspace,
    pool: WorkerPool,
    folder: OutputFolder,
    say: Teller,
    ours: set[Digest],
    preview: Preview | None,
) -> tuple[Begun | None, Strips]:
    """Everything is in the store; and what was done meanwhile: the package is begun, as far as it could be."""
    meanwhile = asyncio.create_task(say.from_thread(lambda: (begun(job, workspace.store, folder), strips_of(job))))
    try:
        shown = await asyncio.to_thread(preview.comes_to, job, len(job.spans)) if preview else Onlooker()
        await do_work(job, present, workspace.store, pool, say, ours, shown)
        if preview:
            await preview.finish(job)
        if further := target_job(job):
            there = await asyncio.to_thread(stored_keys, further, workspace.store)
            await do_work(further, there, workspace.store, pool, say, ours)
        await take_photos([cover_of(job)], workspace.store, pool)  # the film is finished with it
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


def _tell_plan(plan: Plan, price: str, say: Listener) -> None:
    say(Planned(plan.title, len(plan.shots), plan.frames, float(plan.seconds), price))
    for notice in plan.notices:
        say(Notice(notice.about, notice.message))


def _tell_notices(job: Job, say: Listener) -> None:
    """Those that the plan did not know yet."""
    for about, message in job.notices[len(job.planned.plan.notices) :]:
        say(Notice(about, message))


def _package(job: Job, folder: OutputFolder, rules: int, elapsed: float, found: Sequence[Notice]) -> Package:
    """rules: how many it was held to; 0 where it stood there already. found: on the finished film."""
    plan, path, takes, voices = job.planned.plan, folder.path, job.planned.takes, job.planned.voices
    price = takes.cost or Money("0.00", plan.quote.total.currency)
    notices = (*job.notices, *((notice.place, notice.message) for notice in found))
    return Package(
        folder=path,
        film=path / FILM,
        playlist=path / PLAYLIST,
        manifest=path / MANIFEST,
        report=path / REPORT,
        title=plan.title,
        frames=plan.frames,
        seconds=plan.seconds,
        rungs=job.ladder.rungs,
        reused=not rules,
        verified=rules,
        notices=tuple(f"{about}: {message}" if about else message for about, message in notices),
        price=str(price + voices.cost if voices else price),
        elapsed=Fraction(round(elapsed * 1000), 1000),
        missing=tuple(one.error for one in takes.missing.values()),
        is_emulated=takes.is_emulated or bool(voices and voices.is_emulated),
        is_price_most=takes.is_cost_most,
        is_paid_before=takes.is_paid_before and not (voices and voices.is_new),
        loudness=loudness_words(job),
        worst_seam=worst_seam(path),
        further=tuple(path / name for name in further_paths(job)),
    )
