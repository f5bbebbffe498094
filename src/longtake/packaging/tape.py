"""A rendition's samples, taken in order from its segments as they stand in the folder.

The film in one file holds the same samples as the segments. They lie there in their final form, so that they are read
and not made from the essence again; each segment is held against its digest first.
"""

from __future__ import annotations

from collections.abc import Iterator

from longtake.packaging.delivery import Delivery
from longtake.packaging.fragments import read_fragments
from longtake.packaging.renditions import Rendition
from longtake.packaging.tracks import SampleRun

__all__ = ["Tape"]


_EMPTY = SampleRun.of([])


class Tape:
    """Holds one segment at a time; none is read before a sample of it is asked for."""

    def __init__(self, delivery: Delivery, rendition: Rendition) -> None:
        self._runs = _runs(delivery, rendition)
        self._run, self._taken = _EMPTY, 0

    def take(self, count: int) -> list[SampleRun]:
        """The next samples, as many as are asked for; in more than one run where they come from two fragments."""
        taken = []
        while count:
            if self._taken == len(self._run.sizes):
                self._run = _EMPTY  # one segment is let go before the next is read
                self._run, self._taken = next(self._runs), 0
            part = self._run.part(self._taken, self._taken + count)
            self._taken += len(part.sizes)
            count -= len(part.sizes)
            taken.append(part)
        return taken


def _runs(delivery: Delivery, rendition: Rendition) -> Iterator[SampleRun]:
    for number, segment in enumerate(rendition.segments):
        written = _written(delivery, rendition, number, f"{rendition.folder}/{segment.name}")
        yield from read_fragments(rendition.opened(written, number))
        del written  # before the next is read


def _written(delivery: Delivery, rendition: Rendition, number: int, path: str) -> bytes:
    """A segment as it stands in the folder; written anew where it rotted."""
    standing = delivery.at_hand(path)
    if standing and (data := delivery.intact(standing)) is not None:
        return data
    data = rendition.made(number)
    delivery.put(path, data)
    return data
