"""What players call a language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

__all__ = ["language_name"]


def language_name(language: str) -> str:
    """A language's name in itself: `日本語`. language: BCP 47; its code where no name is known, and the code beside the
    name where only its first part is (`English (en-ZA)`)."""
    known = _written()
    primary = language.partition("-")[0].lower()
    if language in known:
        return known[language]
    return f"{known[primary]} ({language})" if primary in known else language


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    names: dict[str, str] = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    return names
