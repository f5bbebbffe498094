"""Narration, music and the clips' own sound: one mix on the sample clock, encoded in pieces.

Imports no NumPy and no PyAV: what encodes is in `longtake.sound.encode`.
"""

from longtake.sound.bed import Bed, NativeSound, build_mix, notices_of
from longtake.sound.cue import NO_FADE, Fade, Mix, SoundCue, SoundSource
from longtake.sound.level import HEADROOM, Level, corrected, is_right, level_of
from longtake.sound.loudness import Levels, Loudness, integrated, loudness_of
from longtake.sound.passages import Passage, passages_of
from longtake.sound.pieces import PIECE_PACKETS, SoundPiece, packets_of, pieces_between, pieces_of

__all__ = [
    "HEADROOM",
    "NO_FADE",
    "PIECE_PACKETS",
    "Bed",
    "Fade",
    "Level",
    "Levels",
    "Loudness",
    "Mix",
    "NativeSound",
    "Passage",
    "SoundCue",
    "SoundPiece",
    "SoundSource",
    "build_mix",
    "corrected",
    "integrated",
    "is_right",
    "level_of",
    "loudness_of",
    "notices_of",
    "packets_of",
    "passages_of",
    "pieces_between",
    "pieces_of",
]
