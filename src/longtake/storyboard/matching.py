"""The author's switch for matching colours where two clips of one scene meet."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal

from longtake.storyboard.units import Refused

__all__ = ["MATCH_WORDS", "MatchWord", "parse_match"]

MatchWord = Literal["auto", "off"]
MATCH_WORDS: tuple[MatchWord, ...] = ("auto", "off")


def parse_match(text: str) -> MatchWord:
    """Reads `auto` or `off`. Raises Refused."""
    word = text.strip()
    for known in MATCH_WORDS:
        if word == known:
            return known
    near = get_close_matches(word, MATCH_WORDS, n=1)
    hint = (f"did you mean {near[0]}?",) if near else ()
    raise Refused(f"{text!r} is no way of matching colours", *hint, "write auto or off")
