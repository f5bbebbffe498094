"""How loud a film is to be, and gain that changes over it."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media.time import Sample

__all__ = ["LOUDNESS_WORDS", "STREAMING", "GainPoint", "LoudnessTarget"]


@dataclass(frozen=True, slots=True)
class GainPoint:
    """A gain at a sample of the film; between two points it changes evenly in decibels, before the first and after the
    last it stays. millibels: hundredths of a decibel."""

    at: Sample
    millibels: int


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """What the finished sound is brought to, by EBU R 128. integrated: hundredths of a LUFS; true_peak: the most, in
    hundredths of a dBTP, as it is measured on the decoded sound."""

    integrated: int = -1600
    true_peak: int = -100

    @property
    def text(self) -> str:
        return f"{self.integrated / 100:.1f} LUFS"


STREAMING = LoudnessTarget()
LOUDNESS_WORDS = {
    "streaming": STREAMING,
    "social": LoudnessTarget(-1400),
    "broadcast": LoudnessTarget(-2300),
    "US broadcast": LoudnessTarget(-2400, -200),
}
"""By what people call them. EBU R 128 asks for -23 LUFS and at most -1 dBTP, ATSC A/85 for -24 and -2."""
