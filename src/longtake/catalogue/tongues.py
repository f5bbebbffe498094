"""What stands between an author's words in a prompt, by language, as data: so that no sentence is half English.

A tongue is one TOML file: sentences in the place of a dialect's, and what the compiler says of its own accord. For
languages without a file, signs and numbers join the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from longtake.catalogue.template import Template

__all__ = ["ENGLISH", "Tongue", "tongue_of"]

_FOLDER = resources.files(__package__).joinpath("tongues")
_SLOTS = ("name", "is", "wears", "tag", "text", "from", "to", "number", "how", "words")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The glue of one language. says: sentences that stand for those of a dialect, and `timed` for a beat with its
    times; rules: the compiler's own sentences, all of them; joint: between the things of a list. letters: those that
    words of this language have; None where any words will do."""

    language: str
    says: Mapping[str, Template]
    rules: Mapping[str, Template]
    joint: str
    letters: re.Pattern[str] | None = None

    def of(self, words: Iterable[str]) -> Tongue:
        """This tongue where the words are in its letters, else English: a Japanese storyboard may say `dolly-in`."""
        if self.letters is None or any(self.letters.search(text) for text in words):
            return self
        return ENGLISH

    def rule(self, name: str, who: str = "") -> str:
        """One of the compiler's own sentences."""
        return self.rules[name].filled({"who": who})


def tongue_of(language: str) -> Tongue:
    """The tongue of a language by its code: `en-GB` is English, `ja` Japanese, any other is signs."""
    primary = language.partition("-")[0].lower()
    if primary == "en":
        return ENGLISH
    return _read(primary if _FOLDER.joinpath(f"{primary}.toml").is_file() else "signs")


@cache
def _read(name: str) -> Tongue:
    row: Mapping[str, Any] = tomllib.loads(_FOLDER.joinpath(f"{name}.toml").read_text("utf-8"))
    rules = {key: Template.parse(text, ("who",)) for key, text in row.get("rules", {}).items()}
    return Tongue(
        language=name,
        says=MappingProxyType({key: Template.parse(text, _SLOTS) for key, text in row.get("says", {}).items()}),
        rules=MappingProxyType(rules if name == "en" else {**ENGLISH.rules, **rules}),
        joint=row["joint"],
        letters=re.compile(row["letters"]) if "letters" in row else None,
    )


ENGLISH = _read("en")
