"""Fitting the ladder to a film (`rungs: auto`): a few spans are encoded in every rung; the rungs are chosen by that.

It costs at most `_SPANS` spans of 2 s a rung, and what is kept of the ladder has them already. The choice stands in the
lock and is not made again while the same ladder is asked for: made anew after an edit, it could change every rung.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from longtake.media import Digest, EncodedSpan, Ladder, RungMeasure, chosen_rungs, digest_of, ladder_of_choice
from longtake.pipeline.events import Listener
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.lock import Lock, LockedLadder
from longtake.pipeline.means import Means
from longtake.pipeline.workers import WorkerPool
from longtake.pipeline.working import do_part
from longtake.planning import Plan
from longtake.store import DamagedObjectError, Store

__all__ = ["as_locked", "fitted", "ladder_json", "named", "sample_of"]

_SPANS = 12


def as_locked(means: Means, lock: Lock, plan: Plan) -> Means:
    """Means with the ladder that was chosen for this film before, if it was chosen from the same one."""
    if means.fits and (kept := lock.ladder) and kept.of == _of(means.ladder):
        return replace(means, ladder=ladder_of_choice(means.ladder, plan.rate, kept.rungs), chosen=kept)
    return means


async def fitted(job: Job, means: Means, store: Store, pool: WorkerPool, say: Listener, ours: set[Digest]) -> Job:
    """The film with the ladder that fits it, and with that in its lock. means: what it is made with; ours: gets the
    keys of what is encoded. Raises what the workers raise."""
    if not means.fits:
        return job
    choice = means.chosen
    if choice is None:
        await pool.resize(means.workers)
        sampled = await _sampled(job, store, pool, say, ours)
        rungs = chosen_rungs(job.ladder, sampled)
        choice = LockedLadder(_of(job.ladder), len(sample_of(job)), rungs)
        ladder = ladder_of_choice(job.ladder, job.film.rate, rungs)
        job = await asyncio.to_thread(job_of, job.planned, ladder)
    lock = Lock.from_json(job.planned.lock) if job.planned.lock else Lock()
    planned = replace(job.planned, lock=replace(lock, ladder=choice).to_json())
    return replace(job, planned=planned, fitting=choice, notices=(*job.notices, *_notices(job.ladder, choice)))


def named(job: Job) -> Job:
    """The finished job by its own name: where the same rungs were asked for, the lock holds no choice."""
    return replace(job, digest=digest_of(["fitted", job.digest, job.fitting])) if job.fitting else job


def sample_of(job: Job) -> tuple[int, ...]:
    """Numbers of the spans that a film is judged by: evenly over it, each recipe once."""
    first = {span.recipe: number for number, span in reversed(list(enumerate(job.spans)))}
    numbers = sorted(first.values())
    count = min(_SPANS, len(numbers))
    return tuple(numbers[len(numbers) * (2 * at + 1) // (2 * count)] for at in range(count))


def ladder_json(job: Job) -> dict[str, Any]:
    """For the manifest; nothing where the ladder was not left to measure."""
    if job.fitting is None:
        return {}
    rows = [asdict(one) for one in job.fitting.rungs]
    return {"ladder": {"chosen": "by measure", "spans_measured": job.fitting.spans, "rungs": rows}}


async def _sampled(
    job: Job, store: Store, pool: WorkerPool, say: Listener, ours: set[Digest]
) -> tuple[RungMeasure, ...]:
    part = job.part(sample_of(job))
    for is_last in (False, True):
        await do_part(job, part, store, pool, say, ours)
        try:
            return await asyncio.to_thread(_measured, part, store)
        except DamagedObjectError:  # it is gone from the store now, and is made again
            if is_last:
                raise
    raise AssertionError("unreachable")


def _measured(part: Job, store: Store) -> tuple[RungMeasure, ...]:
    return tuple(_measure([store.read(key) for key in keys], part) for keys in part.span_keys)


def _measure(stored: Sequence[bytes], part: Job) -> RungMeasure:
    bits = [8 * sum(len(packet.data) for packet in EncodedSpan.from_bytes(one).packets) for one in stored]
    seconds = [part.film.rate.seconds(span.frames) for span in part.spans]
    hardest = max(Fraction(size) / length for size, length in zip(bits, seconds, strict=True))
    return RungMeasure(round(sum(bits) / sum(seconds, Fraction(0))), round(hardest))


def _of(ladder: Ladder) -> Digest:
    """What a choice was made from."""
    return digest_of(["ladder", ladder])


def _notices(ladder: Ladder, choice: LockedLadder) -> list[tuple[str, str]]:
    """What was left out, for people; the caps stand in the manifest."""
    gone = [f"{one.name} ({one.why})" for one in choice.rungs if one.maxrate is None]
    kept = ", ".join(rung.name for rung in ladder.rungs)
    return [("rungs", f"measured on {choice.spans} spans: {kept}; left out: {'; '.join(gone)}")] if gone else []
