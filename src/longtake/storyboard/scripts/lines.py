"""Where the signs of a text stand, and what stands between two marks in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from longtake.storyboard.tree import Spot

__all__ = ["Lines", "enclosed"]


class Lines:
    """The beginnings of a text's lines, so that a place is found without counting them again."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def spot(self, at: int) -> Spot:
        """The line and column of the sign at an index."""
        line = bisect_right(self._starts, at)
        return Spot(line, at - self._starts[line - 1] + 1)


def enclosed(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """From where to where each part reaches that the two marks enclose, marks included."""
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield start, end + len(closing)
        start = text.find(opening, end + len(closing))
