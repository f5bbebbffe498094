"""Dividing missing spans into batches: every span once, in film order, by source, with no long last batch."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from longtake.media import FrameRange, FrameRate, Size, ladder_for
from longtake.pipeline.batches import batches_of, in_film_order
from longtake.render import SpanJob
from longtake.timeline import Clip, Join, Source, Timeline, spans_of

RATE = FrameRate(24)
RUNGS = ladder_for(Size(1920, 1080), RATE).rungs


def jobs_of(lengths: list[int]) -> list[SpanJob]:
    clips = [
        Clip(str(n), Source("test", str(n), frames, str(n)), FrameRange(6, frames - 6))
        for n, frames in enumerate(lengths)
    ]
    timeline = Timeline(RATE, Size(1920, 1080), tuple(clips), (Join("dissolve", 12),) * (len(clips) - 1))
    return [SpanJob(span, RUNGS) for span in spans_of(timeline)]


def frames_of(batch: tuple[SpanJob, ...]) -> int:
    return sum(job.span.frames for job in batch)


lengths = st.lists(st.integers(60, 400), min_size=1, max_size=12)


@given(lengths, st.integers(1, 16))
def test_every_rung_of_every_job_is_in_exactly_one_batch(lengths: list[int], workers: int) -> None:
    jobs = jobs_of(lengths)
    given = Counter((job.span, rung) for job in jobs for rung in job.rungs)
    assert (
        Counter((job.span, rung) for batch in batches_of(jobs, workers) for job in batch for rung in job.rungs) == given
    )


@given(lengths)
def test_enough_spans_for_all_are_in_film_order(lengths: list[int]) -> None:
    jobs = jobs_of([*lengths, 300])
    assert [job for batch in batches_of(jobs, workers=2) for job in batch] == jobs


@given(lengths, st.integers(1, 16))
def test_for_a_watcher_all_comes_in_film_order_and_the_smallest_rungs_of_it_first(lengths: list[int], n: int) -> None:
    batches = batches_of(jobs_of(lengths), n)
    ordered = in_film_order(batches)
    assert Counter(ordered) == Counter(batches)
    places = [(batch[0].span.start, batch[0].rungs[0].size.pixels) for batch in ordered]
    assert places == sorted(places)


def test_a_single_span_is_shared_by_its_rungs() -> None:
    jobs = jobs_of([60])[:1]
    best, others = batches_of(jobs, workers=2)
    assert best[0].rungs == RUNGS[:1]
    assert others[0].rungs == RUNGS[1:]


@given(lengths, st.integers(1, 16))
def test_a_batch_begins_all_its_spans_with_one_source(lengths: list[int], workers: int) -> None:
    for batch in batches_of(jobs_of(lengths), workers):
        assert len({job.span.sources[0].key for job in batch}) == 1


@given(lengths, st.integers(2, 8))
def test_the_last_batches_are_short_enough_to_share(lengths: list[int], workers: int) -> None:
    jobs = jobs_of(lengths)
    batches = batches_of(jobs, workers)
    longest_span = max(job.span.frames for job in jobs)
    for number, batch in enumerate(batches):
        left = sum(frames_of(later) for later in batches[number:])
        assert frames_of(batch) <= max(longest_span, Fraction(left, 2 * workers))


def test_a_film_of_many_clips_reads_most_of_them_in_one_batch() -> None:
    batches = batches_of(jobs_of([121] * 60), workers=2)
    assert len(batches) <= 60 + 8


@given(lengths)
def test_one_worker_reads_each_source_in_one_batch(lengths: list[int]) -> None:
    batches = batches_of(jobs_of(lengths), workers=1)
    firsts = [batch[0].span.sources[0].key for batch in batches]
    assert len(firsts) == len(set(firsts))
