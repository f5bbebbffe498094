"""A text as the words that are heard of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["spoken_tokens"]

_SAID = re.compile(r"[^\W_]")


def spoken_tokens(written: Sequence[str]) -> list[str]:
    """Words as they are written, each with the signs beside it that nobody says: joined by spaces they are the text."""
    tokens = list[str]()
    for piece in written:
        if tokens and not (_SAID.search(piece) and _SAID.search(tokens[-1])):
            tokens[-1] += f" {piece}"
        else:
            tokens.append(piece)
    return tokens
