"""The level of a film: one gain for all of it, decided from what was measured, and kept until it would be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media import LoudnessTarget
from longtake.sound.loudness import Loudness

__all__ = ["HEADROOM", "MOST_GAIN", "Level", "corrected", "is_right", "level_of"]

HEADROOM = 100
"""Hundredths of a decibel that AAC may add to a peak, as a rule: the mix is limited so much below its ceiling."""

MOST_GAIN = 2000
"""Hundredths of a decibel: faint sound is not raised by more, for what is raised then is noise (delivery rule A04)."""

_STEP = 10


@dataclass(frozen=True, slots=True)
class Level:
    """gain: of the whole mix, in steps of ten hundredths of a decibel. ceiling: the most true peak of the finished
    sound, in hundredths of a dBTP."""

    gain: int
    ceiling: int

    @property
    def recipe(self) -> list[int]:
        return [self.gain, self.ceiling]


def level_of(mixed: Loudness, target: LoudnessTarget) -> Level:
    """The level that brings a mix to its target, were nothing limited. A silent mix is left as it is."""
    wanted = 0 if mixed.integrated is None else target.integrated - mixed.integrated
    return Level(_stepped(wanted), target.true_peak)


def corrected(level: Level, finished: Loudness, target: LoudnessTarget) -> Level:
    """The level after another look: a limiter takes loudness too. finished: of the mix at this level."""
    if finished.integrated is None:
        return level
    return Level(_stepped(level.gain + target.integrated - finished.integrated), level.ceiling)


def is_right(finished: Loudness, target: LoudnessTarget, tolerance: int) -> bool:
    """Whether the mix is within so many hundredths of a LU of its target, or silent."""
    return finished.integrated is None or abs(finished.integrated - target.integrated) <= tolerance


def _stepped(gain: int) -> int:
    return min(_STEP * round(gain / _STEP), MOST_GAIN)
