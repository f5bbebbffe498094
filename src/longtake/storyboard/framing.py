"""How an author frames a picture: its fit, and the view of it, such as `10% 0% 60% 60%` or `35% 0% auto 100%`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal

from longtake.media import Size, View
from longtake.storyboard.units import Refused

__all__ = ["FIT_WORDS", "FitWord", "ViewWords", "parse_fit"]

FitWord = Literal["auto", "fill", "blur", "letterbox"]
FIT_WORDS: tuple[FitWord, ...] = ("auto", "fill", "blur", "letterbox")


@dataclass(frozen=True, slots=True)
class ViewWords:
    """The part of a picture that shows, as written: left and top edge, width and height.

    unit: `%` of the picture's own width and height, or `px` of it standing upright. width or height None: what the
    film's shape makes of the other.
    """

    left: Fraction
    top: Fraction
    width: Fraction | None
    height: Fraction | None
    unit: Literal["%", "px"]

    @classmethod
    def parse(cls, text: str) -> ViewWords:
        """Reads `10% 0% 60% 60%`, `100px 0px 960px 540px` or `35% 0% auto 100%`. Raises Refused."""
        parts = text.replace(",", " ").split()
        units = {part.lstrip("0123456789.") for part in parts if part not in ("auto", "0")}
        if len(parts) != 4 or len(units) != 1 or "auto" in parts[:2] or parts[2:] == ["auto", "auto"]:
            raise Refused(f"{text!r} is no view", *_VIEW_ADVICE)
        unit: Literal["%", "px"] = "px" if units == {"px"} else "%"
        left, top, width, height = (_side(part, unit, text) for part in parts)
        if left is None or top is None:
            raise Refused(f"{text!r} is no view", *_VIEW_ADVICE)
        return cls(left, top, width, height, unit)._checked(text)

    def _checked(self, text: str) -> ViewWords:
        if self.width == 0 or self.height == 0:
            raise Refused(f"{text!r} is a view of nothing", "write a width and a height of more than 0")
        if self.unit == "%":
            for side, start, length in (("right", self.left, self.width), ("bottom", self.top, self.height)):
                if start + (length or 0) > 100:
                    found = f"{_decimal_text(start + (length or 0))} %"
                    raise Refused(
                        f"{text!r} reaches beyond the picture: its {side} edge would be at {found}",
                        "left and width, and top and height, are at most 100% together",
                    )
        return self

    def of(self, picture: Size, ratio: Fraction) -> View:
        """The view in an upright picture of this size; ratio: the film's shape, for `auto`. Raises Refused."""
        is_share = self.unit == "%"
        whole = Fraction(100 if is_share else picture.width), Fraction(100 if is_share else picture.height)
        across = None if self.width is None else self.width / whole[0]
        down = None if self.height is None else self.height / whole[1]
        share = picture.ratio / ratio  # of the width that a view of the film's shape takes, its height of the height
        if across is None:
            assert down is not None, "one of the two is written"
            across = down / share
        if down is None:
            down = across * share
        left, top = self.left / whole[0], self.top / whole[1]
        self._check_inside(left + across, top + down, whole)
        return View(left, top, across, down)

    def _check_inside(self, right: Fraction, bottom: Fraction, whole: tuple[Fraction, Fraction]) -> None:
        for side, end, most in (("right", right, whole[0]), ("bottom", bottom, whole[1])):
            if end > 1:
                found, limit = (f"{float(share * most):.4g} {self.unit}" for share in (end, Fraction(1)))
                raise Refused(
                    f"{self} reaches beyond the picture: its {side} edge would be at {found} of {limit}",
                    "make it smaller, or move it " + ("left" if side == "right" else "up"),
                )

    def __str__(self) -> str:
        sides = (self.left, self.top, self.width, self.height)
        return " ".join("auto" if side is None else f"{_decimal_text(side)}{self.unit}" for side in sides)


_VIEW_ADVICE = (
    "write left, top, width and height, all in % or all in px, such as 10% 0% 60% 60%",
    "auto for width or height follows the film's shape: 35% 0% auto 100%",
)


def _side(part: str, unit: str, text: str) -> Fraction | None:
    if part == "auto":
        return None
    number = part.removesuffix(unit)
    if not re.fullmatch(r"\d{1,5}(\.\d{1,6})?", number) or (unit == "px" and "." in number):
        raise Refused(f"{text!r} is no view: {part} is no number of {unit}", *_VIEW_ADVICE)
    return Fraction(number)


def parse_fit(text: str) -> FitWord:
    """Reads `auto`, `fill`, `blur` or `letterbox`. Raises Refused."""
    word = next((word for word in FIT_WORDS if word == text.strip()), None)
    if word is None:
        near = get_close_matches(text.strip(), FIT_WORDS, n=1)
        hint = (f"did you mean {near[0]}?",) if near else ()
        raise Refused(f"{text!r} is no fit", *hint, f"write {', '.join(FIT_WORDS[:-1])} or {FIT_WORDS[-1]}")
    return word


def _decimal_text(value: Fraction) -> str:
    """A number that was written in decimals."""
    return f"{Decimal(value.numerator) / value.denominator:f}"
