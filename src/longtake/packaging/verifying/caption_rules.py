"""Rules of subtitles: segments of WebVTT that a player can put together again without a cue lost or doubled."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

from longtake.packaging.verifying.rendition import Segment
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["CAPTION_RULES"]

_Found = Iterator[tuple[str, str]]
_ROUNDED = Fraction(1, 2000)  # WebVTT tells milliseconds; pictures end where they end
_MAP = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"


def _shown(segments: tuple[Segment, ...]) -> Iterator[tuple[Segment, Fraction, Fraction]]:
    """Each segment with the time that it covers."""
    at = Fraction(0)
    for segment in segments:
        end = at + segment.seconds
        yield segment, at, end
        at = end


@rule("H70", "each segment begins as WebVTT does and holds every cue that is shown in its time, unchanged")
def _whole(stream: Stream) -> _Found:
    for one in stream.of("subtitles"):
        every = sorted({cue for segment in one.segments for cue in segment.cues}, key=lambda cue: cue.start)
        begins, longest = [cue.start for cue in every], max((cue.end - cue.start for cue in every), default=Fraction(0))
        for segment, start, end in _shown(one.segments):
            if not re.match(r"WEBVTT(?:[ \t].*)?\n", segment.text.replace("\r\n", "\n")):
                yield segment.path, "it does not begin with WEBVTT"
            near = every[bisect_left(begins, start - longest) : bisect_left(begins, end - _ROUNDED)]
            lost = [cue for cue in near if cue.end > start + _ROUNDED and cue not in segment.cues]
            for cue in lost[:1]:
                yield segment.path, f"the cue {cue.text[:30]!r} is shown in its time and not in it"
            for cue in segment.cues:
                if not (cue.start < end + _ROUNDED and cue.end > start - _ROUNDED):
                    yield segment.path, f"the cue {cue.text[:30]!r} is shown outside of its time"


@rule("H71", "each segment says that its times are those of the film")
def _mapped(stream: Stream) -> _Found:
    for one in stream.of("subtitles"):
        for segment in one.segments:
            lines = segment.text.replace("\r\n", "\n").split("\n")
            if lines[1:2] != [_MAP] or lines[2:3] not in ([""], []):
                yield segment.path, f"its second line is not {_MAP}"


@rule("H73", "no cue is there twice")
def _once(stream: Stream) -> _Found:
    for one in stream.of("subtitles"):
        for segment in one.segments:
            if len(set(segment.cues)) < len(segment.cues):
                yield segment.path, "it holds a cue twice"


@rule("C06", "cues are sorted, end after they begin, never overlap, are not empty, and lie within the film")
def _in_order(stream: Stream) -> _Found:
    for one in stream.of("subtitles"):
        cues = list(dict.fromkeys(cue for segment in one.segments for cue in segment.cues))
        for cue in cues:
            if cue.end <= cue.start or not cue.text.strip():
                yield one.path, f"the cue {cue.text[:30]!r} ends before it begins, or is empty"
            if cue.end > one.seconds + _ROUNDED:
                yield one.path, f"the cue {cue.text[:30]!r} ends at {float(cue.end):.3f} s, after the film"
        for before, after in itertools.pairwise(cues):
            if after.start < before.end:
                yield one.path, f"the cue {after.text[:30]!r} begins before the one before it ends"


CAPTION_RULES = (_whole, _mapped, _once, _in_order)
