"""Narration, music and the clips' own sound: one mix on the sample clock, encoded in pieces.

Imports no NumPy and no PyAV: what encodes is in `longtake.sound.encode`.
"""

from longtake.sound.bed import Bed, NativeSound, build_mix, notices_of
from longtake.sound.cue import NO_FADE, Fade, Mix, SoundCue, SoundSource
from longtake.sound.pieces import PIECE_PACKETS, SoundPiece, packets_of, pieces_of

__all__ = [
    "NO_FADE",
    "PIECE_PACKETS",
    "Bed",
    "Fade",
    "Mix",
    "Music",
    "Narration",
    "NativeSound",
    "SoundCue",
    "SoundPiece",
    "SoundSource",
    "build_mix",
    "notices_of",
    "packets_of",
    "pieces_of",
]
