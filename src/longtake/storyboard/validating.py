"""Plain data to a validated storyboard, with every fault in the author's words.

What is faulty is set aside and the rest is read again, so that one reading also finds the faults between the parts
that are well-formed.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from longtake.storyboard.model import Storyboard
from longtake.storyboard.names import label
from longtake.storyboard.quoting import quoted
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["validated"]

_MOST_ROUNDS = 8
# What stands in for an item that cannot be read, so that its neighbours keep their numbers, and for what must be there.
_ITEMS: dict[object, Any] = {"shots": "…", "scenes": {"shots": ["…"]}}
_REQUIRED: dict[object, Any] = {"storyboard": "1", "scenes": [_ITEMS["scenes"]], "shots": [_ITEMS["shots"]]}


def validated(data: dict[str, Any]) -> tuple[Storyboard | None, list[Remark]]:
    """The storyboard, or what is sound of it, and a remark for each fault. None where nothing sound is left."""
    sound = deepcopy(data)
    empty = list(_nulls(data, ()))
    remarks = [Remark(path, f"{label(path, data)} is empty", _ways_out(path, data), on_key=True) for path in empty]
    for path in empty:
        _set_aside(sound, path)
    for number in range(_MOST_ROUNDS):
        try:
            return Storyboard.model_validate(sound), remarks
        except ValidationError as error:
            faults = error.errors(include_url=False)
        if number == 0:  # later rounds only meet what setting aside has left
            remarks += [_remark(fault, data) for fault in faults if not _is_in(fault["loc"], empty)]
        for fault in faults:
            _set_aside(sound, _culprit(fault), is_known=fault["type"] != "extra_forbidden")
    return None, remarks


def _nulls(data: object, path: KeyPath) -> Iterator[KeyPath]:
    if data is None:
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _nulls(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _nulls(value, (*path, number))


def _ways_out(path: KeyPath, data: object) -> tuple[str, ...]:
    """Advice for an empty value. In { } a comma ends a text, and `{is: a woman, thirty}` has an empty field thirty."""
    group = _at(path[:-1], data)
    names = list(group) if isinstance(group, dict) else []
    at = names.index(path[-1]) if names else 0
    first = next((number for number in range(at - 1, -1, -1) if group[names[number]] is not None), None)
    if first is None or path[-1] in _field_names() or not isinstance(group[names[first]], str):
        return ("write a value, or take it out",)
    end = next((number for number in range(at, len(names)) if group[names[number]] is not None), len(names))
    text = ", ".join([group[names[first]], *names[first + 1 : end]])
    return (f"if it is text after a comma, quote the whole: {names[first]}: {quoted(text)}", "else write a value")


def _at(path: KeyPath, data: Any) -> Any:
    for part in path:
        data = data[part]
    return data


@cache
def _field_names() -> frozenset[str]:
    """What the fields of the format are called, wherever they stand."""
    return frozenset(_properties(Storyboard.model_json_schema()))


def _properties(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        found = schema.get("properties")
        yield from found if isinstance(found, dict) else ()
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _properties(part)


def _is_in(path: KeyPath, empty: list[KeyPath]) -> bool:
    """Whether a fault is only that an empty value was set aside, which has its remark already."""
    return any(path == one or path == one[:-1] for one in empty)


def _culprit(fault: ErrorDetails) -> KeyPath:
    """The path of what must be set aside: of the whole group, where a field is missing in it."""
    path = fault["loc"]
    is_replaced = fault["type"] == "missing" and path[-1] in _REQUIRED
    return path[:-1] if path[-1] == "[key]" or (fault["type"] == "missing" and not is_replaced) else path


def _set_aside(data: dict[str, Any], path: KeyPath, *, is_known: bool = True) -> None:
    """Takes the value at `path` out of `data`. A faulty item takes its whole list along, except where one stands in."""
    for holder, part, list_name in reversed(_holders(data, path)):
        in_list = isinstance(holder, list)
        stand_in = _ITEMS.get(list_name) if in_list else _REQUIRED.get(part)
        if stand_in and (in_list or is_known):
            holder[part] = deepcopy(stand_in)
            return
        if not in_list:
            del holder[part]
            return


def _holders(data: Any, path: KeyPath) -> list[tuple[Any, Any, object]]:
    """From the outside in: each dict or list along `path`, what is taken of it, and the key that it stands under."""
    holders: list[tuple[Any, Any, object]] = []
    name: object = None
    for part in path:
        if not _has(data, part):  # what stands in for something faulty may have no such part
            break
        holders.append((data, part, name))
        name, data = part, data.get(part) if isinstance(data, dict) else data[part]
    return holders


def _has(data: Any, part: object) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in {*data, *_REQUIRED}


def _remark(fault: ErrorDetails, data: object) -> Remark:
    path, kind = fault["loc"], fault["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, data)
    if kind == "missing":
        advice = ("begin the file with storyboard: 1",) if path == ("storyboard",) else ()
        return Remark(path[:-1], f"{label(path[:-1], data)} needs {path[-1]}", advice)
    if path[-1:] == ("[key]",):
        path = path[:-1]
    error = fault.get("ctx", {}).get("error")
    if isinstance(error, ValueError):
        advice = tuple(getattr(error, "advice", ()))
        return Remark(path, f"{label(path, data)}: {error}", advice, on_key=fault["loc"] != path)
    message, *ways_out = _shape(kind, fault)
    return Remark(path, f"{label(path, data)} {message}", tuple(ways_out))


def _shape(kind: str, fault: ErrorDetails) -> tuple[str, ...]:
    """The words for a value of the wrong shape."""
    found = _found(fault["input"])
    if kind in ("string_too_short", "too_short"):
        return "is empty", "write at least one" if kind == "too_short" else "write something"
    if kind == "string_unicode":
        return "holds half a character (a lone surrogate)", "take it out"
    if kind == "string_type":
        return f"is {found}; one line of text is meant", 'text with a colon must be quoted: "like: this"'
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return f"is {found}; a group of fields is meant", "write each field as key: value, below it"
    if kind in ("tuple_type", "list_type"):
        return f"is {found}; a list is meant", "write each item in a line of its own, after a dash"
    return (f"is not taken: {fault['msg']}",)


def _found(value: object) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list | tuple) else f"the text {str(value)[:40]!r}"


def _unknown_key(path: KeyPath, data: object) -> Remark:
    key, known = str(path[-1]), _known_keys(path[:-1])
    owner = label(path[:-1], data)
    near = get_close_matches(key, known, n=1)
    if near:
        return Remark(path, f"unknown key {key!r} in {owner}", (f"did you mean {near[0]}?",), on_key=True)
    advice = [f"known here: {', '.join(known)}"]
    if " " in key.strip():
        advice.insert(0, f'if it is prose, quote the whole line: "{key}: …"')
    return Remark(path, f"unknown key {key!r} in {owner}", tuple(advice), on_key=True)


def _known_keys(path: KeyPath) -> list[str]:
    """The keys that the model takes at a path, in the order of the format."""
    model: type[BaseModel] = Storyboard
    for part in path:
        for name, field in model.model_fields.items():
            if part == (field.alias or name):
                model = _model_in(field.annotation) or model
                break
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model that a field holds: itself, one of it or none, a list of it, a mapping to it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
