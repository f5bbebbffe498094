"""How a source fills the frame: one choice for all footage and stills of a scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from longtake.media import Size
from longtake.storyboard import FitWord

__all__ = ["LARGEST_CROP", "NEAR", "SceneFit", "crop_share", "fit_of", "fit_written"]

LARGEST_CROP = Fraction(8, 100)
NEAR = Fraction(1, 200)
"""Shapes as near as this cover each other: bars of a few lines would look like a fault."""


@dataclass(frozen=True, slots=True)
class SceneFit:
    """fill: scaled to cover the frame, the rest cut off. blur: shown whole, over a blurred copy of itself. letterbox:
    shown whole, between black bars. is_written: chosen by the author; of: whose picture it is about."""

    kind: Literal["fill", "blur", "letterbox"]
    largest_crop: Fraction
    is_written: bool = False
    of: str = "a picture in this scene"

    @property
    def reason(self) -> str:
        """In words, for the shots of the scene; empty where nothing is cut or added."""
        if not self.largest_crop or (self.kind != "fill" and self.largest_crop <= NEAR):
            return ""
        percent = f"{float(100 * self.largest_crop):.3g} %"
        if self.kind == "fill":
            most = "at most " if self.of.startswith("a ") else ""
            return f"fills the frame{self._written}; {most}{percent} of {self.of} is cut off"
        if self.kind == "letterbox":
            return f"shown whole between black bars{self._written}"
        if self.is_written:
            return f"shown whole over a blurred copy{self._written}"
        return f"shown whole over a blurred copy: to fill the frame would cut {percent} off {self.of}"

    @property
    def _written(self) -> str:
        return ", as written" if self.is_written else ""


def crop_share(shown: Fraction, frame: Fraction) -> Fraction:
    """The share of a picture's area that is cut off when it is scaled to cover the frame, from 0 to under 1; by their
    shapes (width / height)."""
    return 1 - min(shown, frame) / max(shown, frame)


def fit_of(shown: Sequence[Fraction], frame: Size, largest_crop: Fraction = LARGEST_CROP) -> SceneFit:
    """Fill, if at most 8 % is cut off every picture of the scene; else blur for all of them. shown: their shapes."""
    largest = max((crop_share(ratio, frame.ratio) for ratio in shown), default=Fraction(0))
    return SceneFit("fill" if largest <= largest_crop else "blur", largest)


def fit_written(
    word: FitWord,
    shown: Sequence[Fraction],
    frame: Size,
    largest_crop: Fraction = LARGEST_CROP,
    of: str = "a picture in this scene",
) -> SceneFit:
    """The fit that the author's word means for pictures of these shapes."""
    found = fit_of(shown, frame, largest_crop)
    if word == "auto":
        return replace(found, of=of)
    return SceneFit(word, found.largest_crop, is_written=True, of=of)
