"""The proof that nothing of a script was dropped: every word of it is in the storyboard or was told to be left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from longtake.storyboard.scripts.draft import LeftOut
from longtake.storyboard.tree import Spot

__all__ = ["forgotten", "words_of"]

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> set[str]:
    """The words of a text, without marks and capitals."""
    return {word.casefold() for word in _WORD.findall(text)}


def forgotten(script: str, told: Iterable[str]) -> Iterator[LeftOut]:
    """The words of a script that are in none of the texts, line by line."""
    known = {word for text in told for word in words_of(text)}
    for number, line in enumerate(script.split("\n"), 1):
        found = [match for match in _WORD.finditer(line) if match[0].casefold() not in known]
        if found and (lost := words_of(html.unescape(line)) - known):
            at = next((match.start() for match in found if match[0].casefold() in lost), found[0].start())
            words = [word for word in _WORD.findall(html.unescape(line)) if word.casefold() in lost]
            yield LeftOut(Spot(number, at + 1), "words that no field takes", " ".join(words))
