"""A director's answer to a storyboard: the same checks as of any storyboard, and a fence around what it may set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from longtake.directing.fields import OPEN, PARTS, all_keys
from longtake.errors import Finding, StoryboardError
from longtake.storyboard import (
    CastMember,
    KeyPath,
    Place,
    Prop,
    Remark,
    Storyboard,
    contradictions,
    label,
    labelled,
)
from longtake.storyboard.fields import Written
from longtake.storyboard.jsontext import compose_json
from longtake.storyboard.tree import Places, flatten
from longtake.storyboard.validating import validated

__all__ = ["Read", "read_answer"]

_LARGEST = 1_000_000
_NAME = "answer"
_FENCED = re.compile(r"\s*```(?:json)?\n(.*)\n```\s*", re.DOTALL)
_BY_NAME = (CastMember, Place, Prop)


@dataclass(frozen=True, slots=True)
class Read:
    """The storyboard of an answer, or every fault in it, in order, each at `answer:line:column`."""

    storyboard: Storyboard | None
    findings: tuple[Finding, ...] = ()


def read_answer(text: str) -> Read:
    """What an answer holds. A `${name}` in it is those signs and no variable."""
    if len(text) > _LARGEST:
        return Read(None, (Finding(_NAME, "the answer is longer than 1 MB", ("propose a shorter film",)),))
    fenced = _FENCED.fullmatch(text)
    try:
        data, places, remarks = flatten(compose_json(fenced[1] if fenced else text, _NAME), _NAME)
    except StoryboardError as error:
        return Read(None, error.findings)
    if not isinstance(data, dict):
        return Read(None, (Finding(_NAME, "the answer is no object", ('begin with {"title": …',)),))
    closed = list(_closed_keys(data, Storyboard, ()))
    remarks += [_remark(part, path, data) for part, path in closed]
    for _, path in closed:
        _take_out(data, path)
    return _checked({"storyboard": "1", **data}, places, remarks)


def _checked(data: dict[str, Any], places: Places, remarks: list[Remark]) -> Read:
    storyboard, faults = validated(data)
    remarks = [*remarks, *faults]
    if storyboard and not faults:
        remarks += [labelled(remark, data) for remark in contradictions(storyboard)]
    return Read(None, tuple(places.findings(remarks))) if remarks or not storyboard else Read(storyboard)


def _closed_keys(data: dict[str, Any], part: type[Written], path: KeyPath) -> Iterator[tuple[type[Written], KeyPath]]:
    """The path of every key that is not open, in a part and in all below it, and the part that it stands in."""
    for key, value in data.items():
        here = (*path, key)
        if key not in OPEN[part]:
            yield part, here
        elif inner := PARTS.get((part, key)):
            for below, item in _each(value, inner, here):
                yield from _closed_keys(item, inner, below)


def _take_out(data: Any, path: KeyPath) -> None:
    *around, key = path
    for part in around:
        data = data[part]
    del data[key]


def _each(value: object, part: type[Written], path: KeyPath) -> list[tuple[KeyPath, dict[str, Any]]]:
    """The parts under a key: one, a list of them, or each by its name. What is no part is left to the checks."""
    items: list[tuple[KeyPath, object]] = [(path, value)]
    if isinstance(value, list):
        items = [((*path, number), item) for number, item in enumerate(value)]
    elif isinstance(value, dict) and part in _BY_NAME:
        items = [((*path, name), item) for name, item in value.items()]
    return [(below, item) for below, item in items if isinstance(item, dict)]


def _remark(part: type[Written], path: KeyPath, data: dict[str, Any]) -> Remark:
    owner = label(path[:-1], data)
    if path[-1] in all_keys(part):
        message = f"{path[-1]!r} in {owner} is the author's to set, not the director's"
        return Remark(path, message, ("take it out",), on_key=True)
    advice = f"known here: {', '.join(OPEN[part])}"
    return Remark(path, f"unknown key {path[-1]!r} in {owner}", (advice,), on_key=True)
