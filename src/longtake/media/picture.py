"""The words for pictures: sizes, shapes, and how code values become colours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["BT601", "BT709", "Colour", "Size"]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in square pixels."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"a size has at least one pixel each way, not {self.width}x{self.height}")

    @classmethod
    def parse(cls, text: str) -> Size:
        """Reads `1280x720` (or with the sign ×). Raises ValueError with advice."""
        match = re.fullmatch(r"\s*(\d{1,5})\s*[x×]\s*(\d{1,5})\s*", text)
        if not match:
            raise ValueError(f"{text!r} is no size: write width x height in pixels, such as 1280x720")
        return cls(int(match[1]), int(match[2]))

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.width, self.height)

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)

    @property
    def is_even(self) -> bool:
        """Whether 4:2:0 chroma fits: both sides even."""
        return self.width % 2 == 0 and self.height % 2 == 0

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Colour:
    """How code values are read, in the words of ITU-T H.273.

    matrix: `bt709`, `smpte170m` (601), `bt2020nc` or `rgb`; primaries and transfer by FFmpeg's names; `full` is the
    range: False for limited (16–235), True for full (0–255).
    """

    matrix: str
    primaries: str
    transfer: str
    full: bool = False

    @property
    def is_hdr(self) -> bool:
        return self.transfer in ("smpte2084", "arib-std-b67")

    def __str__(self) -> str:
        return f"{self.matrix} {'full' if self.full else 'limited'}"


BT709 = Colour("bt709", "bt709", "bt709")
BT601 = Colour("smpte170m", "smpte170m", "smpte170m")
