"""How the values of storyboard fields are read: the author's text, or the value itself from Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal, TypeVar

from longtake.media import parse_seconds
from longtake.storyboard.cutting import CutWord, parse_cut
from longtake.storyboard.framing import FitWord, parse_fit
from longtake.storyboard.matching import MatchWord, parse_match
from longtake.storyboard.signs import printable
from longtake.storyboard.units import Refused, RetimeWord, Trim, parse_decibels, parse_retime

__all__ = [
    "LANGUAGE",
    "NAME",
    "Auto",
    "positive_seconds",
    "read_cut",
    "read_fade_out",
    "read_fit",
    "read_language",
    "read_length",
    "read_list",
    "read_listed",
    "read_match",
    "read_moment",
    "read_name",
    "read_native_sound",
    "read_one",
    "read_retime",
    "read_seed",
    "read_some",
    "read_trim",
    "read_variable",
    "reader",
]

_T = TypeVar("_T")

NAME = r"[A-Za-z][A-Za-z0-9_-]{0,63}"

LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?"

Auto = Literal["auto"]


def read_name(text: str) -> str:
    if not re.fullmatch(NAME, text):
        raise Refused(
            f"{text!r} is no name",
            "a name begins with a letter of A to Z and has such letters, digits, - and _: opening-2",
        )
    return text


def read_list(value: object) -> object:
    """`warm white, walnut` means the same as `[warm white, walnut]`."""
    return [item for item in (part.strip() for part in value.split(",")) if item] if isinstance(value, str) else value


def read_one(value: object) -> object:
    return [value] if isinstance(value, str) else value


def read_listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def read_some(items: tuple[_T, ...]) -> tuple[_T, ...]:
    if not items:
        raise Refused("nothing is in this list", "write at least one")
    return items


def reader(kind: type[_T], parse: Callable[[str], _T]) -> Callable[[object], _T]:
    """Takes the author's text, or the value itself from Python."""

    def read(value: object) -> _T:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            raise Refused(f"one word or line of text is meant, not {_kind_of(value)}")
        return parse(value)

    return read


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def positive_seconds(text: str) -> Fraction:
    seconds = parse_seconds(text)
    if not 0 < seconds <= 3600:
        raise Refused(f"{text!r} is no length that a film can use", "write more than 0 s and at most 60m")
    return seconds


def read_moment(text: str) -> Fraction:
    seconds = parse_seconds(text)
    if seconds > 3600:
        raise Refused(f"{text!r} is no time in a film", "write 60m at most")
    return seconds


def read_length(value: object) -> Fraction | Auto:
    if isinstance(value, str) and value.strip() == "auto":
        return "auto"
    return reader(Fraction, positive_seconds)(value)


def read_trim(value: object) -> Trim | Auto:
    if isinstance(value, str) and value.strip() == "auto":
        return "auto"
    return reader(Trim, Trim.parse)(value)


def read_native_sound(value: object) -> Fraction | Literal["off"]:
    if isinstance(value, str) and value.strip() == "off":
        return "off"
    return reader(Fraction, parse_decibels)(value)


def read_fit(value: object) -> FitWord:
    return parse_fit(reader(str, str)(value))


def read_retime(value: object) -> RetimeWord:
    return parse_retime(reader(str, str)(value))


def read_match(value: object) -> MatchWord:
    return parse_match(reader(str, str)(value))


def read_cut(value: object) -> CutWord:
    return parse_cut(reader(str, str)(value))


def read_fade_out(value: object) -> Fraction | Literal["on-beat"]:
    is_beat = isinstance(value, str) and value.split() in (["on-beat"], ["on", "beat"])
    return "on-beat" if is_beat else reader(Fraction, positive_seconds)(value)


def read_seed(value: object) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,10}", text) or int(text) > 2**31 - 1:
        raise Refused(f"{text!r} is no seed", "write a whole number from 0 to 2147483647")
    return int(text)


def read_language(value: object) -> str:
    text = reader(str, str)(value).strip()
    if not re.fullmatch(LANGUAGE, text):
        raise Refused(f"{text!r} is no language", "write its code, such as en, de, ja or pt-BR")
    return text


def read_variable(value: object) -> str:
    """Values are text until they are put in; numbers and yes or no may be written bare."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(value if isinstance(value, str) else str(value))
