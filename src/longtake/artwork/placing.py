"""Where things stand on a frame: areas in whole pixels, margins, and a grid of three by three."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from longtake.artwork.title_card import Position
from longtake.media import Size

__all__ = ["Area", "placed", "safe_area"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels of the frame."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def holds(self, other: Area) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def grown(self, across: int, down: int) -> Area:
        """The area with so many more pixels on each side."""
        return Area(self.left - across, self.top - down, self.width + 2 * across, self.height + 2 * down)


def safe_area(film: Size, margin: Fraction) -> Area:
    """The frame without `margin` (in parts of each side's length) at each edge, in whole even pixels."""
    across, down = (2 * -(-side * margin // 2) for side in (film.width, film.height))
    return Area(int(across), int(down), int(film.width - 2 * across), int(film.height - 2 * down))


def placed(width: int, height: int, position: Position, area: Area) -> Area:
    """A rectangle of that size at a place of `area`, from an even pixel on. What is larger than the area is centred."""
    left = area.left + _share(area.width - width, position, "left", "right")
    top = area.top + _share(area.height - height, position, "top", "bottom")
    return Area(left // 2 * 2, top // 2 * 2, width, height)


def _share(room: int, position: Position, first: str, last: str) -> int:
    words = position.split()
    if room < 0 or not {first, last} & set(words):
        return room // 2
    return 0 if first in words else room
