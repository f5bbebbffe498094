"""Colour words: `warm white`, `walnut`, `deep teal`, `#2a7f7b` as sRGB.

A word that nobody knows gets a pleasant colour of its own by digest, always the same one.
"""

from __future__ import annotations

import colorsys
import re
import tomllib
from functools import cache
from importlib.resources import files

from longtake.media import digest_of

__all__ = ["DEFAULT_PALETTE", "Rgb", "colour_named", "is_known", "palette_of"]

Rgb = tuple[float, float, float]
"""sRGB, gamma-coded, 0 to 1."""

DEFAULT_PALETTE = ("warm white", "slate", "dusty teal")

# How a word before the colour changes it: hue shift towards orange (0 to 1), saturation factor, value factor, white.
_SHADES = {
    "light": (0, 0.85, 1.0, 0.35), "pale": (0, 0.7, 1.0, 0.5), "pastel": (0, 0.6, 1.0, 0.45),
    "soft": (0, 0.75, 1.0, 0.2), "dusty": (0, 0.6, 0.92, 0.12), "muted": (0, 0.6, 0.9, 0.08),
    "dark": (0, 1.0, 0.55, 0), "deep": (0, 1.15, 0.65, 0), "burnt": (0.1, 1.1, 0.75, 0),
    "bright": (0, 1.15, 1.15, 0), "vivid": (0, 1.4, 1.1, 0), "neon": (0, 1.6, 1.25, 0), "electric": (0, 1.5, 1.2, 0),
    "warm": (0.12, 1.0, 1.0, 0), "cool": (-0.12, 1.0, 1.0, 0), "cold": (-0.18, 1.0, 1.0, 0),
}  # fmt: skip
_WARM: Rgb = (1.0, 0.62, 0.25)
_COLD: Rgb = (0.35, 0.6, 1.0)


def palette_of(words: tuple[str, ...]) -> tuple[Rgb, ...]:
    """The colours of a palette, at least three: what is missing is filled with lighter and darker kin of the first."""
    colours = [colour_named(word) for word in words or DEFAULT_PALETTE]
    while len(colours) < 3:
        hue, saturation, value = colorsys.rgb_to_hsv(*colours[-1])
        shift = 0.45 if value < 0.5 else -0.35
        colours.append(colorsys.hsv_to_rgb((hue + 0.04) % 1, min(1, saturation * 1.1 + 0.05), value + shift))
    return tuple(colours)


def is_known(word: str) -> bool:
    """Whether the colour is read, not invented."""
    return _read(word) is not None


def colour_named(word: str) -> Rgb:
    """The colour of a word; never fails."""
    return _read(word) or _invented(word)


def _read(word: str) -> Rgb | None:
    text = " ".join(re.findall(r"#?[0-9a-z]+", word.lower()))
    if match := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text):
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        red, green, blue = bytes.fromhex(digits)
        return red / 255, green / 255, blue / 255
    names = _names()
    if joined := names.get(text.replace(" ", "")):
        return joined
    shade, _, rest = text.partition(" ")
    if rest and shade in _SHADES:
        colour = _read(rest)
        return _shaded(colour, shade) if colour else None
    last = text.rpartition(" ")[2]
    return names.get(last) if last != text else None


@cache
def _names() -> dict[str, Rgb]:
    table = tomllib.loads(files("longtake.artwork").joinpath("colours.toml").read_text("utf-8"))
    return {name: (r / 255, g / 255, b / 255) for name, (r, g, b) in ((k, bytes.fromhex(v)) for k, v in table.items())}


def _shaded(colour: Rgb, shade: str) -> Rgb:
    warmth, saturation, value, white = _SHADES[shade]
    pull = _WARM if warmth > 0 else _COLD
    mixed = [own + (other - own) * abs(warmth) for own, other in zip(colour, pull, strict=True)]
    hue, old_saturation, old_value = colorsys.rgb_to_hsv(*mixed)
    changed = colorsys.hsv_to_rgb(hue, min(1, old_saturation * saturation), min(1, old_value * value))
    red, green, blue = (own + (1 - own) * white for own in changed)
    return red, green, blue


def _invented(word: str) -> Rgb:
    """Some colour of middle saturation and lightness: any hue, never harsh."""
    digest = bytes.fromhex(digest_of(word.strip().lower()))
    hue = int.from_bytes(digest[:2], "big") / 65536
    return colorsys.hls_to_rgb(hue, 0.45 + digest[2] / 255 * 0.2, 0.25 + digest[3] / 255 * 0.25)
