"""Telling how far the work is: right at every moment, and without looking at the whole film each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from longtake.media import Digest, digest_of
from longtake.pipeline.events import Progress
from longtake.pipeline.flight import FlightRecorder
from longtake.pipeline.tallying import Lookout, Tally
from longtake.store import Store

KEYS = [digest_of(number) for number in range(12)]
PARTS = some.lists(some.lists(some.sampled_from(KEYS), min_size=1, max_size=3), max_size=10)


class Nothing:
    """A task that nobody runs."""

    sources = ("a.mp4",)

    def work(self, recorder: FlightRecorder) -> Any:
        raise AssertionError


class Counting(Store):
    """Counts how often it is asked."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked = 0

    def has(self, key: Digest) -> bool:
        self.asked += 1
        return super().has(key)


@given(PARTS, some.sets(some.sampled_from(KEYS)), some.lists(some.lists(some.sampled_from(KEYS)), max_size=5))
def test_the_tally_is_what_counting_anew_would_say(
    parts: list[list[Digest]], present: set[Digest], made: list[list[Digest]]
) -> None:
    told: list[Progress] = []
    tally = Tally("spans", parts, present, told.append)  # type: ignore[arg-type]
    known = set(present)
    for keys in [[], *made]:
        tally.made(keys)
        known.update(keys)
        assert told[-1].done == sum(known.issuperset(part) for part in parts)
    assert {(event.total, event.reused) for event in told} == {
        (len(parts), sum(present.issuperset(part) for part in parts))
    }
    assert [event.done for event in told] == sorted({event.done for event in told})


def test_a_part_is_done_when_its_last_rung_is(tmp_path: Path) -> None:
    told: list[Progress] = []
    tally = Tally("spans", [KEYS[:2], KEYS[2:4]], set(), told.append)  # type: ignore[arg-type]
    for key in KEYS[:3]:
        tally.made([key])
    assert [event.done for event in told] == [0, 1]


def test_only_tasks_in_flight_are_looked_at_however_many_there_are(tmp_path: Path) -> None:
    store = Counting(tmp_path)
    tasks = [(Nothing(), [digest_of([task, number]) for number in range(5)]) for task in range(1000)]
    lookout = Lookout(tasks, 2, store)
    store.write(tasks[0][1][0], b"x")
    store.write(tasks[1][1][0], b"x")
    store.write(tasks[1][1][1], b"x")
    assert lookout.look() == [tasks[0][1][0], *tasks[1][1][:2]]
    assert lookout.look() == []
    assert store.asked <= 10


def test_a_finished_task_gives_what_was_not_seen_and_the_next_one_is_looked_at(tmp_path: Path) -> None:
    store = Store(tmp_path)
    tasks = [(Nothing(), [digest_of([task, number]) for number in range(2)]) for task in range(3)]
    lookout = Lookout(tasks, 1, store)
    store.write(tasks[0][1][0], b"x")
    assert lookout.look() == tasks[0][1][:1]
    assert lookout.finished(tasks[0][0]) == tasks[0][1][1:]
    store.write(tasks[1][1][0], b"x")
    assert lookout.look() == tasks[1][1][:1]
