"""A prompt clause by clause, for people: what stands there, and where it came from."""

from __future__ import annotations

import re

from longtake.planning.prompt import Clause, Prompt
from longtake.storyboard import KeyPath

__all__ = ["explained", "origin_path"]

_ORIGIN = re.compile(r"[\w-]+(?:\[\d+\])?(?:\.[\w-]+(?:\[\d+\])?)*")
_PART = re.compile(r"\[(\d+)\]|([\w-]+)")


def explained(prompt: Prompt) -> tuple[tuple[str, str], ...]:
    """(text, origin) of every clause in the order of the prompt, then of every knob that was turned."""
    lines = [(_words(clause), clause.origin) for clause in prompt.clauses]
    return (*lines, *((f"{name} = {value}", "setting of the model") for name, value in prompt.settings))


def origin_path(origin: str) -> KeyPath | None:
    """Where in the storyboard an origin is: `scenes[1].shots[2].action`, which counts from 1, is at ("scenes", 0,
    "shots", 1, "action"). None for a rule."""
    if not _ORIGIN.fullmatch(origin):
        return None
    return tuple(int(found[1]) - 1 if found[1] else found[2] for found in _PART.finditer(origin))


def _words(clause: Clause) -> str:
    if clause.shortened is None:
        return clause.text
    if not clause.shortened:
        return f"left out, {clause.why}: {clause.text}"
    return f"{clause.shortened} (shortened, {clause.why}: {clause.text})"
