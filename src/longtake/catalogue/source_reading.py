"""Sources as they are written: those that every model's file may name, and a file's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import get_args

from longtake.catalogue.group import Group
from longtake.catalogue.modes import Source, Sure
from longtake.catalogue.written import Written, shared_sources

__all__ = ["Sources", "source_of", "sources_of"]

Sources = Mapping[str, Source]


def sources_of(top: Group) -> Sources:
    """Every source that a file may name, by its name."""
    return {**_shared(), **_own(top)} if top.has("sources") else _shared()


def source_of(group: Group, sources: Sources) -> Source:
    """The source of a group's figures. Raises CatalogueError where it names none."""
    if not group.has("source"):
        advice = "name one of [sources], here or once for the whole file above all tables"
        raise group.refused("", "names no source for its figures", advice)
    return sources[group.choice("source", tuple(sources))]


@cache
def _shared() -> Sources:
    shared = Written("", {"sources": shared_sources()}, ())
    return _own(Group(shared, (), shared.data, None))


def _own(top: Group) -> Sources:
    return {one.name: _source(one) for one in top.groups("sources", ("said_by", "read_on", "sure"))}


def _source(group: Group) -> Source:
    return Source(group.text("said_by"), group.day("read_on"), group.choice("sure", get_args(Sure)))
