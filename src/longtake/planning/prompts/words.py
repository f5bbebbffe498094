"""Small rules of writing: what stands of a clause, capitals, full stops, times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from longtake.catalogue.dialects import Clock
from longtake.planning.prompt import Clause

__all__ = ["finished", "joined", "time_text", "words_of"]

_ENDS = tuple(f"{end}{quote}" for end in ".!?…。！？" for quote in ("", '"', "”", "»", "」", "}", ")"))
_WIDE_ENDS = ("。", "！", "？", "」")

_FIRST_WORD = re.compile(r"^((?:Shot \d+ )?\[[\d:.s-]+\] )?(\w+)")
"""A sentence's first word, which may have its time before it: [00:03-00:05] he sits down."""


def words_of(clause: Clause) -> str:
    """What stands of a clause in the prompt."""
    return clause.text if clause.shortened is None else clause.shortened


def finished(sentence: str) -> str:
    """The sentence with a capital and a full stop, a wide one where it begins or ends with a wide letter."""
    is_wide = _is_wide(sentence[0]) or _is_wide(sentence[-1])
    text = sentence if sentence.endswith(_ENDS) else sentence + ("。" if is_wide else ".")
    return _FIRST_WORD.sub(_raised, text, count=1)


def joined(sentences: Iterable[str]) -> str:
    """Finished sentences as one text: a space between them, but none after a wide full stop, which has its own."""
    text = ""
    for sentence in sentences:
        text += sentence if not text or text.endswith(_WIDE_ENDS) else f" {sentence}"
    return text


def _is_wide(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo" and unicodedata.east_asian_width(sign) in "WF"


def _raised(found: re.Match[str]) -> str:
    """A first word with a capital, unless its capitals stand elsewhere (iPhone)."""
    before, word = found[1] or "", found[2]
    first = word[0].upper()
    return before + (first + word[1:] if word.islower() and len(first) == 1 else word)


def time_text(seconds: Fraction, clock: Clock, *, is_whole: bool) -> str:
    """A time for people and models: 3 or 2.5, 00:03 or 00:02.5."""
    tenths = int(seconds * 10 + Fraction(1, 2))
    if is_whole:
        tenths = int(seconds + Fraction(1, 2)) * 10
    rest = f".{tenths % 10}" if tenths % 10 else ""
    if clock == "mm:ss":
        return f"{tenths // 600:02}:{tenths // 10 % 60:02}{rest}"
    return f"{tenths // 10}{rest}"
