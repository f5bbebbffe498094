"""WebVTT: a film's cues in one file, or those of a segment of it (W3C WebVTT; RFC 8216bis 3.1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from longtake.captions.cue import Cue
from longtake.captions.times import milliseconds, stamp
from longtake.media import FrameRate

__all__ = ["webvtt", "webvtt_part"]

_MAP = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"  # media time begins at 0 (rule H71)
_TOP = "6%"  # of the picture's height, down to the first line; at the bottom players leave their own room
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def webvtt(cues: Sequence[Cue], rate: FrameRate) -> bytes:
    """All cues. Who speaks stands in a voice tag where that is somebody from the cast."""
    return _written("WEBVTT", cues, rate)


def webvtt_part(cues: Sequence[Cue], rate: FrameRate, start: int, end: int) -> bytes:
    """The cues that show in film frames [start, end), each with its whole time, under a header for HLS."""
    return _written(f"WEBVTT\n{_MAP}", [cue for cue in cues if cue.start < end and start < cue.end], rate)


def _written(header: str, cues: Iterable[Cue], rate: FrameRate) -> bytes:
    return "\n\n".join([header, *(_block(cue, rate) for cue in cues)]).encode() + b"\n"


def _block(cue: Cue, rate: FrameRate) -> str:
    start, end = (stamp(milliseconds(frame, rate), ".") for frame in (cue.start, cue.end))
    lines = [line.translate(_ESCAPED) for line in cue.lines]
    if cue.who:
        lines[0] = f"<v {cue.who}>{lines[0]}"
    stands = f" line:{_TOP}" if cue.place == "top" else ""
    return "\n".join([f"{start} --> {end}{stands}", *lines])
