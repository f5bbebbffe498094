"""Retiming as a value: how a take runs through its clip's own time, and what it does between two of its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from longtake.media.time import FrameRate

__all__ = ["AS_IT_IS", "Pace", "Retime", "RetimeKind"]

RetimeKind = Literal["nearest", "speed", "blend", "flow"]
"""nearest: the picture nearest in time. speed: played a few per cent faster or slower, so that picture k is frame k.
blend: the pictures before and after, mixed by their distance. flow: those two, moved towards each other."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a take plays its clip: at speed `begin`, or over a ramp from `begin` to `end`, linear in film time.

    start: seconds of the clip at the take's frame 0. The ramp has `ramp` frames after the first `lead`; before it the
    take plays at `begin`, after it at `end`. Without a ramp both are the same.
    """

    begin: Fraction = Fraction(1)
    end: Fraction = Fraction(1)
    start: Fraction = Fraction(0)
    lead: int = 0
    ramp: int = 0

    def __post_init__(self) -> None:
        if min(self.begin, self.end) <= 0 or self.start < 0 or min(self.lead, self.ramp) < 0:
            raise ValueError(f"a pace goes forward from inside its clip, not {self}")
        if not self.ramp and (self.lead or self.begin != self.end):
            raise ValueError(f"only over a ramp does a pace change, not {self}")

    @property
    def is_ramp(self) -> bool:
        return self.ramp > 0

    def seconds(self, frame: int, rate: FrameRate) -> Fraction:
        """Where in the clip's own time frame `frame` of the take stands: the exact integral of the speed."""
        into = min(max(frame - self.lead, 0), self.ramp)
        if not into:
            return self.start + frame * self.begin / rate.fraction
        climbed = into * self.begin + (self.end - self.begin) * into * into / (2 * self.ramp)
        after = max(0, frame - self.lead - self.ramp) * self.end
        return self.start + (self.lead * self.begin + climbed + after) / rate.fraction

    def frames(self, seconds: Fraction, rate: FrameRate, slack: Fraction = Fraction(0)) -> int:
        """How many frames of a film at `rate` a clip of `seconds` fills, at least one; never past its end by more than
        `slack` seconds, or a tenth of a frame if that is less."""
        ramp_end = self.seconds(self.lead + self.ramp, rate)
        exact = self.lead + self.ramp + (seconds - ramp_end) * rate.fraction / self.end
        return max(1, floor(exact + min(slack * rate.fraction / self.end, Fraction(1, 10))))


@dataclass(frozen=True, slots=True)
class Retime:
    """What becomes of a clip's pictures on the film's grid.

    leaves_repeats: pictures that only repeat the one before are passed over, so that none is doubled twice.
    """

    kind: RetimeKind = "nearest"
    pace: Pace = Pace()
    leaves_repeats: bool = False


AS_IT_IS = Retime()
"""The picture nearest in time, at the clip's own speed."""
