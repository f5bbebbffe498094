"""What a model does not make: an order that fits no mode of the catalogue's is refused, as the provider would."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from longtake.catalogue import Mode, Model
from longtake.emulator.asked import Asked, Shape
from longtake.media import Size

__all__ = ["refusal"]

_RATIO_OFF = Fraction(4, 100)
_PIXELS_OFF = Fraction(15, 100)
"""How far a size may be from its name: `480p` is 864x496 at some, `16:9` is 1248x704."""

_BY_SOURCE = ("avatar", "enhance")
"""Kinds whose takes are as long and as large as what they are made from."""


def refusal(model: Model, asked: Asked) -> str:
    """Why no mode of the model makes what is asked, in words; "" where one does. The kind is told first, then what
    goes along, the size, and the length."""
    modes: Sequence[Mode] = [mode for mode in model.modes if mode.kind == asked.kind]
    if not modes:
        return f"{model.wire_name} makes nothing from {asked.kind}"
    if asked.kind in _BY_SOURCE:
        return ""
    taking = [mode for mode in modes if _takes(mode, len(asked.inputs))]
    if not taking:
        return f"{len(asked.inputs)} inputs are not supported for {asked.kind}"
    sized = [mode for mode in taking if _has_size(mode, asked.size)]
    if not sized:
        return f"size {_in_words(asked.size)} is not supported for {asked.kind}"
    if not any(mode.lengths.reaching(asked.seconds) == asked.seconds for mode in sized):
        return f"duration {asked.seconds} is not supported for {asked.kind} at {_in_words(asked.size)}"
    return ""


def _takes(mode: Mode, given: int) -> bool:
    return sum(one.least for one in mode.inputs) <= given <= sum(one.most for one in mode.inputs)


def _has_size(mode: Mode, asked: Size | Shape) -> bool:
    if isinstance(asked, Size):
        return not mode.sizes or asked in mode.sizes
    return not mode.sizes or any(_is_named(size, asked) for size in mode.sizes)


def _is_named(size: Size, shape: Shape) -> bool:
    """Whether a size is what a shape names. `1080p` counts the lines, or as many pixels as 16:9 has with them."""
    is_as_large = (
        not shape.lines
        or size.short_side == shape.lines
        or _apart(Fraction(size.pixels), shape.lines**2 * Fraction(16, 9)) <= _PIXELS_OFF
    )
    return is_as_large and _apart(size.ratio, shape.ratio) <= _RATIO_OFF


def _apart(one: Fraction, other: Fraction) -> Fraction:
    return max(one, other) / min(one, other) - 1


def _in_words(size: Size | Shape) -> str:
    return str(size) if isinstance(size, Size) else f"{size.lines}p" if size.lines else "of that shape"
