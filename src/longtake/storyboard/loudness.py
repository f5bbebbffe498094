"""Loudness as people write it: `streaming`, `-18 LUFS`, `off`."""

from __future__ import annotations

import re
from difflib import get_close_matches

from longtake.media import LOUDNESS_WORDS, LoudnessTarget
from longtake.storyboard.units import Refused

__all__ = ["OFF", "loudness_text", "parse_loudness"]

OFF = "off"
_QUIETEST, _LOUDEST = -36, -9


def parse_loudness(text: str) -> LoudnessTarget | str:
    """A target, or `off`. Raises Refused."""
    words = " ".join(text.split())
    if words.lower() == OFF:
        return OFF
    known = {name.lower(): target for name, target in LOUDNESS_WORDS.items()}
    if words.lower() in known:
        return known[words.lower()]
    match = re.fullmatch(r"([-−]?)(\d{1,2}(?:\.\d)?) ?(?:LUFS|LKFS)?", words, re.IGNORECASE)
    if not match:
        near = get_close_matches(words.lower(), known, n=1)
        hint = (f"did you mean {near[0]}?",) if near else ()
        advice = (*hint, f"write {', '.join(LOUDNESS_WORDS)}, a figure such as -18 LUFS, or off")
        raise Refused(f"{text!r} is no loudness", *advice)
    level = -float(match[2])
    if not _QUIETEST <= level <= _LOUDEST:
        raise Refused(f"{text!r} is outside {_QUIETEST} to {_LOUDEST} LUFS", "for sound as it is mixed, write off")
    return LoudnessTarget(round(100 * level))


def loudness_text(target: LoudnessTarget | str) -> str:
    """The target's name, or its figure; `off`."""
    if isinstance(target, str):
        return target
    named = (name for name, one in LOUDNESS_WORDS.items() if one == target)
    return next(named, f"{target.integrated / 100:g} LUFS")
