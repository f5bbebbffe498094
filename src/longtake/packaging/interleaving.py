"""In which order picture and sound lie in one file: turns of about a second, the sound of a turn after its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from longtake.media import SAMPLE_RATE, FrameRate
from longtake.packaging.segments import AAC_FRAME, packets_for

__all__ = ["Turn", "turns_of"]


@dataclass(frozen=True, slots=True)
class Turn:
    """Packets [first, end) of a span, then packets [sound_first, sound_end) of the film's sound."""

    span: int
    first: int
    end: int
    sound_first: int
    sound_end: int


def turns_of(span_frames: Sequence[int], rate: FrameRate, packets: int | None = None) -> Iterator[Turn]:
    """A film's turns: every picture and every packet of sound once, in order; the last takes what sound is left.
    packets: how many there are, by default as a whole film has."""
    total = sum(span_frames)
    packets = packets_for(rate.samples(total)) if packets is None else packets
    at = sound = 0
    for span, frames in enumerate(span_frames):
        for first in range(0, frames, ceil(rate.fraction)):
            end = min(frames, first + ceil(rate.fraction))
            until = packets if at + end == total else min(packets, _packets_before(rate.seconds(at + end)))
            yield Turn(span, first, end, sound, until)
            sound = until
        at += frames


def _packets_before(seconds: Fraction) -> int:
    """How many packets sound before this time."""
    return 1 + ceil(seconds * SAMPLE_RATE / AAC_FRAME)
