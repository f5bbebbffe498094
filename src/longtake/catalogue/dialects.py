"""How models want to be told things, as data: the order of a prompt, its words, its tags, its way with time.

A dialect is one TOML file, or what differs from another one that it is `like`. Its sentences are templates with a
closed set of slots; it decides nothing but words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast, get_args

from longtake.catalogue.modes import Role, Source, Sure
from longtake.catalogue.template import Template, TemplateError
from longtake.catalogue.tongues import ENGLISH, Tongue, tongue_of

__all__ = ["Clock", "Dialect", "Shots", "dialect_names", "dialects"]

Clock = Literal["seconds", "mm:ss"]
"""How a dialect writes a time: 3 or 00:03."""

Shots = Literal["", "text", "list"]
"""How a dialect is told of a cut inside a take: not apart from other words, by numbered shots in the text, or as a list
of prompts with their lengths."""

_KINDS = (
    "subject", "setting", "camera", "action", "beat", "motion", "speech", "sound", "style", "continuity", "negative",
)  # fmt: skip
_BEAT = ("text", "from", "to", "length", "number")
_SLOTS: Mapping[str, tuple[str, ...]] = {
    "cast": ("name", "is", "wears", "tag"),
    "prop": ("name", "is", "tag"),
    "place": ("name", "is", "tag"),
    "tagged": ("name", "tag"),
    "reference": ("tag",),
    "source": ("tag",),
    "driver": ("tag",),
    "camera": ("text", "move"),
    "action": ("text",),
    "first": _BEAT,
    "next": _BEAT,
    "last": _BEAT,
    "shot": _BEAT,
    "motion": ("text",),
    "says": ("name", "how", "words"),
    "voice": ("how", "words"),
    "timbre": ("name", "text"),
    "sound": ("text",),
    "look": ("text",),
    "light": ("text",),
    "palette": ("text",),
    "lens": ("text",),
    "grain": ("text",),
    "continuity": ("text",),
    "unwanted": ("text",),
    "negative": ("text",),
}
_MEDIA = ("image", "video", "audio")
_BEATS = ("first", "next", "last")
_TIMES = frozenset({"from", "to", "length"})

_Row = Mapping[str, Any]
_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one family of models is spoken to.

    words: for people. order: kinds of clauses as they stand in the prompt. says: the sentence of each thing that can be
    said, a template each; an empty one for what is not said. tags: what an input is called, by its kind, with {number}.
    is_counted_together: whether pictures, clips and sounds are numbered in one row. quotes: what stands around spoken
    words. moves: the model's own words for camera moves, by words that an author writes. clock: how times are written.
    shots: how a cut inside the take is told; shots_settings: what the model's knobs must say then.
    leaves_out: kinds that an input of a role shows already, and under "always" those that the model cannot be told.
    sources: where these manners were read. tongue: the language that its sentences are said in.
    """

    name: str
    words: str
    order: tuple[str, ...]
    says: Mapping[str, Template]
    tags: Mapping[str, Template]
    is_counted_together: bool
    quotes: tuple[str, str]
    moves: Mapping[str, str]
    clock: Clock
    shots: Shots
    shots_settings: Mapping[str, str]
    leaves_out: Mapping[Role | Literal["always"], tuple[str, ...]]
    sources: tuple[Source, ...]
    tongue: Tongue = ENGLISH

    def speaking(self, language: str) -> Dialect:
        """This dialect with its sentences in a storyboard's language, such as `ja`."""
        return replace(self, tongue=tongue_of(language))

    def told(self, way: str, values: Mapping[str, str]) -> str:
        """The sentence `way` with the values in it, in the tongue of the words that are put in. A sentence of signs
        alone ([00:03] …) and a numbered shot are the model's own form and stay in every language."""
        spoken = self.tongue.of(values.values()).says
        other = "timed" if way in _BEATS and self.says["first"].slots & _TIMES else way
        return (spoken[other] if other in spoken and self._is_worded(way) else self.says[way]).filled(values)

    def _is_worded(self, way: str) -> bool:
        """Whether the dialect has words of its own for this. Beats are told alike: if the second one has, all have."""
        return way == "negative" or self.says["next" if way in _BEATS else way].has_words


_FOLDER = resources.files(__package__).joinpath("dialects")


@cache
def dialect_names() -> tuple[str, ...]:
    """What dialects are called, sorted; none of them is read."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))


@cache
def dialects() -> Mapping[str, Dialect]:
    """Every dialect by name, sorted."""
    rows = {name: tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text("utf-8")) for name in dialect_names()}
    return MappingProxyType({name: _dialect(name, _whole(row, rows)) for name, row in rows.items()})


def _whole(row: _Row, rows: Mapping[str, _Row]) -> _Row:
    """The row with what it leaves to the dialect that it is like; tables are joined, all else is replaced."""
    if "like" not in row:
        return row
    base = _whole(rows[row["like"]], rows)
    joined = {key: {**base[key], **value} for key, value in row.items() if isinstance(value, dict) and key in base}
    return {**base, **row, **joined}


def _dialect(name: str, row: _Row) -> Dialect:
    order = tuple(row["order"])
    if sorted(order) != sorted(_KINDS):
        raise TemplateError(f"dialect {name}: order names each of these once: {', '.join(_KINDS)}")
    if missing := sorted(_SLOTS.keys() - row["says"].keys()):
        raise TemplateError(f"dialect {name} has no words for {', '.join(missing)}")
    opening, closing = row.get("quotes", ['"', '"'])
    return Dialect(
        name=name,
        words=row["words"],
        order=order,
        says=MappingProxyType({key: Template.parse(text, _SLOTS[key]) for key, text in row["says"].items()}),
        tags=MappingProxyType({media: Template.parse(row["tags"][media], ("number",)) for media in _MEDIA}),
        is_counted_together=row["tags"].get("together", False),
        quotes=(opening, closing),
        moves=MappingProxyType(dict(row.get("moves", {}))),
        clock=_one_of(row["clock"], get_args(Clock), name),
        shots=_one_of(row.get("shots", ""), get_args(Shots), name),
        shots_settings=MappingProxyType(dict(row.get("shots_settings", {}))),
        leaves_out=MappingProxyType({role: tuple(kinds) for role, kinds in row.get("leaves_out", {}).items()}),
        sources=tuple(_source(source) for source in row["sources"]),
    )


def _one_of(value: str, words: tuple[_Word, ...], name: str) -> _Word:
    for word in words:
        if word == value:
            return word
    raise TemplateError(f"dialect {name}: {value!r} is none of {', '.join(map(repr, words))}")


def _source(row: _Row) -> Source:
    read_on = row["read_on"]
    if not isinstance(read_on, date):
        raise TemplateError(f"read_on is a date such as 2026-11-21, not {read_on!r}")
    return Source(row["said_by"], read_on, cast(Sure, row["sure"]))
