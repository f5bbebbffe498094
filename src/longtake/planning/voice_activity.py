"""When somebody is heard in a recording, and how far above its noise, from what was measured of it. Pure."""

from __future__ import annotations

from longtake.media import SAMPLE_RATE, SLICES_A_SECOND, Sample, SampleRange, SoundMeasures
from longtake.planning.ducking import merged

__all__ = ["SILENT", "is_silent", "noise_under", "voiced"]

SILENT = -70.0
"""Below this many dBFS in every slice a sound counts as silence."""

_SLICE = SAMPLE_RATE // SLICES_A_SECOND
_BEFORE, _AFTER = SAMPLE_RATE * 60 // 1000, SAMPLE_RATE * 120 // 1000  # soft beginnings and ends of words
_PAUSE = SAMPLE_RATE // 5
_SHARE = 0.35  # of the way from the noise up to the voice
_REACH = 35.0  # dB: what is so far below the voice is none, however quiet the noise
_LEAST_CONTRAST = 6.0


def voiced(sound: SoundMeasures) -> tuple[SampleRange, ...]:
    """The stretches of a recording in which somebody speaks, in its own samples, a little wider than what is loud
    enough to be sure. All of it, where nothing in it stands out."""
    loudness, whole = sound.loudness, len(sound.loudness) * _SLICE
    if not loudness or is_silent(sound):
        return ()
    noise, voice = _levels(sound)
    if voice - noise < _LEAST_CONTRAST:
        return (SampleRange(Sample(0), Sample(whole)),)
    least = max(voice - _REACH, noise + _SHARE * (voice - noise))
    loud = [number * _SLICE for number, level in enumerate(loudness) if level >= least]
    heard = [SampleRange(Sample(max(0, at - _BEFORE)), Sample(min(whole, at + _SLICE + _AFTER))) for at in loud]
    return tuple(SampleRange(Sample(start), Sample(end)) for start, end in merged(heard, _PAUSE))


def noise_under(sound: SoundMeasures) -> float | None:
    """By how many decibels the voice of a recording stands above its noise; None where it has none."""
    if not sound.loudness or is_silent(sound):
        return None
    noise, voice = _levels(sound)
    return voice - noise if noise > SILENT else None


def is_silent(sound: SoundMeasures) -> bool:
    return max(sound.loudness, default=SILENT) <= SILENT


def _levels(sound: SoundMeasures) -> tuple[float, float]:
    """Of the noise and of the voice, in dBFS: what a tenth of the slices is below, and what a tenth is above."""
    slices = sorted(sound.loudness)
    return slices[len(slices) // 10], slices[9 * len(slices) // 10]
