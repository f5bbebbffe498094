"""In which order picture and sound lie in one file: turns of about a second, the sound of a turn after its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from longtake.media import SAMPLE_RATE, FrameRate
from longtake.packaging.segments import AAC_FRAME, packets_for

__all__ = ["Turn", "turn_count", "turns_of"]


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
    total, length = sum(span_frames), _longest(rate)
    packets = packets_for(rate.samples(total)) if packets is None else packets
    at = sound = 0
    for span, frames in enumerate(span_frames):
        for first in range(0, frames, length):
            end = min(frames, first + length)
            until = packets if at + end == total else min(packets, _packets_before(at + end, rate))
            yield Turn(span, first, end, sound, until)
            sound = until
        at += frames


def turn_count(span_frames: Sequence[int], rate: FrameRate) -> int:
    """How many turns a film has."""
    length = _longest(rate)
    return sum(-(-frames // length) for frames in span_frames)


def _longest(rate: FrameRate) -> int:
    """Frames of a turn: those of a second."""
    return ceil(rate.fraction)


def _packets_before(frame: int, rate: FrameRate) -> int:
    """How many packets sound before this frame."""
    return 1 - (-frame * rate.denominator * SAMPLE_RATE // (rate.numerator * AAC_FRAME))
