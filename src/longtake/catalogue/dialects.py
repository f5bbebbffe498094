"""How models want to be told things, as data: the order of a prompt, its words, its tags, its way with time.

A dialect is one TOML file. Its sentences are templates with a closed set of slots; it decides nothing but words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from longtake.catalogue.modes import Source, Sure
from longtake.catalogue.template import Template, TemplateError

__all__ = ["Clock", "Dialect", "dialects"]

Clock = Literal["seconds", "mm:ss", "none"]
"""How a dialect writes the time of a beat: 3, 00:03, or not at all (by order alone)."""

KINDS = (
    "subject", "setting", "camera", "action", "beat", "motion", "speech", "sound", "style", "continuity", "negative",
)  # fmt: skip
_BEAT = ("text", "from", "to", "length", "number")
_SLOTS: Mapping[str, tuple[str, ...]] = {
    "cast": ("name", "is", "wears", "tag"),
    "prop": ("name", "is", "tag"),
    "place": ("name", "is", "tag"),
    "tagged": ("name", "tag"),
    "reference": ("tag",),
    "camera": ("text", "move"),
    "action": ("text",),
    "first": _BEAT,
    "next": _BEAT,
    "last": _BEAT,
    "shot": _BEAT,
    "motion": ("text",),
    "says": ("name", "how", "words"),
    "voice": ("how", "words"),
    "sound": ("text",),
    "look": ("text",),
    "light": ("text",),
    "palette": ("text",),
    "lens": ("text",),
    "grain": ("text",),
    "continuity": ("text",),
    "negative": ("text",),
}
_TAG_KINDS = ("image", "video", "audio")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one family of models is spoken to.

    words: for people. order: kinds of clauses as they stand in the prompt. labels: what stands before a kind. says:
    the sentence of each thing that can be said, a template each. tags: what an input is called, by its kind, with
    {number}. moves: the model's own words for camera moves, by words that an author writes. clock: how times of beats
    are written. shots: whether a beat that begins with "cut to" makes it a multi-shot prompt, told in the text or as a
    list. first_frame_shows: kinds that the first frame shows already, so they are left out where there is one.
    between: what stands between two kinds. sources: where these manners were read.
    """

    name: str
    words: str
    order: tuple[str, ...]
    labels: Mapping[str, str]
    says: Mapping[str, Template]
    tags: Mapping[str, Template]
    moves: Mapping[str, str]
    clock: Clock
    shots: Literal["", "text", "list"]
    first_frame_shows: tuple[str, ...]
    between: str
    sources: tuple[Source, ...]


@cache
def dialects() -> Mapping[str, Dialect]:
    """Every dialect by name, sorted."""
    folder = resources.files(__package__).joinpath("dialects")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    read = (_dialect(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))) for file in files)
    return MappingProxyType({dialect.name: dialect for dialect in read})


def _dialect(name: str, row: Mapping[str, Any]) -> Dialect:
    order = tuple(row["order"])
    if sorted(order) != sorted(KINDS):
        raise TemplateError(f"dialect {name}: order names each of these once: {', '.join(KINDS)}")
    if missing := sorted(_SLOTS.keys() - row["says"].keys()):
        raise TemplateError(f"dialect {name} has no words for {', '.join(missing)}")
    return Dialect(
        name=name,
        words=row["words"],
        order=order,
        labels=MappingProxyType(dict(row.get("labels", {}))),
        says=MappingProxyType({key: Template.parse(text, _SLOTS[key]) for key, text in row["says"].items()}),
        tags=MappingProxyType({kind: Template.parse(row["tags"][kind], ("number",)) for kind in _TAG_KINDS}),
        moves=MappingProxyType(dict(row.get("moves", {}))),
        clock=_one_of(row["clock"], Clock, name),
        shots=row.get("shots", ""),
        first_frame_shows=tuple(row.get("first_frame_shows", ())),
        between=row.get("between", " "),
        sources=tuple(_source(source) for source in row["sources"]),
    )


def _one_of(value: str, words: Any, name: str) -> Clock:
    if value not in get_args(words):
        raise TemplateError(f"dialect {name}: clock is one of {', '.join(get_args(words))}, not {value!r}")
    return cast(Clock, value)


def _source(row: Mapping[str, Any]) -> Source:
    read_on = row["read_on"]
    if not isinstance(read_on, date):
        raise TemplateError(f"read_on is a date such as 2026-11-21, not {read_on!r}")
    return Source(row["said_by"], read_on, cast(Sure, row["sure"]))
