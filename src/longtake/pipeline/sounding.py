"""The sound task: what one worker does for the missing pieces of the mix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from longtake.errors import Finding
from longtake.media import Digest, SoundRung
from longtake.pipeline.flight import FlightRecorder
from longtake.sound import SoundPiece
from longtake.store import Store

__all__ = ["SoundTask"]


@dataclass(frozen=True, slots=True)
class SoundTask:
    """Pieces in film order, each with its key. files: where the bytes of each sound lie."""

    pieces: tuple[tuple[SoundPiece, Digest], ...]
    rung: SoundRung
    files: Mapping[Digest, Path]
    store: Path

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(path.name for path in self.files.values())

    def work(self, recorder: FlightRecorder) -> Finding | None:
        """Mixes, encodes and stores every piece; answers what a person should know of the mix."""
        from longtake.sound.encode import MadePiece, encode_pieces, overload_of

        store, keys = Store(self.store), dict(self.pieces)
        numbers = {digest: number for number, digest in enumerate(self.files)}

        def open_source(digest: Digest) -> Path:
            recorder.reading(numbers[digest])
            return self.files[digest]

        def stored() -> Iterator[MadePiece]:
            for made in encode_pieces(keys, open_source, self.rung):
                store.write(keys[made.piece], made.essence.to_bytes())
                yield made

        return overload_of(stored())
