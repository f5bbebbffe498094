"""Cues of WebVTT as a player reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Cue", "cues_of"]

_TIME = r"(\d{1,6}:\d\d:\d\d\.\d{3}|\d\d:\d\d\.\d{3})"
_TIMES = re.compile(rf"^{_TIME} --> {_TIME}(?: .*)?$")


@dataclass(frozen=True, slots=True)
class Cue:
    """start, end: in seconds of the film; both 0 where its times cannot be read."""

    start: Fraction
    end: Fraction
    text: str


def cues_of(text: str) -> tuple[Cue, ...]:
    """Every block that has an arrow."""
    found = []
    for block in re.split(r"\n\n+", text.replace("\r\n", "\n").strip("\n")):
        lines = block.split("\n")
        at = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if at is not None and (match := _TIMES.match(lines[at])):
            found.append(Cue(_seconds(match[1]), _seconds(match[2]), "\n".join(lines[at + 1 :])))
        elif at is not None:
            found.append(Cue(Fraction(0), Fraction(0), "\n".join(lines)))
    return tuple(found)


def _seconds(text: str) -> Fraction:
    millis = 0
    for part in text.split(":"):
        whole, _, rest = part.partition(".")
        millis = millis * 60 + int(whole) * 1000 + int(rest or 0)
    return Fraction(millis, 1000)
