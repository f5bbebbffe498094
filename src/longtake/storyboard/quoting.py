"""Text as it is shown in advice: so that who pastes it has a value that means just that."""

from __future__ import annotations

__all__ = ["quoted"]

_LONGEST = 60


def quoted(text: str) -> str:
    """A text of one line in YAML's quotes; the end of a long one is left out."""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}…"
    return "'" + shown.replace("'", "''") + "'" if '"' in shown or "\\" in shown else f'"{shown}"'
