"""Measuring the loudness of pieces of the mix, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from longtake.libav.metering import BLOCK_SAMPLES, metered
from longtake.sound.level import HEADROOM
from longtake.sound.limiting import levelled
from longtake.sound.loudness import SILENCE, Levels
from longtake.sound.mixing import Mixer, OpenSource
from longtake.sound.pieces import SoundPiece

__all__ = ["measure_pieces"]

_BLOCK = 4  # the meter's blocks of 400 ms are told every 100 ms


def measure_pieces(pieces: Iterable[SoundPiece], open_source: OpenSource) -> Iterator[Levels]:
    """Pieces in film order, as they come, at their level if they have one. Raises MediaError if a source cannot be
    read."""
    with Mixer(open_source) as mixer:
        for piece in pieces:
            yield _levels(piece, mixer)


def _levels(piece: SoundPiece, mixer: Mixer) -> Levels:
    """Blocks that end in the piece's own part; the first ones of a later piece begin in its pre-roll."""
    if not piece.parts:
        return Levels.of_silence(piece.heard.stop - piece.heard.start)
    pcm = mixer.summed(piece)
    if piece.level:
        pcm = levelled(pcm, piece.level.gain, piece.level.ceiling - HEADROOM)
    found = metered(pcm)
    first = max(_BLOCK, piece.heard.start // BLOCK_SAMPLES + 1) - 1
    last = piece.heard.stop // BLOCK_SAMPLES
    momentary = tuple(max(SILENCE, round(100 * one)) for one in found.momentary[first:last])
    return Levels(momentary, max(SILENCE, round(100 * found.peak)))
