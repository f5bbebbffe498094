"""SSML as services read it: the words to be said, with the pauses between them, and where its marks are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree

from longtake.emulator.wire import Refused

__all__ = ["Marked", "read"]

_SAID = ("speak", "voice", "prosody", "emphasis", "p", "s")
_MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class Marked:
    """text: words, with tags for pauses; marks: the number of the word that each stands before, by its name. pace: of
    the whole, in times the voice's own."""

    text: str
    marks: Mapping[str, int]
    voice: str = ""
    pace: Fraction = Fraction(1)


def read(ssml: str, root: str) -> Marked:
    """Raises Refused for what is no SSML, or has elements that are not known."""
    if len(ssml) > _MOST or "<!" in ssml:
        raise Refused("invalid", "the SSML is too long, or has a type of its own")
    try:
        tree = ElementTree.fromstring(ssml)
    except ElementTree.ParseError as error:
        raise Refused("invalid", f"the SSML cannot be read: {error}") from None
    if _name(tree) != root:
        raise Refused("invalid", f"SSML begins with <{root}>")
    reader = _Reader()
    reader.element(tree)
    return Marked(" ".join(reader.pieces), reader.marks, reader.voice, _pace(tree))


class _Reader:
    """Walks the elements in order."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: dict[str, int] = {}
        self.voice = ""
        self._words = 0

    def element(self, element: ElementTree.Element) -> None:
        name = _name(element)
        if name == "break":
            self.pieces.append(f'<break time="{element.get("time", "0ms")}"/>')
        elif name == "mark":
            self.marks[element.get("name", "")] = self._words
        elif name == "sub":
            self._said(element.get("alias", ""))
        elif name in _SAID:
            self.voice = element.get("name", "") if name == "voice" else self.voice
            self._said(element.text or "")
            for child in element:
                self.element(child)
                self._said(child.tail or "")
        else:
            raise Refused("invalid", f"the element {name} is not known")

    def _said(self, text: str) -> None:
        words = text.split()
        self.pieces += words
        self._words += len(words)


def _pace(element: ElementTree.Element) -> Fraction:
    """The rate of a prosody that holds all there is."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
        rate = re.fullmatch(r"([+-]\d{1,3})%", element.get("rate", ""))
        if rate:
            return 1 + Fraction(int(rate[1]), 100)
    return Fraction(1)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
