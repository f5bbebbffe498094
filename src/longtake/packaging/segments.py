"""Cutting the film into segments: whole spans nearest to six seconds, and the sound cut beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil

from longtake.errors import PackagingError
from longtake.media import SAMPLE_RATE, FrameRate, clock, round_half_up

__all__ = [
    "AAC_FRAME",
    "TARGET_SECONDS",
    "PlannedSegment",
    "Segment",
    "SoundSegment",
    "Ticks",
    "packets_for",
    "segments_of",
    "sound_segments_of",
]

TARGET_SECONDS = 6
"""Nominal length of a segment and TARGETDURATION of every playlist (Apple's rules 7.5 and 7.6)."""

AAC_FRAME = 1024
"""Samples in a packet of AAC-LC, and the priming that packet 0 of a film is."""

_TOO_LONG = Fraction(13, 2)  # seconds; from here on EXTINF would round to 7
_SHORTEST_LAST = Fraction(1, 2)  # seconds


@dataclass(frozen=True, slots=True)
class Ticks:
    """A rung's clock: `scale` ticks a second, of which each frame lasts `frame`; a whole number, so nothing rounds."""

    scale: int
    frame: int

    @classmethod
    def of(cls, rate: FrameRate) -> Ticks:
        """The rate's numerator, in thousandths where it is a small number: 24000 at 24, 30000 at 30000/1001."""
        fold = 1000 if rate.numerator < 1000 else 1
        return cls(fold * rate.numerator, fold * rate.denominator)


@dataclass(frozen=True, slots=True)
class Segment:
    """Picture segment `number` (from 0): spans [first_span, end_span), film frames [start, start + frames)."""

    number: int
    first_span: int
    end_span: int
    start: int
    frames: int

    @property
    def end(self) -> int:
        return self.start + self.frames


@dataclass(frozen=True, slots=True)
class SoundSegment:
    """Sound segment `number`: packets [first, end). It sounds from sample `start` of the film, for `samples`.

    The first one holds the priming packet too, which players skip; the last packet of the film is cut to its end.
    """

    number: int
    first: int
    end: int
    start: int
    samples: int


@dataclass(frozen=True, slots=True)
class PlannedSegment:
    """A segment's file name, and its length in microseconds."""

    name: str
    micros: int


def segments_of(span_frames: Sequence[int], rate: FrameRate) -> tuple[Segment, ...]:
    """Groups spans: each segment as near to 6 s as they allow, under 6.5 s, and the last at least 0.5 s if it can be.

    Each segment is chosen from where the one before ended, so an edit leaves all segments before it as they were.
    Raises PackagingError for a film without spans, or a span that is empty or lasts longer than 2 s.
    """
    _check(span_frames, rate)
    ends = list(accumulate(span_frames))
    segments: list[Segment] = []
    ideal, longest = TARGET_SECONDS * rate.fraction, ceil(_TOO_LONG * rate.fraction) - 1
    shortest_last = ceil(_SHORTEST_LAST * rate.fraction)
    span = start = 0
    while span < len(ends):
        end_span = _end_span(ends, span, start, ideal, longest, shortest_last)
        segments.append(Segment(len(segments), span, end_span, start, ends[end_span - 1] - start))
        span, start = end_span, ends[end_span - 1]
    return tuple(segments)


def _check(span_frames: Sequence[int], rate: FrameRate) -> None:
    if not span_frames:
        raise PackagingError("the film has no spans: there is nothing to package")
    most = rate.cell_frames
    for number, frames in enumerate(span_frames):
        if not 1 <= frames <= most:
            raise PackagingError(
                f"span {number} has {frames} frames; at {rate} frames a second a span has 1 to {most}, "
                f"or segments could not stay near {TARGET_SECONDS} s"
            )


def _end_span(ends: Sequence[int], span: int, start: int, ideal: Fraction, longest: int, shortest_last: int) -> int:
    """The number after the last span of the segment that starts at `span`, frame `start` of the film. All in frames."""
    left = ends[-1] - start
    if left <= longest:
        return len(ends)
    choices = []
    for number in range(span, len(ends)):
        if ends[number] - start > longest:
            break
        choices.append(number + 1)
    kept = [end for end in choices if ends[-1] - ends[end - 1] >= shortest_last]
    return min(kept or choices, key=lambda end: (abs(ends[end - 1] - start - ideal), -end))


def packets_for(samples: int) -> int:
    """How many AAC packets a film of so many samples needs, with the priming packet."""
    return 1 + -(-samples // AAC_FRAME)


def sound_segments_of(segments: Iterable[Segment], rate: FrameRate) -> tuple[SoundSegment, ...]:
    """Cuts the sound at the packet boundaries nearest to the picture's, so within half an AAC frame of them.

    Packet j sounds from sample 1024 (j - 1). Raises PackagingError for a segment too short to hold a packet.
    """
    segments = tuple(segments)
    total = rate.samples(segments[-1].end)
    last = packets_for(total)
    cuts = [0, *(min(_cut(segment.end, rate), last - 1) for segment in segments[:-1]), last]
    found = []
    for segment, first, end in zip(segments, cuts, cuts[1:], strict=False):
        start, stop = (min(max(0, AAC_FRAME * (packet - 1)), total) for packet in (first, end))
        if stop <= start:
            raise PackagingError(
                f"segment {segment.number} at {clock(rate.seconds(segment.start))} has {segment.frames} frames: "
                "too short to hold sound"
            )
        found.append(SoundSegment(segment.number, first, end, start, stop - start))
    return tuple(found)


def _cut(frame: int, rate: FrameRate) -> int:
    return 1 + round_half_up(rate.seconds(frame) * SAMPLE_RATE / AAC_FRAME)
