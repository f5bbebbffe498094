"""What a child says of one file: its facts, and its measures where they were asked for."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media import ClipFacts, Measures

__all__ = ["Examined"]


@dataclass(frozen=True, slots=True)
class Examined:
    facts: ClipFacts
    measures: Measures | None = None
