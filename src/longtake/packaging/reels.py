"""Samples taken in order from the essence itself, for files that are no stream: any part of a film, in any rung."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.tracks import SampleRun

__all__ = ["PictureReel", "SoundReel"]


class PictureReel:
    """The pictures of spans [first, end) of a rung; one span is held at a time."""

    def __init__(self, reader: PictureReader, spans: Iterable[int]) -> None:
        self._runs = (SampleRun.of(reader.samples(number)) for number in spans)
        self._run, self._taken = SampleRun.of([]), 0

    def take(self, count: int) -> list[SampleRun]:
        """The next samples, as many as are asked for."""
        return list(self._parts(count))

    def _parts(self, count: int) -> Iterator[SampleRun]:
        while count:
            if self._taken == len(self._run.sizes):
                self._run, self._taken = next(self._runs), 0
            part = self._run.part(self._taken, self._taken + count)
            self._taken += len(part.sizes)
            count -= len(part.sizes)
            yield part


class SoundReel:
    """The packets of a sound from `first` on."""

    def __init__(self, reader: SoundReader, first: int) -> None:
        self._reader, self._at = reader, first

    def take(self, count: int) -> list[SampleRun]:
        """The next packets, as many as are asked for."""
        first, self._at = self._at, self._at + count
        return [SampleRun.of(self._reader.samples(first, self._at))]
