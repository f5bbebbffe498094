"""Speech marked in SSML, built here and escaped: nothing that an author writes can be a tag."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from longtake.speech.voice import Pause, Phrase, Utterance

__all__ = ["marked", "percent"]

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def marked(utterance: Utterance, *, names_words: bool = False) -> str:
    """Its parts as elements, to stand in `<speak>` or `<voice>`. names_words: a `<mark name="w0"/>` before each word,
    by its number, and one after the last."""
    marks = _Marks(names_words)
    parts = " ".join(_part(part, marks) for part in utterance.parts)
    return f"{parts}{marks.next()}" if names_words else parts


class _Marks:
    """Names of words in order."""

    def __init__(self, is_wanted: bool) -> None:
        self._is_wanted, self._number = is_wanted, 0

    def next(self) -> str:
        self._number += 1
        return f'<mark name="w{self._number - 1}"/>' if self._is_wanted else ""


def _part(part: Phrase | Pause, marks: _Marks) -> str:
    if isinstance(part, Pause):
        return f'<break time="{round(part.seconds * 1000)}ms"/>'
    if part.sounds:
        before = "".join(marks.next() for _ in part.text.split())
        said = f"{before}<sub alias={quoteattr(_plain(part.sounds))}>{escape(_plain(part.text))}</sub>"
    else:
        said = " ".join(f"{marks.next()}{escape(word)}" for word in _plain(part.text).split())
    if part.is_stressed:
        said = f'<emphasis level="strong">{said}</emphasis>'
    return said if part.pace == 1 else f'<prosody rate="{percent(part.pace)}">{said}</prosody>'


def percent(pace: Fraction) -> str:
    """A pace as SSML says it: `+25%` is a quarter faster."""
    return f"{round((pace - 1) * 100):+d}%"


def _plain(text: str) -> str:
    """Without signs that XML has no place for."""
    return " ".join(_FORBIDDEN.sub(" ", text).split())
