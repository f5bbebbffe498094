"""How a source fills the frame: one choice for all footage and stills of a scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Size

__all__ = ["LARGEST_CROP", "SceneFit", "crop_share", "fit_of"]

LARGEST_CROP = Fraction(8, 100)


@dataclass(frozen=True, slots=True)
class SceneFit:
    """fill: scaled to cover the frame, the rest cut off. blur: shown whole, over a blurred copy of itself."""

    kind: Literal["fill", "blur"]
    largest_crop: Fraction

    @property
    def reason(self) -> str:
        """In words, for the shots of the scene; empty where nothing is cut or added."""
        if not self.largest_crop:
            return ""
        percent = f"{float(100 * self.largest_crop):.3g} %"
        if self.kind == "fill":
            return f"fills the frame; at most {percent} of a picture in this scene is cut off"
        return f"shown whole over a blurred copy: to fill the frame would cut {percent} off a picture in this scene"


def crop_share(shown: Size, frame: Size) -> Fraction:
    """The share of a picture's area that is cut off when it is scaled to cover the frame. From 0 to under 1."""
    return 1 - min(shown.ratio, frame.ratio) / max(shown.ratio, frame.ratio)


def fit_of(shown: Sequence[Size], frame: Size) -> SceneFit:
    """Fill, if at most 8 % is cut off every picture of the scene; else blur for all of them."""
    largest = max((crop_share(size, frame) for size in shown), default=Fraction(0))
    return SceneFit("fill" if largest <= LARGEST_CROP else "blur", largest)
