"""What a file says, before it means anything: words, lists and fields, each with its line and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from longtake.errors import Finding

__all__ = ["DEEPEST", "Fields", "Items", "KeyPath", "Node", "Places", "Remark", "Spot", "Word", "flatten", "syntax"]

DEEPEST = 32
"""How deep a storyboard may nest. The format itself needs 7."""

KeyPath = tuple[str | int, ...]
"""Where a value stands in the storyboard: `("scenes", 0, "shots", 1, "join")`."""


class Spot(NamedTuple):
    """A line and a column, both counted from 1."""

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
    """Something wrong at a key path. on_key: it is the key itself that is wrong."""

    path: KeyPath
    message: str
    advice: tuple[str, ...] = ()
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and value of a storyboard stands in its file. Empty for one that was built in Python."""

    file: str
    values: dict[KeyPath, Spot]
    keys: dict[KeyPath, Spot]

    def of(self, path: KeyPath, *, on_key: bool = False) -> str:
        """`file:line:column` of a value (or its key), or of the nearest thing around it that is written."""
        spot = self.spot(path, on_key=on_key)
        return f"{self.file}:{spot.line}:{spot.column}" if spot else self.file

    def spot(self, path: KeyPath, *, on_key: bool = False) -> Spot | None:
        if on_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)

    def findings(self, remarks: list[Remark]) -> list[Finding]:
        """The remarks with their places, in file order, each once."""
        spots = {remark: self.spot(remark.path, on_key=remark.on_key) or Spot(0, 0) for remark in remarks}
        ordered = sorted(spots, key=lambda remark: spots[remark])
        return [Finding(self.of(r.path, on_key=r.on_key), r.message, r.advice) for r in ordered]


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
            # The doubled key gets a path of its own, so that the remark stands where the second one does.
            again = (*here, f"again at line {key.spot.line}, column {key.spot.column}")
            places.keys[again] = key.spot
            first = places.keys[here]
            advice = ("keep one of the two",)
            remarks.append(Remark(again, f"key {name!r} is here twice; first in line {first.line}", advice, on_key=True))
            continue
        places.keys[here] = key.spot
        found[name] = _plain(value, here, places, remarks)
    return found


def syntax(file: str, spot: Spot | None, message: str, *advice: str) -> Finding:
    """A finding on the file's grammar, which ends the reading."""
    return Finding(f"{file}:{spot.line}:{spot.column}" if spot else file, message, advice)
