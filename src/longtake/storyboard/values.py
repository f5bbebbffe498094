"""Values for variables, as they are given from outside: by a line, a JSON file or a program, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from longtake.errors import Finding, StoryboardError
from longtake.storyboard.jsontext import compose_json
from longtake.storyboard.textfile import text_of
from longtake.storyboard.tree import Fields, Items, Word, finding

__all__ = ["NO_VALUES", "Given", "Values", "given_by", "read_set", "read_values"]

Scalar = str | bool | int | float | Fraction


@dataclass(frozen=True, slots=True)
class Given:
    """A value, as text, and where it was given: `--set name`, `values.json:2:11`, `campaign.csv:4`."""

    text: str
    place: str


Values = Mapping[str, Given | Scalar]
"""Values by the names of variables."""


NO_VALUES: Values = MappingProxyType({})


def given_by(values: Values) -> dict[str, Given]:
    """The values with their places; those of a program stand in its `values`."""
    return {
        name: value if isinstance(value, Given) else Given(_text(value), "values") for name, value in values.items()
    }


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_set(text: str) -> tuple[str, Given]:
    """Reads `name=value`, as `--set` takes it; the value may hold further = signs. Raises StoryboardError."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise StoryboardError(
            f"{text[:60]!r} sets nothing", place="--set", advice=("write name=value, such as --set city=Berlin",)
        )
    return name.strip(), Given(value, f"--set {name.strip()}")


def read_values(path: Path) -> dict[str, Given]:
    """The values in a JSON file: one object of names and texts, numbers, true or false.

    Raises StoryboardError with every finding, each at `file:line:column`.
    """
    name = path.as_posix()
    text = text_of(path, "values file")
    root = compose_json(text, name) if text.strip() else None
    if not isinstance(root, Fields):
        advice = ('write {"city": "Berlin", "premium": true}',)
        raise StoryboardError("values are one JSON object", place=name, advice=advice)
    values: dict[str, Given] = {}
    wrong: list[Finding] = []
    for key, node in root.entries:
        called = key.text or ""
        if called in values:
            wrong.append(finding(name, key.spot, f"{called!r} is here twice", "keep one of the two"))
        elif isinstance(node, Fields | Items) or node.text is None:
            wrong.append(
                finding(
                    name,
                    node.spot,
                    f"the value of {called!r} is {_kind(node)}",
                    "write a text, a number, true or false",
                )
            )
        else:
            values[called] = Given(node.text, finding(name, node.spot, "").place)
    if wrong:
        raise StoryboardError.of(wrong)
    return values


def _kind(node: Fields | Items | Word) -> str:
    if isinstance(node, Word):
        return "null"
    return "a list" if isinstance(node, Items) else "an object"
