"""The sound task: what one worker does for the missing pieces of the mix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.media import Digest, SoundRung
from longtake.pipeline.flight import FlightRecorder
from longtake.sound import SoundPiece
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.sound.encode import Overload

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

    def work(self, recorder: FlightRecorder) -> Overload:
        """Mixes, encodes and stores every piece; answers how far the mix went beyond full scale."""
        from longtake.sound.encode import Overload, encode_pieces

        store, keys = Store(self.store), dict(self.pieces)
        numbers = {digest: number for number, digest in enumerate(self.files)}

        def open_source(digest: Digest) -> Path:
            recorder.reading(numbers[digest])
            return self.files[digest]

        overload = Overload()
        for made in encode_pieces(keys, open_source, self.rung):
            store.write(keys[made.piece], made.essence.to_bytes())
            overload |= Overload(made.clipped, made.peak)
        return overload
