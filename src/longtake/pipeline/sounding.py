"""The tasks of sound: what one worker does for pieces of the mix that are not encoded yet, or not measured.

They stand here and not with what decides about them: a worker that is sent one imports no more than this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from longtake.media import Digest, SoundRung
from longtake.pipeline.flight import FlightRecorder
from longtake.sound import PIECE_PACKETS, Passage, SoundPiece
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.sound.encode import Overload

__all__ = ["KeyedPassage", "KeyedPiece", "MeasureTask", "SoundTask", "runs_of"]

KeyedPiece = tuple[SoundPiece, Digest]
"""A piece of sound and its key in the store."""

KeyedPassage = tuple[Passage, Digest]
"""A passage of sound and the key of its levels."""

_Heard = TypeVar("_Heard", SoundPiece, Passage)

_PIECES_A_TASK = 5  # half a minute of sound
_MOST_PASSED_OVER = 4  # times a task's own length
_PIECE_SAMPLES = PIECE_PACKETS * 1024


def runs_of(pieces: Sequence[tuple[_Heard, Digest]]) -> tuple[tuple[tuple[_Heard, Digest], ...], ...]:
    """The pieces, or passages, in film order, as runs of half a minute for one task each; longer ones far inside a
    long recording.

    A source is decoded from its start in each task, never by seeking. So a run is at least a quarter as long as what
    its first piece passes over: all tasks together decode a music file some five times, however long it is.
    """
    runs = []
    at = 0
    while at < len(pieces):
        passed_over = max((part.source_start for part in pieces[at][0].parts), default=0)
        count = max(_PIECES_A_TASK, ceil(passed_over / (_MOST_PASSED_OVER * _PIECE_SAMPLES)))
        runs.append(tuple(pieces[at : at + count]))
        at += count
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class SoundTask:
    """Pieces in film order, each with its key. files: where the bytes of each sound that they hear lie."""

    pieces: tuple[KeyedPiece, ...]
    rung: SoundRung
    files: Mapping[Digest, Path]
    store: Path

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(path.name for path in self.files.values())

    def work(self, recorder: FlightRecorder) -> Overload:
        """Mixes, encodes and stores every piece; answers how far the mix went beyond full scale."""
        from longtake.sound.encode import Overload, encode_pieces

        store, keys = Store(self.store), dict(self.pieces)
        overload = Overload()
        for made in encode_pieces(keys, _opener(self.files, recorder), self.rung):
            store.write(keys[made.piece], made.essence.to_bytes())
            overload |= Overload(made.clipped, made.peak)
        return overload


@dataclass(frozen=True, slots=True)
class MeasureTask:
    """Passages in film order, each with the key of its levels. files: as of `SoundTask`."""

    passages: tuple[KeyedPassage, ...]
    files: Mapping[Digest, Path]
    store: Path

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(path.name for path in self.files.values())

    def work(self, recorder: FlightRecorder) -> None:
        """Measures every passage and stores its levels."""
        from longtake.sound.measuring import measure_passages

        store = Store(self.store)
        found = measure_passages([passage for passage, _ in self.passages], _opener(self.files, recorder))
        for (_, key), levels in zip(self.passages, found, strict=True):
            store.write(key, levels.to_bytes())


def _opener(files: Mapping[Digest, Path], recorder: FlightRecorder) -> Callable[[Digest], Path]:
    """Gives a sound's file, and notes that it is being read."""
    numbers = {digest: number for number, digest in enumerate(files)}

    def open_source(digest: Digest) -> Path:
        recorder.reading(numbers[digest])
        return files[digest]

    return open_source
