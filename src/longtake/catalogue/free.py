"""The sources of pictures that need no key and cost nothing: the author's files, and what is drawn here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from longtake.media import Money

__all__ = ["FreeSource", "keyless"]


@dataclass(frozen=True, slots=True)
class FreeSource:
    """A source of pictures. words: what the quote's table calls it; price: of one shot."""

    name: str
    words: str
    price: Money


@cache
def keyless() -> Mapping[str, FreeSource]:
    """The sources that need no key, by name: `footage` (the author's own files) and `animatic` (drawn here)."""
    rows = tomllib.loads(resources.files(__package__).joinpath("keyless.toml").read_text("utf-8"))
    return MappingProxyType(
        {name: FreeSource(name, row["words"], Money.parse(row["price"])) for name, row in rows.items()}
    )
