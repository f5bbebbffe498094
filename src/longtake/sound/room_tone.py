"""Room tone: what is heard where a clip's sound is over before its pictures are, made of its own quietest half second.

pydub cuts and joins it, in memory: its reading and writing of files, which start other programs, are never used.
"""

from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from longtake.errors import MissingExtraError
from longtake.libav.sound import Pcm, SoundReader
from longtake.media import SAMPLE_RATE

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["RoomTone", "check_room_tone"]

_STRETCH = SAMPLE_RATE // 2
_STEP = SAMPLE_RATE // 50
_CROSSING = 100  # milliseconds over which its end goes into its beginning
_SEARCHED = 60 * SAMPLE_RATE  # from the source's start
_FULL_SCALE = 2.0**31
_DIGITAL_SILENCE = 1e-5  # of full scale, RMS: -100 dBFS


class RoomTone:
    """Room tone of a source, as long as anybody wants. Shorter sources than half a second give what they have. Raises
    MediaError for a source that cannot be read, MissingExtraError."""

    def __init__(self, path: Path, samples: int) -> None:
        reader = SoundReader(path)
        try:
            found = reader.window(0, min(samples, _SEARCHED))
        finally:
            reader.close()
        self._round = _going_round(_quietest(found))

    def window(self, start: int, samples: int) -> Pcm:
        """Samples [start, start + samples) of it."""
        length = int(self._round.frame_count())
        first = start % length
        segment = self._round * -(-(first + samples) // length)
        return _pcm(segment.get_sample_slice(first, first + samples))

    def close(self) -> None:
        """Nothing is open."""


def check_room_tone() -> None:
    """Raises MissingExtraError where pydub is not installed."""
    if find_spec("pydub") is None:
        raise MissingExtraError(
            "room tone is put together by pydub, which is not installed",
            place="sound.room_tone",
            advice=("pip install 'longtake[sound]'", "or take room_tone out"),
        )


@cache
def _segments() -> Any:
    """pydub's class. It warns of programs that it does not find, and of a module that Python 3.13 no longer has."""
    check_room_tone()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment


def _quietest(pcm: Pcm) -> Pcm:
    """The half second with the least power that is not digital silence; all of a shorter sound."""
    powers = np.square(pcm).mean(axis=0)
    sums = np.concatenate([[0.0], np.cumsum(powers, dtype=np.float64)])
    starts = range(0, max(1, pcm.shape[1] - _STRETCH + 1), _STEP)
    audible = [(sums[min(at + _STRETCH, len(powers))] - sums[at], at) for at in starts]
    floor = _DIGITAL_SILENCE**2 * _STRETCH
    at = min((found for found in audible if found[0] > floor), default=(0.0, 0))[1]
    return pcm[:, at : at + _STRETCH]


def _going_round(pcm: Pcm) -> AudioSegment:
    """The stretch without its ends, then its end going into its beginning: it can be joined to itself for ever."""
    whole = np.ascontiguousarray(np.clip(pcm, -1, 1 - 2.0**-31).T * _FULL_SCALE, "<i4").tobytes()
    segment = _segments()(data=whole, sample_width=4, frame_rate=SAMPLE_RATE, channels=2)
    crossing = min(_CROSSING, len(segment) // 4)
    if crossing == 0:
        return segment
    seam = segment[-crossing:].append(segment[:crossing], crossfade=crossing)
    return segment[crossing:-crossing] + seam


def _pcm(segment: AudioSegment) -> Pcm:
    values = np.frombuffer(segment.raw_data, "<i4").reshape(-1, 2).T
    return (values / _FULL_SCALE).astype(np.float32)
