"""Characters that no text of a storyboard may hold: what nobody sees, while a model or a terminal acts on it.

Every script, emoji and the marks that writing from the right needs are taken; what could make a text read other than it
is, or hide words in it, is not (delivery rule S32).
"""

from __future__ import annotations

import re
import unicodedata

from longtake.storyboard.units import Refused

__all__ = ["FLAG", "LONGEST_TEXT", "printable"]

LONGEST_TEXT = 20_000
"""Characters of one text."""

_OVERRIDES = re.compile("[\u202d\u202e]")
_DIRECTIONS = re.compile("[\u202a\u202b\u202c\u2066-\u2069]")
_CLOSED_BY = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
# Letters nobody sees (U+E0000 on). They have one use: behind a black flag, in the flags of England, Scotland, Wales.
_UNSEEN = re.compile("[\U000e0000-\U000e007f]")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f")


def printable(text: str) -> str:
    """The text, if it may stand in a storyboard. Raises Refused."""
    for sign in text:
        if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t":
            raise Refused(f"it holds the character U+{ord(sign):04X}, which is no text", "take it out")
    if unseen := _OVERRIDES.search(text) or _UNSEEN.search(FLAG.sub("", text)):
        message = f"it holds the character U+{ord(unseen[0]):04X}, which makes text read other than it is"
        raise Refused(message, "take it out", "words from the right need none")
    for line in text.split("\n"):
        if sign := _unclosed(line):
            message = f"it holds the character U+{ord(sign):04X}, which turns the direction of what follows"
            raise Refused(message, "close it in the same line", "or take it out")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"it has {len(text)} characters; a text has at most {LONGEST_TEXT}", "split it into scenes")
    return text


def _unclosed(line: str) -> str:
    """The first embedding or isolate that the line leaves open, or closes without having opened it; "" for none."""
    opened: list[str] = []
    for sign in _DIRECTIONS.findall(line):
        if sign in _CLOSED_BY:
            opened.append(sign)
        elif opened and _CLOSED_BY[opened[-1]] == sign:
            opened.pop()
        else:
            return str(sign)
    return opened[0] if opened else ""
