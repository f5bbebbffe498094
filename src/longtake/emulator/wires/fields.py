"""Reading an order's body: what is null is absent, what is missing or odd is refused as the provider would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Any

from longtake.emulator.asked import Shape
from longtake.emulator.wire import Refused
from longtake.media import Digest, Size, digest_of

__all__ = ["Fields", "media_digest", "pixels", "ratio_of", "shape_of"]

_RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9")
_LINES = {
    "360p": 360,
    "480p": 480,
    "512p": 512,
    "540p": 540,
    "720p": 720,
    "768p": 768,
    "1080p": 1080,
    "2k": 1440,
    "4k": 2160,
}


class Fields:
    """An object of JSON. Methods raise Refused("invalid")."""

    def __init__(self, data: Any, name: str = "body") -> None:
        if not isinstance(data, Mapping):
            raise Refused("invalid", f"`{name}` must be an object")
        self._data, self._name = {key: value for key, value in data.items() if value is not None}, name

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def get(self, key: str, default: Any = None) -> Any:
        return self._data.get(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._data.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise Refused("invalid", f"`{key}` must be a text")
        return value

    def flag(self, key: str) -> bool | None:
        value = self._data.get(key)
        if value is not None and not isinstance(value, bool):
            raise Refused("invalid", f"`{key}` must be true or false")
        return value

    def whole(self, key: str) -> int | None:
        value = self._data.get(key)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise Refused("invalid", f"`{key}` must be a whole number")
        return value

    def seconds(self, key: str, default: int) -> Fraction:
        """`8`, `"8"` or `"8s"`, as the provider spells it."""
        value = self._data.get(key, default)
        match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,3})?)s?", str(value))
        if not match or isinstance(value, bool) or not 0 < Fraction(match[1]) <= 600:
            raise Refused("invalid", f"`{key}` is {value!r}, which is no length")
        return Fraction(match[1])

    def fields(self, key: str) -> Fields:
        """An object inside; an empty one where it is absent."""
        return Fields(self._data.get(key, {}), key)

    def list(self, key: str) -> Sequence[Any]:
        value = self._data.get(key, [])
        if not isinstance(value, list):
            raise Refused("invalid", f"`{key}` must be a list")
        return value


def shape_of(ratio: str, resolution: str) -> Shape:
    """A shape from `16:9` and `720p`, or "" where nothing is said of the size. Raises Refused("invalid")."""
    match = re.fullmatch(r"(\d{1,4}):(\d{1,4})", ratio)
    lines = _LINES.get(resolution.lower()) if resolution else 0
    if not match or not int(match[1]) or not int(match[2]):
        raise Refused("invalid", f"aspect ratio {ratio!r} is not known")
    if lines is None:
        raise Refused("invalid", f"resolution {resolution!r} is not known")
    return Shape(Fraction(int(match[1]), int(match[2])), lines)


def ratio_of(size: Size) -> str:
    """As providers say it: the usual ratio that a size is within a twentieth of, else its own."""
    near = [ratio for ratio in _RATIOS if abs(shape_of(ratio, "720p").ratio / size.ratio - 1) < 0.05]
    shared = gcd(size.width, size.height)
    return near[0] if near else f"{size.width // shared}:{size.height // shared}"


def media_digest(value: Any) -> Digest:
    """What stands for an input: the digest of how it was given."""
    return digest_of(["media", str(value)])


def pixels(text: str) -> Size:
    """A size from `1280:720`. Raises Refused("invalid")."""
    try:
        return Size.parse(text.replace(":", "x"))
    except ValueError:
        raise Refused("invalid", f"ratio {text!r} is not known") from None
