"""How a picture is laid into the film's frame: pure arithmetic on sizes, with the chroma grid in mind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from longtake.media import Size, View, round_half_up

__all__ = ["Fit", "Placement", "Window", "placement", "window_around"]

Fit = Literal["fill", "blur", "letterbox"]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle in pixels: left, top, width, height, all even."""

    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture's pixels go. crop: the part of the decoded picture that is used, None for all of it; it is scaled
    to the window `onto` of the film's frame. A window smaller than the frame stands on a blurred fill or on black."""

    crop: Window | None
    onto: Window


def placement(decoded: Size, shape: Fraction, frame: Size, fit: Fit, view: View | None = None) -> Placement:
    """Lays an upright picture of `decoded` pixels and display shape `shape` (width / height) into `frame`.

    fill: covers the frame, cropping evenly what is over. blur, letterbox: contained whole; a picture within half a per
    cent of the frame's shape covers it. view: the part of the picture that counts as the picture, to whole pairs of
    pixels.
    """
    if view:
        part = _nearest_window(view, decoded)
        pixel = shape / decoded.ratio
        within = placement(part.size, part.size.ratio * pixel, frame, fit)
        return replace(within, crop=_shifted(within.crop, part))
    whole = Window(0, 0, frame.width, frame.height)
    if shape == frame.ratio:
        return Placement(None, whole)
    if fit == "fill" or abs(shape / frame.ratio - 1) <= Fraction(1, 200):
        return Placement(_cover(decoded, shape, frame), whole)
    return Placement(None, _contain(shape, frame))


def window_around(view: View, decoded: Size) -> Window:
    """The smallest even window of a picture that holds the view (but for the last column or row of an odd one)."""
    left, right = _even_around(view.left * decoded.width, (view.left + view.width) * decoded.width, decoded.width)
    top, bottom = _even_around(view.top * decoded.height, (view.top + view.height) * decoded.height, decoded.height)
    return Window(left, top, right - left, bottom - top)


def _even_around(start: Fraction, end: Fraction, most: int) -> tuple[int, int]:
    """The nearest even numbers outside of both, which are within 0 and `most`; two apart at least, if there are two."""
    last = max(most - most % 2, min(2, most))
    upper = max(min(2 * ceil(end / 2), last), min(2, most))
    return max(0, min(2 * floor(start / 2), upper - 2)), upper


def _nearest_window(view: View, decoded: Size) -> Window:
    """The even window of a picture that is nearest to the view."""
    width = _even(view.width * decoded.width, decoded.width)
    height = _even(view.height * decoded.height, decoded.height)
    left = min(2 * round_half_up(view.left * decoded.width / 2), (decoded.width - width) // 2 * 2)
    top = min(2 * round_half_up(view.top * decoded.height / 2), (decoded.height - height) // 2 * 2)
    return Window(left, top, width, height)


def _shifted(crop: Window | None, part: Window) -> Window:
    if crop is None:
        return part
    return replace(crop, left=part.left + crop.left, top=part.top + crop.top)


def _cover(decoded: Size, shape: Fraction, frame: Size) -> Window | None:
    width, height = decoded.width, decoded.height
    if shape > frame.ratio:
        width = _even(width * frame.ratio / shape, decoded.width)
    else:
        height = _even(height * shape / frame.ratio, decoded.height)
    if (width, height) == (decoded.width, decoded.height):
        return None
    return Window((decoded.width - width) // 4 * 2, (decoded.height - height) // 4 * 2, width, height)


def _contain(shape: Fraction, frame: Size) -> Window:
    if shape > frame.ratio:
        height = _even(frame.width / shape, frame.height)
        return Window(0, (frame.height - height) // 4 * 2, frame.width, height)
    width = _even(frame.height * shape, frame.width)
    return Window((frame.width - width) // 4 * 2, 0, width, frame.height)


def _even(value: Fraction, most: int) -> int:
    """The even number nearest to `value`, from 2 to `most`."""
    return max(2, min(2 * round_half_up(value / 2), most))
