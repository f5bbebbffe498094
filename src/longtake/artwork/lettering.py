"""Lettering: lines broken and set in Pillow's embedded typeface, never in one of the machine's.

That typeface holds ASCII and a little punctuation. Accents are drawn over its letters by us, other dashes and spaces
become its own, and each run of characters that it lacks is drawn as one empty box: seen to be missing, never dropped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

__all__ = ["OURS", "Hand", "Lettered", "Set", "fitted", "lettered", "text_width", "unprintable"]

_BOX = "\uffff"  # a character that no typeface holds, so that its missing-glyph box is drawn
_OURS = frozenset(map(chr, range(32, 127))) | frozenset("©«°±´·»‘’“”…‹›⁄™")
_ALIKE = str.maketrans({
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\u00ad": "", "\u2060": "", "\ufeff": "",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "×": "x", "′": "'", "″": '"', "„": '"',
    "‚": ",", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "\t": " ", "¡": "!", "•": "·",
})  # fmt: skip
_MARKS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "circumflex", "\u0303": "tilde", "\u0304": "macron",
    "\u0306": "breve", "\u0307": "dot", "\u0308": "diaeresis", "\u030a": "ring", "\u030b": "double acute",
    "\u030c": "caron", "\u0327": "cedilla", "\u0328": "ogonek",
}  # fmt: skip
_CROSSED = {"ø": "oø", "Ø": "OØ", "ł": "lł", "Ł": "Lł", "đ": "dđ", "Đ": "DĐ"}  # the letter, and its own stroke
_UNDER = ("cedilla", "ogonek")
# Each mark as strokes in em, from the middle of its letter and up from the letter's top, or from the baseline for those
# that stand under it: a path, or a dot.
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "grave": (((-0.12, 0.20), (0.05, 0.07)),),
    "acute": (((0.12, 0.20), (-0.05, 0.07)),),
    "double acute": (((0.02, 0.20), (-0.11, 0.07)), ((0.19, 0.20), (0.06, 0.07))),
    "circumflex": (((-0.13, 0.07), (0.0, 0.19), (0.13, 0.07)),),
    "caron": (((-0.13, 0.19), (0.0, 0.07), (0.13, 0.19)),),
    "tilde": (((-0.15, 0.09), (-0.07, 0.15), (0.06, 0.09), (0.15, 0.15)),),
    "macron": (((-0.13, 0.12), (0.13, 0.12)),),
    "breve": (((-0.12, 0.19), (-0.06, 0.10), (0.06, 0.10), (0.12, 0.19)),),
    "dot": (((0.0, 0.13),),),
    "diaeresis": (((-0.10, 0.13),), ((0.10, 0.13),)),
    "ring": (((-0.07, 0.14), (0.0, 0.21), (0.07, 0.14), (0.0, 0.07), (-0.07, 0.14)),),
    "cedilla": (((0.0, 0.0), (0.03, -0.08), (-0.07, -0.17)),),
    "ø": (((-0.23, -0.52), (0.23, 0.02)),),
    "Ø": (((-0.34, -0.74), (0.34, 0.03)),),
    "ł": (((-0.12, -0.46), (0.12, -0.28)),),
    "đ": (((0.0, -0.12), (0.26, -0.12)),),
    "Đ": (((-0.36, -0.35), (-0.06, -0.35)),),
    "ogonek": (((0.09, 0.0), (0.05, -0.11), (0.14, -0.17)),),
}
_FINE = 4  # marks are drawn this many times larger and reduced


@dataclass(frozen=True, slots=True)
class Set:
    """Text set in lines. size: of the type, in pixels."""

    size: int
    lines: tuple[str, ...]

    @property
    def leading(self) -> int:
        """Pixels from one baseline to the next."""
        return round(self.size * 1.28)

    @property
    def width(self) -> int:
        return max((text_width(line, self.size) for line in self.lines), default=0)

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


@dataclass(frozen=True, slots=True)
class Lettered:
    """A line as coverage. mask: uint8, height x width; left, top: of the mask from the pen, at the ascender line."""

    mask: NDArray[np.uint8]
    left: int
    top: int


class Hand(Protocol):
    """What lines are lettered in. Sizes and widths in pixels."""

    def width(self, line: str, size: int) -> int: ...

    def drawn(self, line: str, size: int) -> Lettered: ...


class _Ours:
    """The embedded typeface."""

    def width(self, line: str, size: int) -> int:
        return text_width(line, size)

    def drawn(self, line: str, size: int) -> Lettered:
        return lettered(line, size)


OURS: Hand = _Ours()


@lru_cache(maxsize=4096)
def unprintable(text: str) -> str:
    """The characters of `text` that cannot be drawn, each once, in the order met. White space always can be."""
    missing = dict.fromkeys(
        letter for letter in unicodedata.normalize("NFC", text) if not letter.isspace() and _spelt(letter)[0] == _BOX
    )
    return "".join(missing)


def text_width(text: str, size: int) -> int:
    """How wide one line is set, in pixels, rounded up."""
    return int(_face(size).getlength(_spelt(text)[0]) + 0.999)


def lettered(text: str, size: int) -> Lettered:
    """One line, drawn."""
    base, marks = _spelt(text)
    face = _face(size)
    room = size // 2
    sheet = Image.new("L", (text_width(text, size) + 2 * room, sum(face.getmetrics()) + 2 * room))
    ImageDraw.Draw(sheet).text((room, room), base, fill=255, font=face)
    for place, mark in marks:
        _mark(sheet, face, base, place, mark, room)
    box = sheet.getbbox() or (0, 0, 1, 1)
    return Lettered(np.asarray(sheet.crop(box)), box[0] - room, box[1] - room)


def fitted(text: str, width: int, choices: Sequence[tuple[int, int]], hand: Hand = OURS) -> Set:
    """`text` in the first of `choices` (size and most lines) that holds it within `width` pixels.

    The last choice holds anything: what is over is cut at a word and ends in an ellipsis.
    """
    words = " ".join(text.split())
    for size, most in choices:
        lines = _broken(words, size, width, most + 1, hand)
        if len(lines) <= most:
            return Set(size, tuple(_evened(words, size, width, lines, hand)))
    size, most = choices[-1]
    return Set(size, tuple(_cut(_broken(words, size, width, most + 1, hand)[:most], size, width, hand)))


@lru_cache(maxsize=64)
def _face(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size)
    assert isinstance(face, ImageFont.FreeTypeFont)
    return face


@lru_cache(maxsize=4096)
def _spelt(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Text in letters of the typeface, and the marks to draw on them: (place of the letter, the mark's name)."""
    base: list[str] = []
    marks: list[tuple[int, str]] = []
    for letter in unicodedata.normalize("NFC", text).translate(_ALIKE):
        parts = unicodedata.normalize("NFD", letter)
        plain, over = parts[0], parts[1:]
        if letter in _OURS:
            base.append(letter)
        elif letter in _CROSSED:
            base.append(_CROSSED[letter][0])
            marks.append((len(base) - 1, _CROSSED[letter][1]))
        elif plain in _OURS and all(mark in _MARKS for mark in over):
            base.append(plain)
            marks += [(len(base) - 1, _MARKS[mark]) for mark in over]
        elif base[-1:] != [_BOX]:
            base.append(_BOX)
    return "".join(base), tuple(marks)


