"""A film of ten hours and 3,600 shots is planned, quoted and cut into work in seconds; nothing grows faster than it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import longtake
from longtake.media import FrameRate, Size, ladder_for
from longtake.pipeline.batches import batches_of
from longtake.pipeline.job import Job, job_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.reporting import strips_of

SHOTS = 3600


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Processor time, so that a busy machine changes little; bounds are several times what was measured."""
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> PlannedFilm:
    folder = tmp_path_factory.mktemp("ten-hours")
    shots = "".join(f"    - {{action: shot {number}, for: 10s, join: dissolve 0.5s}}\n" for number in range(10))
    first = shots.replace(", join: dissolve 0.5s", "", 1)
    scenes = "".join(f"  - narration: A word.\n    shots:\n{first if not n else shots}" for n in range(SHOTS // 10))
    (folder / "storyboard.yaml").write_text(f"storyboard: 1\nframe: {{size: 640x360}}\nscenes:\n{scenes}")
    with at_most(40):
        return longtake.plan(folder / "storyboard.yaml", workspace=folder / "workspace")


@pytest.fixture(scope="module")
def job(planned: PlannedFilm) -> Job:
    with at_most(30):
        return job_of(planned, ladder_for(Size(640, 360), FrameRate(24)))


@pytest.mark.long
def test_it_is_planned_and_becomes_a_job_in_seconds(planned: PlannedFilm, job: Job) -> None:
    assert planned.plan.seconds == 36_000
    assert len(job.pieces) == 6006
    assert sum(span.frames for span in job.spans) == 864_000


@pytest.mark.long
def test_its_work_is_divided_in_a_second(job: Job) -> None:
    with at_most(5):
        jobs = job.missing_spans(set())
        batches = batches_of(jobs, 2)
        keys = [key for batch in batches for key in job.keys_of(batch)]
        strips_of(job)
    assert sorted(keys) == sorted({key for keys in job.span_keys for key in keys})
