"""Choices among candidates: several takes of a shot were bought, and these are they."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media import Digest

__all__ = ["Chosen"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The candidates for a shot in its own words by one model, the best first. takes: their numbers; keys: of their
    purchases. words: the digest of the shot's own words."""

    shot: str
    model: str
    words: Digest
    takes: tuple[int, ...]
    keys: tuple[Digest, ...]
