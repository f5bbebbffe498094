"""How providers' words for shapes, sizes and lengths are found for an order. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from longtake.catalogue import Role
from longtake.generation.provider import Input, Order
from longtake.media import Size

__all__ = ["CannotAskError", "base64_of", "grade_of", "knobs", "only", "ratio_of", "shown_as", "whole_seconds"]

_PIXELS = {
    "360p": 640 * 360,
    "480p": 854 * 480,
    "512p": 910 * 512,
    "540p": 960 * 540,
    "720p": 1280 * 720,
    "768p": 1366 * 768,
    "1080p": 1920 * 1080,
    "2k": 2560 * 1440,
    "4k": 3840 * 2160,
}
_RATIO_OFF = 0.04
_PIXELS_OFF = 0.15


class CannotAskError(ValueError):
    """The order has something that the provider has no words for. Nothing was sent."""


def ratio_of(size: Size, among: Sequence[str]) -> str:
    """The nearest of the provider's shapes (`16:9`), at most 4 % off. Raises CannotAskError."""
    offs = {word: abs(math.log(size.ratio / Fraction(*map(int, word.split(":"))))) for word in among}
    word = min(offs, key=lambda word: offs[word])
    if offs[word] > _RATIO_OFF:
        raise CannotAskError(f"{size} has none of the shapes that can be asked for: {', '.join(among)}")
    return word


def grade_of(size: Size, among: Sequence[str]) -> str:
    """The nearest of the provider's resolutions (`720p`) by the number of pixels, at most 15 % off. Raises
    CannotAskError."""
    offs = {word: abs(math.log(size.pixels / _PIXELS[word])) for word in among}
    word = min(offs, key=lambda word: offs[word])
    if offs[word] > _PIXELS_OFF:
        raise CannotAskError(f"{size} has none of the resolutions that can be asked for: {', '.join(among)}")
    return word


def whole_seconds(seconds: Fraction) -> int:
    """Raises CannotAskError for a part of a second."""
    if seconds.denominator != 1:
        raise CannotAskError(f"a take of {float(seconds):g} s cannot be asked for, only whole seconds")
    return seconds.numerator


def base64_of(one: Input) -> str:
    """The bytes of an input in base64, without the prefix of the `data:` URI that it comes in. Raises
    CannotAskError."""
    found = re.match(r"data:[^,]*;base64,", one.address)
    if not found:
        raise CannotAskError(f"the {one.role} must go along as bytes, and it is given as an address")
    return one.address[found.end() :]


def knobs(order: Order) -> dict[str, float | str]:
    """The model's knobs, numbers as numbers."""
    return {
        name: float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text for name, text in order.settings.items()
    }


def only(order: Order, *takes: str) -> None:
    """Raises CannotAskError where the order sets what the model does not take. takes: of `seed`, `negative`, `shots`,
    `settings`, `tier`."""
    for name in ("seed", "negative", "shots", "settings", "tier"):
        if name not in takes and getattr(order, name) not in (None, "", (), {}):
            raise CannotAskError(f"{order.model} takes no {name}, and the order has one")


def shown_as(order: Order, names: Mapping[Role, str]) -> tuple[tuple[str, Input], ...]:
    """The order's inputs with the provider's name for the role of each. Raises CannotAskError for a role without
    one."""
    for one in order.inputs:
        if one.role not in names:
            raise CannotAskError(f"how {order.model} is shown a {one.role} for a take from {order.kind} is not known")
    return tuple((names[one.role], one) for one in order.inputs)
