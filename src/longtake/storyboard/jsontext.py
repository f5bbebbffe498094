"""Reads JSON into a tree that knows its lines and columns. Numbers keep the text they were written with."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from longtake.errors import StoryboardError
from longtake.storyboard.tree import DEEPEST, Fields, Items, Node, Spot, Word, finding

__all__ = ["compose_json"]

_STRINGS = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")


def compose_json(text: str, file: str) -> Node:
    """Raises StoryboardError at the first place that is no JSON."""
    try:
        return _Composer(text).document()
    except json.JSONDecodeError as error:
        spot = Spot(error.lineno, error.colno)
        message = error.msg if error.msg.startswith("nested") else f"this is no JSON: {error.msg}"
        raise StoryboardError.of([finding(file, spot, message, *_ways_out(error))]) from None


def _ways_out(error: json.JSONDecodeError) -> tuple[str, ...]:
    if error.msg.startswith("nested"):
        return ("a storyboard needs 7 levels",)
    if error.doc[error.pos : error.pos + 1] in ("'", "#", "/"):
        return ('JSON has "double quotes" only and no comments; a .yaml file takes both',)
    return ()


class _Composer:
    """A cursor over the text. Each method starts at `at` and leaves it behind what it took."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer(r"\n", text))]

    def document(self) -> Node:
        node = self.value(1)
        self.space()
        if self.at != len(self.text):
            raise self.wrong("something stands after the end of the document")
        return node

    def value(self, depth: int) -> Node:
        self.space()
        if depth > DEEPEST:
            raise self.wrong(f"nested deeper than {DEEPEST} levels")
        spot, sign = self.spot(), self.text[self.at : self.at + 1]
        if sign == "{":
            return Fields(tuple(self.entries(depth)), spot)
        if sign == "[":
            return Items(tuple(self.items(depth)), spot)
        if sign == '"':
            return self.string()
        match = _SCALAR.match(self.text, self.at)
        if not match:
            raise self.wrong("a value is expected here")
        self.at = match.end()
        return Word(None if match[0] == "null" else match[0], spot)

    def entries(self, depth: int) -> list[tuple[Word, Node]]:
        found: list[tuple[Word, Node]] = []
        self.at += 1
        while not self.closes("}", bool(found)):
            if self.text[self.at : self.at + 1] != '"':
                raise self.wrong("a key in double quotes is expected here")
            key = self.string()
            self.space()
            if self.text[self.at : self.at + 1] != ":":
                raise self.wrong("a colon is expected here")
            self.at += 1
            found.append((key, self.value(depth + 1)))
        return found

    def items(self, depth: int) -> list[Node]:
        found: list[Node] = []
        self.at += 1
        while not self.closes("]", bool(found)):
            found.append(self.value(depth + 1))
        return found

    def closes(self, bracket: str, has_items: bool) -> bool:
        """Whether the list or object ends here; if not, the comma before its next item is taken."""
        self.space()
        sign = self.text[self.at : self.at + 1]
        if sign == bracket:
            self.at += 1
            return True
        if has_items:
            if sign != ",":
                raise self.wrong(f"a comma or {bracket} is expected here")
            self.at += 1
            self.space()
        return False

    def string(self) -> Word:
        spot = self.spot()
        text, self.at = _STRINGS.raw_decode(self.text, self.at)
        return Word(text, spot)

    def space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def spot(self) -> Spot:
        line = bisect_right(self.starts, self.at)
        return Spot(line, self.at - self.starts[line - 1] + 1)

    def wrong(self, message: str) -> json.JSONDecodeError:
        return json.JSONDecodeError(message, self.text, self.at)
