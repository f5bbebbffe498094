"""A model's file as it is written: its groups of figures, where each stands, and how one file overrides another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from longtake.errors import CatalogueError

__all__ = ["GROUPS", "LARGEST", "KeyPath", "Written", "in_text", "of_file", "overridden", "shared_sources"]

LARGEST = 200_000
"""Bytes of a model's file. Those that come with Longtake have about 2,000."""

GROUPS = (
    "form",
    "latency",
    "length",
    "price",
    "prompt",
    "retirement",
    "service",
    "sizes",
    "strength",
    "terms",
    "text",
    "voices",
)
"""The groups of figures that a file has one of: of a model for pictures, for speech or for music."""

_GROUPS_BY_NAME = ("modes", "prices")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A model's data, and the files that they come from with their texts, the last one uppermost."""

    model: str
    data: Mapping[str, Any]
    files: tuple[tuple[str, str], ...]

    def place(self, path: KeyPath) -> str:
        """`my-model.toml:12`: the line of a field, or of what it stands in, in the uppermost file that has it."""
        found = [(*_line(text, path), name) for name, text in reversed(self.files)]
        depth, line, name = max(found, key=lambda one: one[0])
        return f"{name}:{line}" if depth else name


def of_file(path: Path) -> Written:
    """Reads an author's file. Raises CatalogueError where it cannot be read, is no TOML, or names no model."""
    name = path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror or "it cannot be read"
        raise CatalogueError(
            f"the model's file cannot be opened: {reason}", place=name, advice=("check the path",)
        ) from None
    if len(data) > LARGEST:
        raise CatalogueError("the file is larger than 200 kB", place=name, advice=("name the file of one model",))
    try:
        return in_text(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise CatalogueError("the file is no UTF-8 text", place=name, advice=("save it as UTF-8",)) from None


def in_text(text: str, name: str) -> Written:
    """The model in a text. name: what findings call it. Raises CatalogueError."""
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        message, line = _complaint(error)
        advice = ("text stands in quotes, tables in [brackets]",)
        raise CatalogueError(f"this is no TOML: {message}", place=f"{name}{line}", advice=advice) from None
    model = data.get("model")
    if not isinstance(model, str) or not re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", model):
        asked = f"{model!r} is no name for a model" if "model" in data else "the file does not say which model it is of"
        advice = ('write it in small letters, figures, dots and hyphens: model = "veo-3.1-fast"',)
        raise CatalogueError(asked, place=name, advice=advice)
    return Written(model, _sourced(data), ((name, text),))


def _complaint(error: ValueError | RecursionError) -> tuple[str, str]:
    """The parser's words, and `:12` where it says a line."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply", ""
    words, _, place = str(error).partition(" (at ")
    line = re.match(r"line (\d+)", place)
    return words, f":{line[1]}" if line else ""


def _sourced(data: dict[str, Any]) -> dict[str, Any]:
    """The data with the file's own `source` given to each group that names none."""
    source = data.pop("source", None)
    if source is not None:
        for _, group in _groups(data):
            group.setdefault("source", source)
    return data


def _groups(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Each group of figures with its path; what is no table is left to the reading."""
    for name in GROUPS:
        if isinstance(data.get(name), dict):
            yield (name,), data[name]
    for name in _GROUPS_BY_NAME:
        if isinstance(data.get(name), dict):
            yield from (((name, key), group) for key, group in data[name].items() if isinstance(group, dict))


def overridden(known: Written, by: Written) -> Written:
    """`known` with the figures of `by` in their places. Raises CatalogueError for figures without a source."""
    for path, group in _groups(by.data):
        if "source" not in group:
            message = f"{'.'.join(map(str, path))} overrides figures and names no source for them"
            advice = 'say whence: source = "mine", and below [sources]: mine = {said_by = "…", read_on = …, sure = "…"}'
            raise CatalogueError(message, place=by.place(path), advice=(advice,))
    for name in _redefined({**shared_sources(), **known.data.get("sources", {})}, by.data.get("sources")):
        message = f"the source {name!r} of {known.model} is another one"
        advice = "give yours another name, so that the known figures keep theirs"
        raise CatalogueError(message, place=by.place(("sources", name)), advice=(advice,))
    return Written(known.model, _merged(known.data, by.data), (*known.files, *by.files))


@cache
def shared_sources() -> Mapping[str, Any]:
    """The sources that every model's file may name, as they are written in `sources.toml`."""
    return tomllib.loads(resources.files(__package__).joinpath("sources.toml").read_text("utf-8"))


def _redefined(before: Mapping[str, Any], after: object) -> Iterator[str]:
    """The sources that both name and that are not the same."""
    if isinstance(after, dict):
        yield from (name for name in after if name in before and before[name] != after[name])


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key; whatever else is written stands instead of what was there."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


_HEADER = re.compile(r"\s*\[\[?\s*([^\]\"']+?)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def _line(text: str, path: KeyPath) -> tuple[int, int]:
    """How much of `path` is found in the text, and the line (from 1) where it stands."""
    header: KeyPath = ()
    best = (0, 1)
    for number, line in enumerate(text.split("\n"), 1):
        if found := _HEADER.match(line):
            header = here = tuple(found[1].split("."))
        elif found := _KEY.match(line):
            here = (*header, found[1])
        else:
            continue
        if path[: len(here)] == here and len(here) > best[0]:
            best = (len(here), number)
    return best
