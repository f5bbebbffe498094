"""Dividing the missing spans into batches for the workers. Pure.

A batch is the run of missing spans that begin with the same source: nine of ten generated clips have a single
keyframe, so a source is best decoded once, by one worker. Towards the end batches are divided at spans, so that no
worker is left with a long last batch while the others stand idle (guided self-scheduling: a batch is at most half of
its fair share of what is left). A single worker has nobody to share with, and decodes nothing twice.

After a small edit there are fewer spans than the workers could share. Then the best rung, which costs about as much as
all others together, is a batch of its own: the few pictures are decoded twice, and the wait is halved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from longtake.render.spans import SpanJob

__all__ = ["batches_of", "in_film_order"]


def batches_of(jobs: Sequence[SpanJob], workers: int) -> tuple[tuple[SpanJob, ...], ...]:
    """The jobs as batches, every rung of each in exactly one: in film order, or the longest first if they are few."""
    batches: list[tuple[SpanJob, ...]] = []
    left = sum(job.span.frames for job in jobs)
    for _, group in groupby(jobs, key=lambda job: job.span.sources[0].key):
        waiting = list(group)
        while waiting:
            batch = _first_part(waiting, left // (2 * workers) if workers > 1 else left)
            batches.append(batch)
            waiting = waiting[len(batch) :]
            left -= sum(job.span.frames for job in batch)
    if len(jobs) < 2 * workers and workers > 1:
        batches = [part for batch in batches for part in _by_rungs(batch)]
        batches.sort(key=_pixels, reverse=True)
    return tuple(batches)


def in_film_order(batches: Sequence[tuple[SpanJob, ...]]) -> tuple[tuple[SpanJob, ...], ...]:
    """For somebody who watches the film as it is made: what comes first in it, of that the smallest rungs, first."""
    return tuple(sorted(batches, key=lambda batch: (batch[0].span.start, batch[0].rungs[0].size.pixels)))


def _by_rungs(batch: tuple[SpanJob, ...]) -> list[tuple[SpanJob, ...]]:
    """The batch for the best rung of each job, and the batch for all others, which takes the thumbnails, too."""
    best = tuple(replace(job, rungs=job.rungs[:1], has_thumbnails=_alone(job)) for job in batch)
    others = tuple(replace(job, rungs=job.rungs[1:]) for job in batch if job.rungs[1:])
    return [best, others] if others else [best]


def _alone(job: SpanJob) -> bool:
    """Whether its best rung's batch has to take its thumbnails."""
    return job.has_thumbnails and not job.rungs[1:]


def _pixels(batch: tuple[SpanJob, ...]) -> int:
    return sum(job.span.frames * rung.size.pixels for job in batch for rung in job.rungs)


def _first_part(jobs: Sequence[SpanJob], most: int) -> tuple[SpanJob, ...]:
    """The longest beginning of `jobs` of at most `most` frames, and at most half of a run that has to be divided; at
    least one job."""
    total = sum(job.span.frames for job in jobs)
    if total <= most:
        return tuple(jobs)
    room = min(most, -(-total // 2))
    taken, frames = 0, 0
    for job in jobs:
        if taken and frames + job.span.frames > room:
            break
        frames += job.span.frames
        taken += 1
    return tuple(jobs[:taken])
