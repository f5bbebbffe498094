"""Seeds: derived from a shot's own words, so that the same shot asks for the same take, whatever it is called, wherever
it stands, and whatever stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from longtake.media import digest_of

__all__ = ["LARGEST_SEED", "seed_of"]

LARGEST_SEED = 2**31 - 1
"""The largest that all providers take."""


def seed_of(film: int | None, words: Sequence[str | None], part: int = 1, nth: int = 1, take: int = 1) -> int:
    """The seed of a shot's take, 0 to LARGEST_SEED. film: the author's own seed, of the storyboard or of the shot;
    words: the shot's own; part: which part of it, from 1; nth: which of those in the film that ask for the very same,
    from 1."""
    drawn_from = {"film": film, "words": list(words), "part": part, "nth": nth, "take": take}
    return int(digest_of(drawn_from)[:15], 16) % (LARGEST_SEED + 1)
