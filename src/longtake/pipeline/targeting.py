"""Bringing a film to its targets: for each a rung and a loudness, decided before anything is encoded, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from longtake.media import Digest, Ladder, digest_of
from longtake.pipeline.events import Listener
from longtake.pipeline.job import Job
from longtake.pipeline.levelling import heard_at, target_of
from longtake.pipeline.lock import Lock, LockedTarget
from longtake.pipeline.targets import TargetFilm, TargetWish, rung_within
from longtake.pipeline.tongues import Tongue
from longtake.pipeline.workers import WorkerPool
from longtake.render import essence_key
from longtake.store import Store

__all__ = ["target_job", "targeted", "targets_json"]


async def targeted(
    job: Job,
    wishes: Sequence[TargetWish],
    kept: Lock,
    store: Store,
    pool: WorkerPool,
    workers: int,
    say: Listener,
) -> Job:
    """The film with what it goes to its targets as, which goes into its lock. kept: of the film that was made last.

    Raises InputError for a cap that its spans cannot be brought under, and what the workers raise.
    """
    if not wishes:
        return job
    films = [await _film(job, wish, kept.targets.get(wish.name), store, pool, workers, say) for wish in wishes]
    lock = Lock.from_json(job.planned.lock) if job.planned.lock else Lock()
    locked = {film.wish.name: LockedTarget(film.rung.maxrate, film.level) for film in films}
    planned = replace(job.planned, lock=replace(lock, targets=locked).to_json())
    made_of = [[*film.wish.recipe, film.rung, film.span_keys, film.piece_keys] for film in films]
    return replace(job, planned=planned, targets=tuple(films), digest=digest_of([job.digest, *made_of]))


async def _film(
    job: Job,
    wish: TargetWish,
    kept: LockedTarget | None,
    store: Store,
    pool: WorkerPool,
    workers: int,
    say: Listener,
) -> TargetFilm:
    frames, spans = job.planned.plan.frames, len(job.spans)
    rate = kept.rate if kept else None
    rung = rung_within(wish, job.ladder, job.film.size, job.film.rate, frames, spans, rate)
    if rung in job.ladder.rungs:
        keys = job.span_keys[job.ladder.rungs.index(rung)]
    else:
        keys = tuple(essence_key(span, rung, job.film) for span in job.spans)
    if wish.target.loudness == target_of(job.planned.plan.loudness):
        return TargetFilm(wish, rung, keys, job.pieces, job.piece_keys, job.level)
    level = kept.level if kept else None
    pieces, level = await heard_at(job, wish.target.loudness, level, f"target {wish.name}", store, pool, workers, say)
    return TargetFilm(wish, rung, keys, pieces, _piece_keys(job, pieces), level)


def _piece_keys(job: Job, pieces: Sequence[Any]) -> tuple[Digest, ...]:
    from longtake.libav.toolchain import sound_toolchain

    toolchain = sound_toolchain()
    return tuple(piece.key(job.ladder.sound, toolchain) for piece in pieces)


def target_job(job: Job) -> Job | None:
    """What has to be made for the targets besides the film itself; None where nothing has."""
    rungs = {film.span_keys: film.rung for film in job.targets if film.span_keys not in job.span_keys}
    sounds = {film.piece_keys: film.pieces for film in job.targets if film.piece_keys != job.piece_keys}
    if not rungs and not sounds:
        return None
    heard = tuple(Tongue("und", is_voiced=False, pieces=pieces, keys=keys) for keys, pieces in sounds.items())
    return replace(
        job,
        ladder=Ladder(tuple(rungs.values()), job.ladder.sound),
        span_keys=tuple(rungs),
        sampled=frozenset(),
        pieces=(),
        piece_keys=(),
        tongues=heard,
        targets=(),
        low_sound=None,
    )


def targets_json(job: Job) -> list[dict[str, Any]]:
    """For the manifest: each target's file with the limits that it was made for."""
    return [_told(film) for film in job.targets]


def _told(film: TargetFilm) -> dict[str, Any]:
    target, loudness = film.wish.target, film.wish.target.loudness
    ends = {name: getattr(target, name) for name in ("sides", "seconds", "rate")}
    limits = {
        name: [None if end is None else str(end) for end in (limit.least, limit.most)] for name, limit in ends.items()
    }
    level = {"gain": film.level.gain, "ceiling": film.level.ceiling} if film.level else None
    return {
        "target": target.name,
        "path": film.wish.path,
        "rung": film.rung.name,
        "bytes": film.wish.most,
        **limits,
        "edit_lists": target.has_edits,
        "loudness": {"integrated": loudness.integrated, "true_peak": loudness.true_peak, "level": level},
    }
