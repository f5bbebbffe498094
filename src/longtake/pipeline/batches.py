"""Dividing the missing spans into batches for the workers. Pure.

A batch is the run of missing spans that begin with the same source: nine of ten generated clips have a single
keyframe, so a source is best decoded once, by one worker. Towards the end batches are divided at spans, so that no
worker is left with a long last batch while the others stand idle (guided self-scheduling: a batch is at most half of
its fair share of what is left).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from longtake.render.spans import SpanJob

__all__ = ["batches_of"]


def batches_of(jobs: Sequence[SpanJob], workers: int) -> tuple[tuple[SpanJob, ...], ...]:
    """The jobs, in film order, as batches; each job in exactly one."""
    batches: list[tuple[SpanJob, ...]] = []
    left = sum(job.span.frames for job in jobs)
    for _, group in groupby(jobs, key=lambda job: job.span.sources[0].key):
        waiting = list(group)
        while waiting:
            batch = _first_part(waiting, left // (2 * workers))
            batches.append(batch)
            waiting = waiting[len(batch) :]
            left -= sum(job.span.frames for job in batch)
    return tuple(batches)


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
