"""How loud the finished sound of a film is at its peaks, piece by piece, decoded once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from longtake.media import SAMPLE_RATE, Digest, EncodedSound, digest_of
from longtake.pipeline.photos import Picture
from longtake.publishing import waveform_svg
from longtake.store import Store

if TYPE_CHECKING:
    import av

    from longtake.pipeline.job import Job

__all__ = ["PiecePeaks", "peaks_of", "waveform_of"]

_VERSION = 1
_PACKET = 1024
_BIN = SAMPLE_RATE // 10


@dataclass(frozen=True, slots=True)
class PiecePeaks:
    """The loudest sample of each tenth of a second of a piece of sound. sound: the piece's key."""

    sound: Digest

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return ()

    @property
    def key(self) -> Digest:
        return digest_of(["peaks", _VERSION, self.sound])

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """A byte each, 255 for full scale."""
        import numpy as np

        from longtake.libav.decoding import sound_of

        loud = np.abs(sound_of([EncodedSound.from_bytes(store.read(self.sound))])).max(axis=0)
        edges = range(0, len(loud), _BIN)
        return bytes(min(255, int(255 * float(loud[at : at + _BIN].max()))) for at in edges)


def peaks_of(job: Job) -> list[PiecePeaks]:
    """Of every piece of the film's own sound."""
    return [PiecePeaks(key) for key in job.piece_keys]


def waveform_of(job: Job, store: Store) -> bytes:
    """The film's waveform as SVG; the peaks of its pieces are in the store."""
    samples = job.film.rate.samples(job.planned.plan.frames)
    peaks = [0] * -(-samples // _BIN)
    for piece, kept in zip(job.pieces, peaks_of(job), strict=True):
        begin = max(0, piece.first - 1) * _PACKET
        for number, peak in enumerate(store.read(kept.key)):
            at = (begin + number * _BIN) // _BIN
            if at < len(peaks):
                peaks[at] = max(peaks[at], peak)
    return waveform_svg(peaks).encode()
