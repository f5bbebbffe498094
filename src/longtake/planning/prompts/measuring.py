"""How long a prompt is, in the unit of the model that takes it."""

from __future__ import annotations

import re
from typing import Literal, Protocol

__all__ = ["Limit", "LimitUnit", "length_of"]

LimitUnit = Literal["characters", "utf16", "bytes", "tokens", "words"]
"""Code points, UTF-16 units, bytes of UTF-8, tokens (counted high), words."""


class Limit(Protocol):
    """The most that a prompt may be, such as 1000 utf16."""

    @property
    def count(self) -> int: ...

    @property
    def unit(self) -> LimitUnit: ...


_TOKEN = re.compile(r"[A-Za-z]{1,4}|[0-9]|[^\sA-Za-z0-9]")


def length_of(text: str, unit: LimitUnit) -> int:
    """The text's length. Tokens are estimated, and high: no model's own tokenizer is asked."""
    match unit:
        case "characters":
            return len(text)
        case "utf16":
            return len(text.encode("utf-16-le")) // 2
        case "bytes":
            return len(text.encode())
        case "tokens":
            return sum(1 if piece.isascii() else 2 for piece in _TOKEN.findall(text))
        case "words":
            return len(text.split())
