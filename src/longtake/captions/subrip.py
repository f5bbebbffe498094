"""SubRip: the cues of a film as SRT, for players that know nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from longtake.captions.cue import Cue
from longtake.captions.times import milliseconds, stamp
from longtake.media import FrameRate

__all__ = ["subrip"]

_LIKE_TAGS = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})  # players take them for markup; SRT has no escape


def subrip(cues: Sequence[Cue], rate: FrameRate) -> bytes:
    """All cues, numbered from 1, with a comma before the milliseconds. Signs that players take for markup are written
    as others that look alike."""
    return "\n".join(_block(number, cue, rate) for number, cue in enumerate(cues, 1)).encode()


def _block(number: int, cue: Cue, rate: FrameRate) -> str:
    start, end = (stamp(milliseconds(frame, rate), ",") for frame in (cue.start, cue.end))
    text = "\n".join(line.translate(_LIKE_TAGS) for line in cue.lines)
    return f"{number}\n{start} --> {end}\n{text}\n"
