"""Chance that is the same everywhere: numbers drawn from a digest of words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Chance"]

_T = TypeVar("_T")


class Chance:
    """Draws numbers, one after another, from the words it was made with."""

    def __init__(self, *words: str) -> None:
        self._seed = "\x1f".join(words).encode()
        self._drawn = 0

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        digest = hashlib.blake2b(self._seed, digest_size=6, salt=self._drawn.to_bytes(8, "big")).digest()
        self._drawn += 1
        return low + (high - low) * (int.from_bytes(digest, "big") / (1 << 48))

    def one_of(self, choices: Sequence[_T]) -> _T:
        return choices[int(self.between(0, len(choices)))]
