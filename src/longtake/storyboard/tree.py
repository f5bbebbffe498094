"""What a file says, before it means anything: words, lists and fields, each with its line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from longtake.errors import Finding

__all__ = ["DEEPEST", "Fields", "Items", "KeyPath", "Node", "Places", "Remark", "Spot", "Word", "finding", "flatten"]

DEEPEST = 32
"""How deep a storyboard may nest. The format itself needs 7."""

KeyPath = tuple[str | int, ...]
"""Where a value stands in the storyboard: `("scenes", 0, "shots", 1, "join")`."""


class Spot(NamedTuple):
    """A line and a column, both counted from 1. column 0: only the line is known."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar, as it was written. text is None where nothing (or null) is written."""

    text: str | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class Items:
    nodes: tuple[Node, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Fields:
    entries: tuple[tuple[Word, Node], ...]
    spot: Spot


Node = Word | Items | Fields


@dataclass(frozen=True, slots=True)
class Remark:
    """Something wrong at a key path. on_key: it is the key itself that is wrong. at: where, if not found by path."""

    path: KeyPath
    message: str
    advice: tuple[str, ...] = ()
    on_key: bool = False
    at: Spot | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and value of a storyboard stands in its file. Empty for one that was built in Python."""

    file: str
    values: dict[KeyPath, Spot]
    keys: dict[KeyPath, Spot]

    def spot(self, remark: Remark) -> Spot | None:
        """Where a remark stands; where its value is not written, the nearest thing around it that is."""
        path = self._as_written(remark.path)
        if remark.at or (remark.on_key and path in self.keys):
            return remark.at or self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)

    def _as_written(self, path: KeyPath) -> KeyPath:
        """The path without the number of an item that stands without its list: `title: Aurora` is a list of one."""
        written: KeyPath = ()
        for part in path:
            if part != 0 or (*written, part) in self.values:
                written = (*written, part)
        return written

    def place(self, path: KeyPath) -> str:
        """`file:line:column` of a value, for messages."""
        return finding(self.file, self.spot(Remark(path, "")), "").place

    def findings(self, remarks: Iterable[Remark]) -> list[Finding]:
        """The remarks with their `file:line:column`, in file order, each once."""
        spots = {remark: self.spot(remark) for remark in remarks}
        ordered = sorted(spots, key=lambda remark: spots[remark] or Spot(0, 0))
        return [finding(self.file, spots[remark], remark.message, *remark.advice) for remark in ordered]


def flatten(root: Node, file: str) -> tuple[Any, Places, list[Remark]]:
    """The tree as plain dicts, lists, text and None, with the places of all, and a remark for each doubled key."""
    places, remarks = Places(file, {}, {}), list[Remark]()
    return _plain(root, (), places, remarks), places, remarks


def _plain(node: Node, path: KeyPath, places: Places, remarks: list[Remark]) -> Any:
    places.values[path] = node.spot
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Items):
        return [_plain(item, (*path, number), places, remarks) for number, item in enumerate(node.nodes)]
    found: dict[str, Any] = {}
    for key, value in node.entries:
        name = key.text or ""
        here = (*path, name)
        if name in found:
            message = f"key {name!r} is here twice; first in line {places.keys[here].line}"
            remarks.append(Remark(here, message, ("keep one of the two",), at=key.spot))
            continue
        places.keys[here] = key.spot
        found[name] = _plain(value, here, places, remarks)
    return found


def finding(file: str, spot: Spot | None, message: str, *advice: str) -> Finding:
    """A finding at a place of the file, or on the file as a whole."""
    column = f":{spot.column}" if spot and spot.column else ""
    return Finding(f"{file}:{spot.line}{column}" if spot else file, message, advice)
