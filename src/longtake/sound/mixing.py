"""Adding up what a piece hears, sample by sample, in 32-bit floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from longtake.libav.sound import Pcm, SoundReader
from longtake.media import Digest
from longtake.sound.automation import Bend
from longtake.sound.passages import Passage
from longtake.sound.pieces import Part, Ramp, SoundPiece
from longtake.sound.room_tone import RoomTone

__all__ = ["Mixed", "Mixer", "OpenSource", "clipped"]

OpenSource = Callable[[Digest], Path]
"""Gives the absolute path of the file with these bytes."""

_Line = tuple[Digest, Fraction, int, int]


@dataclass(frozen=True, slots=True)
class Mixed:
    """The signal of a piece's window, held within ±1.0.

    peak: the largest value before that, 1.0 being full scale; clipped: how many sample values were above it, counting
    each channel. Both only of what the piece's own packets stand for.
    """

    pcm: Pcm
    peak: float
    clipped: int


class Mixer:
    """Mixes pieces in film order; a context manager, which closes its files.

    A source that plays on from piece to piece is decoded once, forward. Memory is one window and one reader for each
    sound that is heard in it.
    """

    def __init__(self, open_source: OpenSource) -> None:
        self._open_source = open_source
        self._readers: dict[_Line, SoundReader | RoomTone] = {}

    def __enter__(self) -> Mixer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keep(set())

    def mix(self, piece: SoundPiece) -> Mixed:
        """At the level of its parts, the film's own level left out. Raises MediaError if a source cannot be read any
        more."""
        return clipped(self.summed(piece), piece.heard)

    def summed(self, piece: SoundPiece | Passage) -> Pcm:
        """The same, as far beyond full scale as it goes."""
        self._keep({_line(piece, part) for part in piece.parts})
        pcm = np.zeros((2, piece.window), np.float32)
        for part in piece.parts:
            sound = self._reader(piece, part).window(part.source_start, part.samples)
            pcm[:, part.at : part.at + part.samples] += sound * _envelope(part)
        return pcm

    def _reader(self, piece: SoundPiece | Passage, part: Part) -> SoundReader | RoomTone:
        line = _line(piece, part)
        if line not in self._readers:
            path = self._open_source(part.digest)
            self._readers[line] = RoomTone(path, part.tone_of) if part.tone_of else SoundReader(path, part.tempo)
        return self._readers[line]

    def _keep(self, lines: set[_Line]) -> None:
        for line in self._readers.keys() - lines:
            self._readers.pop(line).close()


def _line(piece: SoundPiece | Passage, part: Part) -> _Line:
    """The parts of one cue lie on one line: same source, same tempo, same distance between source and film."""
    return part.digest, part.tempo, part.source_start - part.at - piece.start, part.tone_of


def _envelope(part: Part) -> NDArray[np.float32]:
    """Gain and fades, one factor a sample. A fade is worked out where it moves: a long part has short ones."""
    factors = np.full(part.samples, 10.0 ** (part.gain_millibels / 2000))
    if part.rise:
        end = min(part.samples, max(0, part.rise.samples - part.rise.first))
        factors[:end] *= _rising(part.rise, 0, end)
    if part.fall:
        begin = min(part.samples, max(0, -part.fall.first))
        factors[begin:] *= _falling(part.fall, begin, part.samples)
    if part.bends:
        factors *= _bent(part.bends, part.samples)
    return factors.astype(np.float32)


def _bent(bends: Sequence[Bend], samples: int) -> NDArray[np.float64]:
    """Even in decibels between two points."""
    places, millibels = zip(*bends, strict=True)
    return np.asarray(10.0 ** (np.interp(np.arange(samples), places, millibels) / 2000))


def _rising(ramp: Ramp, begin: int, end: int) -> NDArray[np.float64]:
    """At samples [begin, end) of a part; full from the fade's end on."""
    at = _progress(ramp, begin, end)
    return at if ramp.shape == "linear" else np.sin(at * (np.pi / 2))


def _falling(ramp: Ramp, begin: int, end: int) -> NDArray[np.float64]:
    """At samples [begin, end) of a part; full until the fade begins."""
    at = _progress(ramp, begin, end)
    return 1 - at if ramp.shape == "linear" else np.cos(at * (np.pi / 2))


def _progress(ramp: Ramp, begin: int, end: int) -> NDArray[np.float64]:
    """How far the fade is in the middle of each sample, 0 to 1."""
    middles = np.arange(ramp.first + begin, ramp.first + end) + 0.5
    return np.clip(middles / ramp.samples, 0, 1)


def clipped(pcm: Pcm, heard: slice) -> Mixed:
    """The signal of a window, of which `heard` is the piece's own part, held within full scale."""
    levels = np.abs(pcm[:, heard])
    return Mixed(np.clip(pcm, -1, 1), float(levels.max(initial=0)), int((levels > 1).sum()))
