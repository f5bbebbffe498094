"""Names for what a script calls by whole words: scenes, people, places."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Names", "slug"]

_LONGEST = 40


def slug(text: str) -> str:
    """The words of a text as a storyboard takes a name: `bricks-patio`; nothing where no Latin letter is in them."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", latin)))
    return re.sub(r"^[^a-z]+", "", words)[:_LONGEST].rstrip("-")


class Names:
    """Names that differ: one that is taken gets a number behind it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The name that is given instead of the one wanted, or that one."""
        name, number = wanted, self._numbers.get(wanted, 1)
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._taken.add(name)
        return name
