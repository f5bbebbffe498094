"""Keys: held in a type that does not say them, and taken out of any text on its way to a person."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from typing import NoReturn
from urllib.parse import quote, quote_plus

__all__ = ["Secret", "scrubbed"]

_LEAST_FOUND = 6
"""Characters: a shorter secret would be found in ordinary words."""


class Secret:
    """A key that prints as `***`. `reveal` is the one way to its text. It cannot be pickled, so that it never crosses
    to another process or into a file by itself."""

    __slots__ = ("_before", "_text")

    def __init__(self, text: str, before: str = "") -> None:
        """before: what stands before it where it is sent, and is no secret (`Bearer `). Raises ValueError for an empty
        key and for one that no header may carry."""
        text = text.strip()
        if not text or not text.isascii() or not text.isprintable():
            raise ValueError("a key is printable ASCII text, and not empty")
        self._text, self._before = text, before

    def after(self, before: str) -> Secret:
        """The same key with a word before it."""
        return Secret(self._text, before)

    def reveal(self) -> str:
        """As it is sent."""
        return self._before + self._text

    def spellings(self) -> list[str]:
        """How the key may stand in a text, the longest first."""
        return _spellings(self._text)

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format("***", spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self.reveal(), other.reveal())

    def __hash__(self) -> int:
        return hash((Secret, self.reveal()))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not pickled: read it again where it is needed")


def scrubbed(text: str, secrets: Iterable[Secret]) -> str:
    """The text with `***` for each secret, also where it stands URL-encoded or in base64."""
    for secret in secrets:
        for spelling in secret.spellings():
            text = text.replace(spelling, "***")
    return text


def _spellings(secret: str) -> list[str]:
    """How a secret may stand in a text, the longest first. In base64 of a longer text, its first and last characters
    depend on their neighbours: what is sought are those that do not, for each of the three ways it may fall."""
    if len(secret) < _LEAST_FOUND:
        return [secret]
    found = {secret, quote(secret, safe=""), quote_plus(secret)}
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + secret.encode()).decode().rstrip("=")
        inner = coded[-(-before * 8 // 6) : len(coded) - (1 if (before + len(secret)) % 3 else 0)]
        found |= {inner, inner.replace("+", "-").replace("/", "_")}
    return sorted(found, key=len, reverse=True)
