"""Telling how far the work is, at a cost that does not grow with the film.

What a worker has put into the store is seen by looking there. Tasks are begun in their order, so that those in flight
are always among the first of those that are not finished: only their next keys are looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from longtake.media import Digest
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.worker import Task
from longtake.store import Store

__all__ = ["Lookout", "Tally"]


class Tally:
    """Tells how much of a stage is made, each time that it grew. parts: the keys of each thing it counts. ours: keys
    that this make has made before, so that they do not count as found; it grows with what is made."""

    def __init__(
        self,
        stage: str,
        parts: Iterable[Sequence[Digest]],
        present: set[Digest],
        say: Listener,
        ours: set[Digest] | None = None,
    ) -> None:
        self._stage, self._say = stage, say
        self._ours, self._reused = set() if ours is None else ours, 0
        self._lacking: list[int] = []  # keys that each part still needs
        self._needed_by: dict[Digest, list[int]] = {}
        for number, keys in enumerate(parts):
            lacking = set(keys) - present
            self._lacking.append(len(lacking))
            self._reused += not lacking and self._ours.isdisjoint(keys)
            for key in lacking:
                self._needed_by.setdefault(key, []).append(number)
        self._done = self._lacking.count(0)
        self._tell()

    def made(self, keys: Iterable[Digest]) -> None:
        """These keys are in the store now; keys of other stages are none of ours."""
        before = self._done
        for key in keys:
            for part in self._needed_by.pop(key, ()):
                self._lacking[part] -= 1
                self._done += not self._lacking[part]
            self._ours.add(key)
        if self._done > before:
            self._tell()

    def _tell(self) -> None:
        self._say(Progress(self._stage, self._done, len(self._lacking), self._reused))


class Lookout:
    """Sees what tasks in flight have made. tasks: in the order in which they are begun, each with the keys that it
    makes, in the order in which it makes them; workers: how many are in flight at most."""

    def __init__(self, tasks: Sequence[tuple[Task, Sequence[Digest]]], workers: int, store: Store) -> None:
        self._open = {id(task): list(reversed(keys)) for task, keys in tasks}
        self._workers, self._store = workers, store

    def finished(self, task: Task) -> list[Digest]:
        """The keys that a finished task had not been seen to have made."""
        return self._open.pop(id(task))

    def look(self) -> list[Digest]:
        """Keys that were not in the store when it looked last."""
        found: list[Digest] = []
        for keys in islice(self._open.values(), self._workers):
            made = list(takewhile(self._store.has, reversed(keys)))
            del keys[len(keys) - len(made) :]
            found += made
        return found
