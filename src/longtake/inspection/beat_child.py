"""The process that finds beats: an order on standard input, samples of beats on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.libav.hearing import heard
from longtake.media import SAMPLE_RATE, Sample

__all__ = ["beats_in", "main"]

_RATE = 16_000
_HOP = _RATE // 100  # 10 ms
_WINDOW = 1024
_BLOCK = 6000  # hops whose spectrum is in memory at a time
_TEMPO_FROM = 6_000  # hops: a minute in the middle; a tempogram of an hour is 25 GB
_FLOOR = -40.0  # decibels of a band: 80 below the loudest
_FEWEST = 4
_LEAST = 0.5
"""Decibels, over all bands, that an onset at a beat must bring."""
_CLEAR = 1.6
"""How much stronger onsets at beats must be than elsewhere: 1.0 to 1.4 in noise and speech, above 2 in drums."""


def main() -> None:
    """Answers one order."""
    order = json.loads(sys.stdin.read())
    sound = heard(Path(order["path"]), Sample(order["samples"]))
    sys.stdout.write(json.dumps(beats_in(sound)))


def beats_in(sound: NDArray[np.int16]) -> list[int]:
    """The beats of mono sound at 16 kHz, in samples at 48 kHz; [] where there is no pulse to follow."""
    if len(sound) < _RATE:
        return []
    import librosa

    onsets = np.concatenate(list(_onsets(librosa, sound)))
    if not onsets.any():
        return []
    first = max(0, (len(onsets) - _TEMPO_FROM) // 2)
    grid: dict[str, Any] = {"sr": _RATE, "hop_length": _HOP}
    tempo = librosa.feature.tempo(onset_envelope=onsets[first : first + _TEMPO_FROM], **grid)
    _, beats = librosa.beat.beat_track(onset_envelope=onsets, bpm=float(tempo[0]), units="frames", **grid)
    if len(beats) < _FEWEST or onsets[beats].mean() < max(_LEAST, _CLEAR * onsets.mean()):
        return []
    length = len(sound) * SAMPLE_RATE // _RATE
    return [at for at in (int(beat) * _HOP * SAMPLE_RATE // _RATE for beat in beats) if at < length]


def _onsets(librosa: Any, sound: NDArray[np.int16]) -> Iterator[NDArray[np.float32]]:
    """How much begins at each hop, block by block, as of the whole: each window is centred on its hop."""
    padded = np.pad(sound, _WINDOW // 2)
    hops = 1 + len(sound) // _HOP
    for first in range(0, hops, _BLOCK):
        before, last = max(0, first - 1), min(first + _BLOCK, hops) - 1
        part = padded[before * _HOP : last * _HOP + _WINDOW].astype(np.float32) / 32768
        mel = librosa.feature.melspectrogram(y=part, sr=_RATE, n_fft=_WINDOW, hop_length=_HOP, center=False)
        levels = np.maximum(librosa.power_to_db(mel, top_db=None), _FLOOR)
        yield librosa.onset.onset_strength(S=levels, sr=_RATE, hop_length=_HOP, center=False)[first - before :]
