"""The proof that nothing of a script was dropped: every word of it is in the storyboard or was told to be left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from longtake.errors import Finding
from longtake.storyboard.scripts.draft import LeftOut
from longtake.storyboard.tree import Spot, finding

__all__ = ["forgotten", "notes_of", "words_of"]

_MOST_LISTED = 3
_MOST_LINES = 12
_EXCERPT = 60
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> set[str]:
    """The words of a text, without marks and capitals."""
    return {word.casefold() for word in _WORD.findall(text)}


def forgotten(script: str, told: Iterable[str]) -> Iterator[LeftOut]:
    """The words of a script that are in none of the texts, line by line."""
    known = {word for text in told for word in words_of(text)}
    for number, line in enumerate(script.split("\n"), 1):
        found = [match for match in _WORD.finditer(line) if match[0].casefold() not in known]
        if found and (lost := words_of(html.unescape(line)) - known):
            at = next((match.start() for match in found if match[0].casefold() in lost), found[0].start())
            words = [word for word in _WORD.findall(html.unescape(line)) if word.casefold() in lost]
            yield LeftOut(Spot(number, at + 1), "words that no field takes", " ".join(words))


def notes_of(left: Iterable[LeftOut], name: str) -> Iterator[Finding]:
    """A note for each thing left out, one for all of a kind where they are many; in file order."""
    kinds: dict[str, list[LeftOut]] = {}
    for item in sorted(left, key=_place):
        kinds.setdefault(item.what, []).append(item)
    many = {what for what, items in kinds.items() if len(items) > _MOST_LISTED}
    shown = [item for what, items in kinds.items() for item in (items[:1] if what in many else items)]
    for item in sorted(shown, key=_place):
        if item.what in many:
            message = f"left out, {len(kinds[item.what])} times: {item.what}{_lines(kinds[item.what])}; first"
        else:
            message = f"left out: {item.what}"
        yield finding(name, item.spot, f"{message}: {_excerpt(item.text)}", *item.advice)


def _place(item: LeftOut) -> Spot:
    return item.spot or Spot(0, 0)


def _lines(items: list[LeftOut]) -> str:
    """` (lines 3, 7, 12)`: where the things stand, as far as the reader knows it."""
    lines = list(dict.fromkeys(str(item.spot.line) for item in items if item.spot))
    shown = ", ".join(lines[:_MOST_LINES]) + (", …" if len(lines) > _MOST_LINES else "")
    return f" (lines {shown})" if lines else ""


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else f"{words[: _EXCERPT - 1].rstrip()}…"
