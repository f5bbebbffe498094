"""Colours from words, and the parts that a palette plays in a picture. R'G'B' of sRGB as floats from 0 to 1."""

from __future__ import annotations

import colorsys
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageColor

from longtake.media.colour_words import colour_codes, colour_name, is_code

__all__ = ["RGB", "Tones", "code_values", "colour_of", "luminance", "mixed", "tones_of"]

RGB = tuple[float, float, float]

_NEUTRAL = ("#e9e4da", "#8b97a3", "#27303b", "#d9a066")
# What an adjective does: towards which colour, and how far.
_SHADED = {
    "warm": ("#e8a860", 0.18), "cool": ("#6f9fd8", 0.20), "cold": ("#6f9fd8", 0.28), "pale": ("#f6f3ec", 0.50),
    "light": ("#f6f3ec", 0.38), "soft": ("#f0ebe2", 0.25), "bright": ("#fff6e0", 0.18), "pastel": ("#f6f1ea", 0.50),
    "dark": ("#0d0f14", 0.48), "deep": ("#0d0f14", 0.36), "muted": ("#8a8782", 0.40), "dusty": ("#a39a90", 0.40),
    "faded": ("#bdb6aa", 0.40), "burnt": ("#5a2a12", 0.35), "off": ("#d8cfba", 0.30),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tones:
    """The parts of one palette: sky above and below, light, far, middle and near shapes, and an accent for type."""

    high: RGB
    low: RGB
    light: RGB
    far: RGB
    middle: RGB
    near: RGB
    accent: RGB


def colour_of(words: str) -> RGB:
    """The colour that `words` name: `#rrggbb`, a name, or a name with adjectives.

    Words that name none always get the same pleasant colour of their own.
    """
    said = words.strip().lower()
    if is_code(said):
        return _of_hex(said)
    parts = re.findall(r"[a-z]+", said)
    name = colour_name(said)
    colour = _of_hex(colour_codes()[name]) if name else _by_digest(said)
    for part in parts if name != "".join(parts) else ():
        if part in _SHADED and part != name:
            towards, share = _SHADED[part]
            colour = mixed(colour, _of_hex(towards), share)
    return colour


def tones_of(palette: Sequence[str]) -> Tones:
    """A palette cast in its parts. The first colour leads; the darkest stands nearest the camera."""
    colours = [colour_of(words) for words in palette if words.strip()] or [colour_of(code) for code in _NEUTRAL]
    lead = colours[0]
    others = colours[1:] or [_turned(lead, 0.08), _turned(lead, 0.5)]
    dark, bright = min(colours + others, key=luminance), max(colours + others, key=luminance)
    accent = max(others, key=_chroma)
    is_day = luminance(lead) > 0.30
    night = _deepened(dark, 0.012)
    if is_day:
        high, low = mixed(lead, accent, 0.22), mixed(lead, (1.0, 0.97, 0.90), 0.30)
    else:
        high, low = _deepened(mixed(lead, night, 0.45), 0.10), mixed(lead, mixed(bright, accent, 0.5), 0.35)
    light = mixed(bright, (1.0, 0.95, 0.84), 0.55)
    body = mixed(others[0], accent, 0.35)
    far = mixed(body, low, 0.58 if is_day else 0.68)
    middle = mixed(_deepened(body, 0.16 if is_day else 0.06), low, 0.14 if is_day else 0.08)
    return Tones(high, low, light, far, middle, night, _lifted(accent))


def luminance(colour: RGB) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (the curve taken as a square, which is near enough to sort by)."""
    red, green, blue = (part * part for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: RGB, other: RGB, share: float) -> RGB:
    """`one` with `share` (0 to 1) of `other`."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def code_values(colour: RGB) -> tuple[float, float, float]:
    """Y', Cb and Cr of BT.709 limited range, as 8-bit code values not yet rounded (ITU-R BT.709, section 3)."""
    red, green, blue = colour
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


def _of_hex(code: str) -> RGB:
    return _of_rgb(ImageColor.getrgb(code))


def _of_rgb(code: Sequence[int]) -> RGB:
    return code[0] / 255, code[1] / 255, code[2] / 255


def _by_digest(words: str) -> RGB:
    digest = hashlib.sha256(words.encode()).digest()
    return colorsys.hls_to_rgb(digest[0] / 256, 0.40 + digest[1] / 1024, 0.28 + digest[2] / 1024)


def _turned(colour: RGB, share: float) -> RGB:
    """A companion: its hue a part of the circle on, and of the other lightness."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb((hue + share) % 1, 0.32 if lightness > 0.5 else 0.62, min(max(saturation, 0.15), 0.55))


def _deepened(colour: RGB, most: float) -> RGB:
    """The colour, darkened until its luminance is at most `most`."""
    found = luminance(colour)
    return mixed(colour, (0.02, 0.025, 0.035), 1 - (most / found) ** 0.5) if found > most else colour


def _lifted(colour: RGB) -> RGB:
    """The colour, lightened until it can be read on a dark ground."""
    share = 0.0
    while luminance(mixed(colour, (1.0, 0.97, 0.92), share)) < 0.36:
        share += 0.05
    return mixed(colour, (1.0, 0.97, 0.92), share)


def _chroma(colour: RGB) -> float:
    return max(colour) - min(colour)
