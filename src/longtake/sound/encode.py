"""Pieces of the mix as AAC packets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log10

from longtake.errors import Finding
from longtake.libav.sound import encode_aac
from longtake.media import EncodedSound, SoundRung
from longtake.sound.mixing import Mixed, Mixer, OpenSource
from longtake.sound.pieces import SoundPiece

__all__ = ["MadePiece", "Overload", "encode_piece", "encode_pieces"]


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
            yield _made(piece, mixer.mix(piece), rung)


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


def _made(piece: SoundPiece, mixed: Mixed, rung: SoundRung) -> MadePiece:
    encoded = encode_aac(mixed.pcm, rung.bitrate)
    own = encoded.packets[piece.pre_roll : piece.pre_roll + piece.packets]
    return MadePiece(piece, EncodedSound(encoded.extradata, own), mixed.peak, mixed.clipped)
