"""Stems: the mix by what is heard in it, as files of 24-bit samples, for whoever mixes it anew elsewhere.

They are what the mix adds up, before the film's gain and its limiter: together they are the mix, to the rounding of a
sample.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import numpy as np

from longtake.libav.sound import Pcm
from longtake.media import SAMPLE_RATE
from longtake.sound.cue import Mix, Role
from longtake.sound.mixing import Mixer, OpenSource
from longtake.sound.pieces import pieces_of

__all__ = ["STEMS", "stem_pcm", "stem_wav", "stems_in"]

STEMS: tuple[Role, ...] = get_args(Role)
"""By what they are called: narration, music, native (the clips' own sound), effect."""

_FRAME = 6  # bytes: two channels of 24 bits
_FULL_SCALE = 1 << 23
_RIFF_MOST = (1 << 32) - 1


def stems_in(mix: Mix) -> dict[Role, Mix]:
    """What each stem is a mix of; those in which nothing is heard are not there."""
    heard = {role: tuple(cue for cue in mix.cues if cue.role == role) for role in STEMS}
    return {role: replace(mix, cues=cues) for role, cues in heard.items() if cues}


def stem_pcm(stem: Mix, open_source: OpenSource) -> Iterator[Pcm]:
    """Its samples, in order, some seconds at a time. Raises MediaError if a source cannot be read."""
    left = stem.samples
    with Mixer(open_source) as mixer:
        for piece in pieces_of(stem):
            pcm = mixer.summed(piece)[:, piece.heard][:, :left]
            left -= pcm.shape[1]
            yield pcm


def stem_wav(stem: Mix, open_source: OpenSource) -> Iterator[bytes]:
    """The bytes of a WAV file of it (RF64 above 4 GB): stereo, 48 kHz, 24 bits. What goes beyond full scale is held
    there. Raises as `stem_pcm`."""
    yield _header(stem.samples)
    for pcm in stem_pcm(stem, open_source):
        values = np.clip(np.rint(pcm.T.astype(np.float64) * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1)
        yield np.ascontiguousarray(values, "<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def _header(samples: int) -> bytes:
    size = samples * _FRAME
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 2, SAMPLE_RATE, SAMPLE_RATE * _FRAME, _FRAME, 24)
    plain = 4 + len(form) + 8 + size
    if plain <= _RIFF_MOST:
        return b"RIFF" + struct.pack("<I", plain) + b"WAVE" + form + b"data" + struct.pack("<I", size)
    wide = b"ds64" + struct.pack("<IQQQI", 28, plain + 36, size, samples, 0)  # EBU Tech 3306
    unset = struct.pack("<I", _RIFF_MOST)
    return b"RF64" + unset + b"WAVE" + wide + form + b"data" + unset