def _mark(sheet: Image.Image, face: ImageFont.FreeTypeFont, base: str, place: int, mark: str, room: int) -> None:
    """Draws one mark over, or under, the letter at `place`; the dot of an i gives way to it."""
    letter, size = base[place], face.size
    start = face.getlength(base[:place])
    middle = room + start + face.getlength(letter) / 2
    dotted = letter in "ij" and mark not in _UNDER
    top = room + (face.getmetrics()[0] if mark in _UNDER else face.getbbox("x" if dotted else letter)[1])
    if dotted:
        reach = max(1, round(size * 0.09))
        sheet.paste(0, (round(middle) - reach, 0, round(middle) + reach + 1, max(0, int(top - size * 0.04))))
    patch = Image.new("L", (sheet.width * _FINE, sheet.height * _FINE))
    pen, thick = ImageDraw.Draw(patch), size * 0.075 * _FINE
    for stroke in _STROKES[mark]:
        path = [((middle + x * size) * _FINE, (top - y * size) * _FINE) for x, y in stroke]
        if len(path) > 1:
            pen.line(path, fill=255, width=max(1, round(thick)), joint="curve")
        else:
            (x, y), radius = path[0], thick * 0.75
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    drawn = patch.reduce(_FINE)
    sheet.paste(255, (0, 0), drawn)


def _broken(words: str, size: int, width: int, most: int, hand: Hand) -> list[str]:
    """Lines filled one after another, at most `most` of them (the last then holds all that is left)."""
    lines: list[str] = []
    left = words
    while left and len(lines) < most:
        line, left = _first_line(left, size, width, hand)
        lines.append(line)
    return lines


def _first_line(words: str, size: int, width: int, hand: Hand) -> tuple[str, str]:
    """The longest beginning that fits, broken at a space, or within a word that is wider than a line."""
    if hand.width(words[:400], size) <= width and len(words) <= 400:
        return words, ""
    low, high = 1, min(len(words), 400)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if hand.width(words[:middle], size) <= width else (low, middle - 1)
    if words[low : low + 1] == " ":
        return words[:low], words[low + 1 :]
    space = words.rfind(" ", 0, low)
    return (words[:space], words[space + 1 :]) if space > 0 else (words[:low], words[low:])


def _evened(words: str, size: int, width: int, lines: list[str], hand: Hand) -> list[str]:
    """The same number of lines in the least width that holds them, so that no line is left nearly empty."""
    low, high = width // 2, width
    while high - low > max(2, size // 4):
        middle = (low + high) // 2
        count = len(_broken(words, size, middle, len(lines) + 1, hand))
        low, high = (low, middle) if count <= len(lines) else (middle, high)
    return _broken(words, size, high, len(lines) + 1, hand)


def _cut(lines: list[str], size: int, width: int, hand: Hand) -> list[str]:
    last = lines[-1].rstrip(" ,;:.-")
    while last and hand.width(last + "…", size) > width:
        last = last[:-1].rstrip(" ,;:.-")
    return [*lines[:-1], last + "…"]
