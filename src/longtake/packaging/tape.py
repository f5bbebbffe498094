"""A rendition's samples, taken in order from its segments as they stand in the folder.

The film in one file holds the same samples as the segments. They lie there in their final form, so that they are read
and not made from the essence again; each segment is held against its digest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from longtake.packaging.delivery import Delivery, PackagedFile
from longtake.packaging.fragments import read_fragments
from longtake.packaging.renditions import Rendition
from longtake.packaging.tracks import SampleRun

__all__ = ["Tape"]


class Tape:
    """files: the rendition's segments, written. Holds one segment at a time."""

    def __init__(self, delivery: Delivery, rendition: Rendition, files: Sequence[PackagedFile]) -> None:
        self._runs = _runs(delivery, rendition, files)
        self._run = next(self._runs)

    def take(self, count: int) -> list[SampleRun]:
        """The next samples, as many as are asked for; in more than one run where they come from two fragments."""
        taken = []
        while count:
            if not self._run.sizes:
                self._run = next(self._runs)
            taken.append(self._run.part(0, count))
            self._run = self._run.part(count, len(self._run.sizes))
            count -= len(taken[-1].sizes)
        return taken


def _runs(delivery: Delivery, rendition: Rendition, files: Sequence[PackagedFile]) -> Iterator[SampleRun]:
    for segment, file in zip(rendition.segments, files, strict=True):
        data = delivery.content(file)
        if data is None:  # it rotted in its place
            data = segment.make()
            delivery.put(file.path, data)
        yield from read_fragments(memoryview(data))
