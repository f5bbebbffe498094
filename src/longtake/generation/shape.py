"""The shape of an answer: its fields, and what kind of value stands in each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["ANY", "Difference", "differences"]

ANY = "*"
"""A name in an expected object that stands for all names: the keys are data, such as the names of models."""


@dataclass(frozen=True, slots=True)
class Difference:
    """place: `tier.models`. how: `missing`, of `another kind`, or `new`, which nothing here reads and does no harm.
    expected, found: kinds of values in words, "" for none."""

    place: str
    how: Literal["missing", "another kind", "new"]
    expected: str = ""
    found: str = ""

    @property
    def matters(self) -> bool:
        return self.how != "new"

    def __str__(self) -> str:
        match self.how:
            case "missing":
                return f"{self.place} is missing; {self.expected} was expected"
            case "new":
                return f"{self.place} is new: {self.found}"
        return f"{self.place} is {self.found}; {self.expected} was expected"


def differences(expected: Any, found: Any) -> tuple[Difference, ...]:
    """Where an answer has not the shape of an example. What is null fits everything, and so do the members of an empty
    list; of a list, the first member is looked at."""
    return tuple(_differences(expected, found, ""))


def _differences(expected: Any, found: Any, place: str) -> Iterator[Difference]:
    if expected is None or found is None:
        return
    if _kind(expected) != _kind(found):
        yield Difference(place or "the answer", "another kind", _kind(expected), _kind(found))
    elif isinstance(expected, Mapping):
        yield from _fields(expected, found, place)
    elif isinstance(expected, list) and expected and found:
        yield from _differences(expected[0], found[0], f"{place}[0]")


def _fields(expected: Mapping[str, Any], found: Mapping[str, Any], place: str) -> Iterator[Difference]:
    if ANY in expected:
        expected = dict.fromkeys(found, expected[ANY])
    for name, value in expected.items():
        inner = _inside(place, name)
        if name in found:
            yield from _differences(value, found[name], inner)
        else:
            yield Difference(inner, "missing", expected=_kind(value))
    for name in sorted(found.keys() - expected.keys()):
        yield Difference(_inside(place, name), "new", found=_kind(found[name]))


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name or "''"


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "yes or no"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case Mapping():
            return "an object"
    return "nothing"
