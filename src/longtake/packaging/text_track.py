"""Words as a track of the film in one file: 3GPP timed text (TS 26.245, `tx3g`), offered as subtitles. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from longtake.media import Size
from longtake.packaging.boxes import box
from longtake.packaging.segments import Ticks
from longtake.packaging.tracks import SampleRun, Track

__all__ = ["TextTrack", "TimedText"]

_CENTRE, _BOTTOM = 1, -1
_FONT, _TYPE_SIZE = b"Sans-Serif", 18
_NO_BOX = bytes(8)  # the track's whole area
_CLEAR, _WHITE = bytes(4), b"\xff" * 4


@dataclass(frozen=True, slots=True)
class TimedText:
    """Text that shows in film frames [start, end); its lines are parted by line feeds."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TextTrack:
    """A track and all its samples, in one run: a text each, and an empty one wherever none shows, up to the end."""

    track: Track
    run: SampleRun

    @classmethod
    def of(cls, texts: Sequence[TimedText], language: str, size: Size, ticks: Ticks, frames: int) -> TextTrack:
        """texts: in order, none over another, of a film of so many frames and that size."""
        rows = list(_rows(texts, frames))
        data = b"".join(_sample(text) for text, _ in rows)
        sizes = [len(_sample(text)) for text, _ in rows]
        durations = [length * ticks.frame for _, length in rows]
        run = SampleRun(memoryview(data), sizes, durations, [0] * len(rows), [True] * len(rows))
        return cls(Track(b"sbtl", _entry(), ticks.scale, 0, language, size, is_enabled=False), run)


def _rows(texts: Sequence[TimedText], frames: int) -> Iterator[tuple[str, int]]:
    """Each text with its frames, and the silence between."""
    at = 0
    for one in texts:
        if one.start > at:
            yield "", one.start - at
        yield one.text, one.end - one.start
        at = one.end
    if at < frames:
        yield "", frames - at


def _sample(text: str) -> bytes:
    said = text.encode()
    return struct.pack(">H", len(said)) + said


def _entry() -> bytes:
    fields = struct.pack(">6xHIbb", 1, 0, _CENTRE, _BOTTOM) + _CLEAR + _NO_BOX
    style = struct.pack(">HHHBB", 0, 0, 1, 0, _TYPE_SIZE) + _WHITE
    return box(b"tx3g", fields, style, box(b"ftab", struct.pack(">HHB", 1, 1, len(_FONT)) + _FONT))
