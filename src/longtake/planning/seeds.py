"""Seeds: derived, so that the same shot asks for the same take, and no shot's seed depends on the others."""

from __future__ import annotations

from longtake.media import digest_of

__all__ = ["LARGEST_SEED", "seed_of"]

LARGEST_SEED = 2**31 - 1
"""The largest that all providers take."""


def seed_of(film: int | None, shot: str, take: int = 1) -> int:
    """The seed of a shot's take, 0 to LARGEST_SEED. film: the storyboard's own seed; shot: the shot's key."""
    return int(digest_of({"film": film, "shot": shot, "take": take})[:15], 16) % (LARGEST_SEED + 1)
