"""Rules of subtitles: segments of WebVTT that a player can put together again without a cue lost or doubled."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Segment, Stream

__all__ = ["CAPTION_RULES"]

_Found = Iterator[tuple[str, str]]
_TIMES = re.compile(r"^(\d+:\d\d:\d\d\.\d{3}|\d\d:\d\d\.\d{3}) --> (\d+:\d\d:\d\d\.\d{3}|\d\d:\d\d\.\d{3})(?: .*)?$")
_MAP = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"


@dataclass(frozen=True, slots=True)
class _Cue:
    start: Fraction
    end: Fraction
    text: str


def _cues(text: str) -> list[_Cue]:
    found = []
    for block in re.split(r"\n\n+", text.replace("\r\n", "\n").strip("\n")):
        lines = block.split("\n")
        at = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if at is not None and (match := _TIMES.match(lines[at])):
            found.append(_Cue(_seconds(match[1]), _seconds(match[2]), "\n".join(lines[at + 1 :])))
        elif at is not None:
            found.append(_Cue(Fraction(0), Fraction(0), "\n".join(lines)))
    return found


def _seconds(text: str) -> Fraction:
    seconds = Fraction(0)
    for part in text.split(":"):
        seconds = seconds * 60 + Fraction(part)
    return seconds


def _shown(segments: tuple[Segment, ...]) -> Iterator[tuple[Segment, Fraction, Fraction]]:
    """Each segment with the time that it covers."""
    at = Fraction(0)
    for segment in segments:
        end = at + (segment.listed.seconds or Fraction(0))
        yield segment, at, end
        at = end


@rule("H70", "each segment begins as WebVTT does and holds every cue that is shown in its time, unchanged")
def _whole(stream: Stream) -> _Found:
    for one in stream.of("subtitles"):
        by_segment = [(segment, start, end, _cues(segment.text)) for segment, start, end in _shown(one.segments)]
        every = {cue for _, _, _, cues in by_segment for cue in cues}
        for segment, start, end, cues in by_segment:
            if not re.match(r"WEBVTT(?:[ \t].*)?\n", segment.text.replace("\r\n", "\n")):
                yield segment.path, "it does not begin with WEBVTT"
            lost = [cue for cue in every if cue.start < end and cue.end > start and cue not in cues]
            for cue in sorted(lost, key=lambda cue: cue.start)[:1]:
                yield segment.path, f"the cue {cue.text[:30]!r} is shown in its time and not in it"
            for cue in cues:
                if not (cue.start < end and cue.end > start):
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
            cues = _cues(segment.text)
            if len(set(cues)) < len(cues):
                yield segment.path, "it holds a cue twice"


@rule("C06", "cues are sorted, end after they begin, never overlap, are not empty, and lie within the film")
def _in_order(stream: Stream) -> _Found:
    for one in stream.of("subtitles"):
        cues = list(dict.fromkeys(cue for segment in one.segments for cue in _cues(segment.text)))
        for cue in cues:
            if cue.end <= cue.start or not cue.text.strip():
                yield one.path, f"the cue {cue.text[:30]!r} ends before it begins, or is empty"
            if cue.end > one.seconds:
                yield one.path, f"the cue {cue.text[:30]!r} ends at {float(cue.end):.3f} s, after the film"
        for before, after in itertools.pairwise(cues):
            if after.start < before.end:
                yield one.path, f"the cue {after.text[:30]!r} begins before the one before it ends"


CAPTION_RULES = (_whole, _mapped, _once, _in_order)
