"""People in a script's actions by @name, so that each is described the same in every shot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from longtake.storyboard.scripts.draft import Draft

__all__ = ["mention_people"]

_FIRST_WORD = re.compile(r"(?<![\w@.])\w+")


def mention_people(draft: Draft) -> None:
    """Writes @mara where an action of the draft says MARA or Mara, if she is in its cast."""
    forms: dict[str, list[tuple[str, str]]] = {}
    for name, words in draft.data.get("cast", {}).items():
        capital = " ".join(word.capitalize() for word in words.split())
        for form in {words, words.upper(), capital}:
            if first := _FIRST_WORD.match(form):
                forms.setdefault(first[0], []).append((form, name))
    ordered = {first: sorted(found, key=lambda pair: (-len(pair[0]), pair)) for first, found in forms.items()}
    for scene in draft.scenes:
        for shot in scene["shots"]:
            if "action" in shot:
                shot["action"] = _mentioning(shot["action"], ordered)


def _mentioning(text: str, forms: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """The text with @names for people. forms: by their first word, what people are called, and their names."""
    pieces: list[str] = []
    done = 0
    for match in _FIRST_WORD.finditer(text):
        for form, name in forms.get(match[0], ()) if match.start() >= done else ():
            end = match.start() + len(form)
            if text.startswith(form, match.start()) and not re.match(r"[\w-]", text[end : end + 1]):
                pieces += [text[done : match.start()], f"@{name}"]
                done = end
                break
    return "".join([*pieces, text[done:]])
