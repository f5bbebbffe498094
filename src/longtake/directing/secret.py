"""A key that cannot be printed by accident."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import quote

__all__ = ["Secret"]

_SHOWN = "***"


class Secret:
    """Holds a key. Printed, formatted or logged it is `***`; it is not compared, pickled or copied."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return _SHOWN

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret stays in its process")

    def reveal(self) -> str:
        """The key itself, for the one place that sends it."""
        return self._text

    def scrubbed(self, text: str) -> str:
        """The text with the key in it, as it is or as in an address, shown as `***`."""
        if not self._text:
            return text
        return text.replace(self._text, _SHOWN).replace(quote(self._text, safe=""), _SHOWN)
