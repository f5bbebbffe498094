"""Colours as people name them: which words are known. `colours.toml` beside this file holds the names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from types import MappingProxyType

__all__ = ["colour_codes", "colour_name", "is_code", "nearest_colours"]


@cache
def colour_codes() -> Mapping[str, str]:
    """Every colour that has a name, in lower case, as `#rrggbb`."""
    table = tomllib.loads(resources.files(__package__).joinpath("colours.toml").read_text("utf-8"))
    return MappingProxyType({**table["web"], **table["paint"]})


def is_code(words: str) -> bool:
    """Whether `words` are a colour as `#rgb` or `#rrggbb`."""
    return re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", words.strip().lower()) is not None


def colour_name(words: str) -> str | None:
    """The name that decides the colour of `words`: all of them together (`dark orchid`), else the last known one."""
    parts = re.findall(r"[a-z]+", words.lower())
    return next((word for word in ("".join(parts), *reversed(parts)) if word in colour_codes()), None)


def nearest_colours(words: str) -> tuple[str, ...]:
    """The names that are spelt most like one of `words`; at most three."""
    known = sorted(colour_codes())
    near = (get_close_matches(word, known, n=1) for word in re.findall(r"[a-z]+", words.lower()))
    return tuple(dict.fromkeys(match for matches in near for match in matches))[:3]
