"""Beats of a music: when they are heard in its file."""

from __future__ import annotations

import json
from dataclasses import dataclass

__all__ = ["Beats"]


@dataclass(frozen=True, slots=True)
class Beats:
    """at: samples at 48 kHz from the start of the file, in order; () where none can be followed."""

    at: tuple[int, ...] = ()

    def to_json(self) -> str:
        """One spelling."""
        return json.dumps(self.at)

    @classmethod
    def from_json(cls, text: str) -> Beats:
        """Raises ValueError for what `to_json` does not write."""
        value = json.loads(text)
        if not isinstance(value, list) or any(type(one) is not int or one < 0 for one in value):
            raise ValueError("beats are samples from the start of a file")
        if value != sorted(set(value)):
            raise ValueError("beats come one after the other")
        return cls(tuple(value))
