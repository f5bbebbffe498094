"""How a written word may sound: by the dictionary, as a number, letter by letter, or by its spelling."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice, product

from longtake.speech.letters import sounds_of, spelt_out
from longtake.speech.numerals import readings_of

__all__ = ["Lookup", "pronunciations"]

Lookup = Callable[[str], str | None]
"""The phones of a word by a dictionary; further ways to say it are found as `word(2)`, `word(3)`."""

_MOST_WAYS = 6
_PARTS = re.compile(r"[-‐‑–—/_:]|\.(?=\w)|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_SAID = {"&": "and", "+": "plus", "=": "equals", "@": "at", "dr": "doctor", "vs": "versus", "etc": "etcetera"}


def pronunciations(token: str, lookup: Lookup) -> tuple[str, ...]:
    """The ways in which a token of a text may be said, each in phones, the likeliest first; () where nothing of it is
    said. token: without spaces, punctuation included."""
    word = token.replace("’", "'").strip("\"'“”‘«»()[]{}.,;:!?…*_~")
    for said in (_SAID.get(word.lower(), word), f"{word}."):
        if ways := _known(said.lower(), lookup):
            return ways if not _is_capitals(word) else _some([*ways, spelt_out(word)])
    if readings := readings_of(word):
        return _some([way for reading in readings for way in _in_a_row(reading.split(), lookup)])
    parts = [part for part in _PARTS.split(word) if part]
    if len(parts) > 1:
        return _some(list(_in_a_row(parts, lookup)))
    by_letters = [spelt_out(word)] if _is_capitals(word) or not re.search("[aeiouy]", word.lower()) else []
    stem = _stemmed(word.lower(), lookup)
    return _some([*by_letters, *stem, sounds_of(word)])


def _known(word: str, lookup: Lookup) -> tuple[str, ...]:
    names = (word, *(f"{word}({nth})" for nth in range(2, _MOST_WAYS)))
    return tuple(filter(None, map(lookup, names))) if word and "(" not in word else ()


def _in_a_row(words: list[str], lookup: Lookup) -> list[str]:
    ways = [found for word in words if (found := pronunciations(word, lookup))]
    return [" ".join(row) for row in islice(product(*ways), 4)] if ways else []


def _stemmed(word: str, lookup: Lookup) -> list[str]:
    """A known word with a plural's or a possessive's S behind it."""
    stem = re.sub(r"('s|s'|s)$", "", word)
    return [f"{way} Z" for way in _known(stem, lookup)[:2]] if stem != word else []


def _is_capitals(word: str) -> bool:
    return 1 < len(word) < 6 and word.isupper() and word.isascii()


def _some(ways: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for way in ways if way))[:_MOST_WAYS]
