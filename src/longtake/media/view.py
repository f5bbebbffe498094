"""A view: the part of a picture that a shot shows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from longtake.media.picture import Size

__all__ = ["View"]


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of an upright picture: left and top edge, width and height, each a share of the picture's own.

    Raises ValueError for one that is empty or reaches beyond the picture.
    """

    left: Fraction
    top: Fraction
    width: Fraction
    height: Fraction

    def __post_init__(self) -> None:
        if min(self.width, self.height) <= 0:
            raise ValueError("a view is wider and higher than nothing")
        if min(self.left, self.top) < 0 or self.left + self.width > 1 or self.top + self.height > 1:
            raise ValueError(f"a view of {self} reaches beyond its picture")

    @classmethod
    def parse(cls, text: str) -> View:
        """Reads what `str` writes: `1/10 0 3/5 3/5`. Raises ValueError."""
        left, top, width, height = (Fraction(part) for part in text.split())
        return cls(left, top, width, height)

    @property
    def ratio(self) -> Fraction:
        """Its shape (width / height) in a square picture; of another one, that picture's shape times this."""
        return self.width / self.height

    def pixels_of(self, picture: Size) -> tuple[Fraction, Fraction]:
        """How many pixels of a picture it is wide and high."""
        return self.width * picture.width, self.height * picture.height

    def of_shape(self, ratio: Fraction) -> View:
        """The largest view of this ratio in the middle of it."""
        if ratio < self.ratio:
            width = self.height * ratio
            return View(self.left + (self.width - width) / 2, self.top, width, self.height)
        height = self.width / ratio
        return View(self.left, self.top + (self.height - height) / 2, self.width, height)

    def __str__(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"
