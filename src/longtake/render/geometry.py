"""How a picture is laid into the film's frame: pure arithmetic on sizes, with the chroma grid in mind."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from longtake.media import Size, round_half_up

__all__ = ["Fit", "Placement", "Window", "placement"]

Fit = Literal["fill", "blur"]


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle in pixels: left, top, width, height, all even."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture's pixels go. crop: the part of the decoded picture that is used, None for all of it; it is scaled
    to the window `onto` of the film's frame. A window smaller than the frame stands on a blurred fill."""

    crop: Window | None
    onto: Window


def placement(decoded: Size, shape: Fraction, frame: Size, fit: Fit) -> Placement:
    """Lays an upright picture of `decoded` pixels and display shape `shape` (width / height) into `frame`.

    fill: covers the frame, cropping evenly what is over. blur: contained whole; a picture within half a per cent of the
    frame's shape covers it.
    """
    whole = Window(0, 0, frame.width, frame.height)
    if shape == frame.ratio:
        return Placement(None, whole)
    if fit == "fill" or abs(shape / frame.ratio - 1) <= Fraction(1, 200):
        return Placement(_cover(decoded, shape, frame), whole)
    return Placement(None, _contain(shape, frame))


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
