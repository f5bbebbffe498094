"""A prompt clause by clause, for people: what stands there, and where it came from."""

from __future__ import annotations

from longtake.planning.prompt import Clause, Prompt

__all__ = ["explained"]


def explained(prompt: Prompt) -> tuple[tuple[str, str], ...]:
    """(text, origin) of every clause in the order of the prompt, then of every knob that was turned."""
    lines = [(_words(clause), clause.origin) for clause in prompt.clauses]
    return (*lines, *((f"{name} = {value}", "setting of the model") for name, value in prompt.settings))


def _words(clause: Clause) -> str:
    if clause.shortened is None:
        return clause.text
    if not clause.shortened:
        return f"left out, {clause.why}: {clause.text}"
    return f"{clause.shortened} (shortened, {clause.why}: {clause.text})"
