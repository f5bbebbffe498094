"""Pieces of the mix as AAC packets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf, log10

import numpy as np

from longtake.errors import Finding
from longtake.libav.metering import metered
from longtake.libav.sound import PACKET_SAMPLES, Pcm, decode_aac, encode_aac
from longtake.media import EncodedSound, SoundRung
from longtake.sound.level import HEADROOM, Level
from longtake.sound.limiting import factor, levelled
from longtake.sound.mixing import Mixer, OpenSource, clipped
from longtake.sound.pieces import SoundPiece

__all__ = ["MadePiece", "Overload", "encode_piece", "encode_pieces"]

_NEAR = 600  # below the ceiling by so much, no peak of samples comes to it
_SEAM = 10  # by so much, in hundredths of a decibel, a peak may stand higher where two pieces' windows overlap
_TRIES, _STEP = 8, 10


@dataclass(frozen=True, slots=True)
class MadePiece:
    """A piece's own packets, and what mixing it met: see `Mixed` for peak and clipped."""

    piece: SoundPiece
    essence: EncodedSound
    peak: float
    clipped: int


def encode_piece(piece: SoundPiece, open_source: OpenSource, rung: SoundRung) -> MadePiece:
    """One piece by itself: the same bytes as among others. Raises MediaError, SoundError."""
    return next(encode_pieces([piece], open_source, rung))


def encode_pieces(pieces: Iterable[SoundPiece], open_source: OpenSource, rung: SoundRung) -> Iterator[MadePiece]:
    """Any pieces of a mix in film order, as they come; each source is decoded once, forward, in flat memory.

    Raises MediaError if a source cannot be read, SoundError if the encoder fails.
    """
    pieces = tuple(pieces)
    if any(after.first <= before.first for before, after in pairwise(pieces)):
        raise ValueError("pieces are encoded in film order, each once")
    with Mixer(open_source) as mixer:
        for piece in pieces:
            yield _made(piece, mixer.summed(piece), rung)


@dataclass(frozen=True, slots=True)
class Overload:
    """How far a stretch of the mix went beyond full scale. clipped: sample values; peak: 1.0 is full scale."""

    clipped: int = 0
    peak: float = 0.0

    def __or__(self, other: Overload) -> Overload:
        """That of both stretches together."""
        return Overload(self.clipped + other.clipped, max(self.peak, other.peak))

    @property
    def finding(self) -> Finding | None:
        """What to tell of it; None when nothing was clipped."""
        if not self.clipped:
            return None
        return Finding(
            "sound",
            f"the mix goes {20 * log10(self.peak):.1f} dB over full scale: {self.clipped} sample values were clipped",
            ("lower the music's level", "lower the clips' own sound"),
        )


def _made(piece: SoundPiece, summed: Pcm, rung: SoundRung) -> MadePiece:
    if piece.level is None:
        mixed = clipped(summed, piece.heard)
        return MadePiece(piece, _own(piece, encode_aac(mixed.pcm, rung.bitrate)), mixed.peak, mixed.clipped)
    return MadePiece(piece, _own(piece, _levelled(piece, summed, piece.level, rung)), 1.0, 0)


def _own(piece: SoundPiece, encoded: EncodedSound) -> EncodedSound:
    return EncodedSound(encoded.extradata, encoded.packets[piece.pre_roll : piece.pre_roll + piece.packets])


def _levelled(piece: SoundPiece, summed: Pcm, level: Level, rung: SoundRung) -> EncodedSound:
    """Raised, limited and encoded, so that the ceiling holds for what a player hears: AAC lifts peaks, mostly by less
    than 1 dB, and where it lifts one further the piece is limited harder, in steps that grow: a lower peak may come out
    of the encoder higher."""
    least = level.ceiling - HEADROOM
    for number in range(_TRIES):
        encoded = encode_aac(levelled(summed, level.gain, least), rung.bitrate)
        over = _true_peak(piece, encoded, level) - (level.ceiling - _SEAM)
        if over <= 0:
            break
        least -= ceil(over) + _STEP * (number + 1)
    return encoded


def _true_peak(piece: SoundPiece, encoded: EncodedSound, level: Level) -> float:
    """Of the piece's own packets as they decode, in hundredths of a dBTP; minus infinity where it is far below."""
    heard = decode_aac(encoded)[:, piece.pre_roll * PACKET_SAMPLES : (piece.pre_roll + piece.packets) * PACKET_SAMPLES]
    if float(np.abs(heard).max(initial=0)) < factor(level.ceiling - _NEAR):
        return -inf
    return 100 * metered(heard).peak
