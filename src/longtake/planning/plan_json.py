"""`plan.json`: the plan as text, the same bytes on every run. Fractions are written `n/d`, ranges `[start, end]`.

`seconds` beside frames is for people; it follows from them and is not read back. A field that is None or empty by
default is left out where it is, so that a plan that does not use it is written as before there was such a field.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from itertools import chain
from types import NoneType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from longtake.media import FrameRange, FrameRate, Money, Size, View
from longtake.planning.plan import Plan, PlannedShot

__all__ = ["plan_from_json", "plan_to_json"]

_FORMAT = 1
_LEFT_OUT = (None, (), "")
_AS_TEXT = (FrameRate, Size, Money, Fraction, View)


def plan_to_json(plan: Plan) -> str:
    """The plan's one spelling: UTF-8, fields in the order of the classes, two spaces, a line break at the end. A long
    film's plan is never plain data as a whole."""

    def plain(value: object) -> Any:
        row = _plain(value)
        return {**row, "seconds": str(plan.rate.seconds(value.frames))} if isinstance(value, PlannedShot) else row

    encoder = json.JSONEncoder(indent=2, ensure_ascii=False, allow_nan=False, default=plain)
    parts = encoder.iterencode({"plan": _FORMAT, "seconds": str(plan.seconds), **_plain(plan)})
    return "".join(chain(parts, ["\n"]))


def plan_from_json(text: str) -> Plan:
    """Reads what `plan_to_json` writes. Raises ValueError, KeyError or TypeError for anything else."""
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("plan") != _FORMAT:
        raise ValueError(f"this is no plan of format {_FORMAT}")
    made = _typed(Plan, value)
    assert isinstance(made, Plan)
    return made


def _plain(value: object) -> Any:
    """A value that JSON has no form for, as one that it has; what is in it may still need one."""
    if isinstance(value, _AS_TEXT):
        return str(value)
    if isinstance(value, FrameRange):
        return [value.start, value.end]
    if is_dataclass(value):
        named = [(field, getattr(value, field.name)) for field in fields(value)]
        return {field.name: item for field, item in named if item != field.default or item not in _LEFT_OUT}
    raise TypeError(f"a {type(value).__name__} has no place in a plan")


_READERS: dict[Any, Callable[[Any], Any]] = {
    FrameRate: FrameRate.parse,
    Size: Size.parse,
    Money: Money.parse,
    Fraction: Fraction,
    View: View.parse,
    FrameRange: lambda ends: FrameRange(*ends),
}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, value: Any) -> Any:
    """The value of type `kind` whose plain form is `value`."""
    if kind in _READERS:
        return _READERS[kind](value)
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        written = [field.name for field in fields(kind) if field.name in value or field.default not in _LEFT_OUT]
        return kind(**{name: _typed(hints[name], value[name]) for name in written})  # type: ignore[operator]
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return tuple(_typed(inner[0], item) for item in value)
    if NoneType in inner:
        return None if value is None else _typed(inner[0], value)
    plain = getattr(kind, "__supertype__", kind)  # what a NewType stands on
    if (origin is Literal and value not in inner) or (origin is None and type(value) is not plain):
        raise ValueError(f"{value!r} is no {kind}")
    return value
