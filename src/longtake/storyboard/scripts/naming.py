"""Names for what a script calls by whole words: scenes, people, places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

__all__ = ["slug", "unused"]

_LONGEST = 40


def slug(text: str) -> str:
    """The words of a text as a storyboard takes a name: `bricks-patio`; nothing where no Latin letter is in them."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", latin)))
    return re.sub(r"^[^a-z]+", "", words)[:_LONGEST].rstrip("-")


def unused(wanted: str, taken: Container[str]) -> str:
    """The name, or with a number behind it where it is taken."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
