"""Setting a title: its words in lines of a size that fits, in one of the styles; sizes follow the frame."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from uniseg.linebreak import line_break_units

from longtake.artwork.lettering import Lettered
from longtake.artwork.placing import Area, safe_area
from longtake.artwork.title_card import Position, TitleCard, TitleStyle
from longtake.artwork.typeface import Typeface
from longtake.artwork.writing import is_right_to_left
from longtake.media import Size

__all__ = ["Block", "Look", "Row", "block_of", "look_of", "title_area"]

_LEAST = 9  # pixels of type below which nothing can be read
_UNITS = 720  # parts of the frame's shorter side
_Units = list[str]  # pieces of a paragraph that are never broken
_INVISIBLE = str.maketrans("", "", "\u200b\ufeff")


@dataclass(frozen=True, slots=True)
class Look:
    """A style. sizes: type in 720ths of the frame's shorter side, and the most lines of it, the preferred first.
    second: type after the first paragraph, in parts of its size. measure: how wide text runs, in 720ths. margin: from
    the frame's edges, in parts of each side.
    """

    sizes: tuple[tuple[int, int], ...]
    position: Position
    measure: int
    second: Fraction = Fraction(1)
    has_plate: bool = True
    margin: Fraction = Fraction(1, 20)


_LOOKS: dict[TitleStyle, Look] = {
    "title": Look(((84, 2), (70, 3), (58, 4), (48, 5)), "centre", 1060, has_plate=False, margin=Fraction(1, 10)),
    "lower third": Look(((46, 3), (40, 4), (34, 5)), "bottom left", 760, second=Fraction(5, 8)),
    "caption": Look(((32, 2), (29, 3), (26, 4)), "bottom", 980),
    "corner": Look(((26, 1), (24, 2), (22, 3)), "top left", 400),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its ink. left, top: where its pen begins, at the ascender line, in pixels from the block's corner."""

    ink: Lettered
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together. size: of the first line's type; width and height: with the room around them; column:
    how lines stand under each other, `left`, `centre` or `right`."""

    rows: tuple[Row, ...]
    size: int
    width: int
    height: int
    column: str

    @property
    def has_ink(self) -> bool:
        return any(row.ink.mask.any() for row in self.rows)


def look_of(style: TitleStyle) -> Look:
    return _LOOKS[style]


def title_area(look: Look, film: Size) -> Area:
    """Where a title of that look may stand."""
    return safe_area(film, look.margin)


def block_of(card: TitleCard, strong: Typeface, plain: Typeface, film: Size) -> Block | None:
    """The card's words set for a frame of that size, in the largest size that holds them; None if none does.

    plain: the typeface of smaller lines after the first paragraph; strong: of all others.
    """
    look, rtl = _LOOKS[card.style], is_right_to_left(card.text)
    area = title_area(look, film)
    paragraphs = _paragraphs(card.text)
    for units, most in look.sizes:
        setter = _Setter(look, film, units, rtl)
        lines = setter.lines(paragraphs, strong, plain, area)
        if lines and len(lines) <= most:
            block = setter.block(lines, _column(card.position or look.position, rtl))
            if block.width <= area.width and block.height <= area.height:
                return block
    return None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    face: Typeface
    size: int
    first: bool  # of a later paragraph


class _Setter:
    """Sets in one size."""

    def __init__(self, look: Look, film: Size, units: int, rtl: bool) -> None:
        unit = Fraction(film.short_side, _UNITS)
        self._rtl, self._measure = rtl, round(look.measure * unit)
        self._size = max(_LEAST, round(units * unit))
        self._second = max(_LEAST, round(units * look.second * unit))
        self._pad = (
            (round(self._size * Fraction(3, 5)), round(self._size * Fraction(2, 5))) if look.has_plate else (0, 0)
        )

    def lines(self, paragraphs: list[_Units], strong: Typeface, plain: Typeface, area: Area) -> list[_Line] | None:
        """The paragraphs in lines; None if a word is wider than a line."""
        width = min(self._measure, area.width - 2 * self._pad[0])
        lines: list[_Line] = []
        for number, paragraph in enumerate(paragraphs):
            is_second = number > 0 and self._second != self._size
            face, size = (plain, self._second) if is_second else (strong, self._size)

            def measure(line: str, face: Typeface = face, size: int = size) -> int:
                return face.width(line, size, rtl=self._rtl)

            found = _wrapped(paragraph, measure, width)
            if found is None:
                return None
            lines += [_Line(text, face, size, bool(number) and not place) for place, text in enumerate(found)]
        return lines

    def block(self, lines: list[_Line], column: str) -> Block:
        """The lines under each other, each at the left, the right or in the middle of the block."""
        widths = [line.face.width(line.text, line.size, rtl=self._rtl) for line in lines]
        inks = [line.face.drawn(line.text, line.size, rtl=self._rtl) for line in lines]
        tops = list(_tops(lines))
        share = {"left": 0, "centre": 1, "right": 2}[column]
        lefts = [(max(widths) - width) * share // 2 for width in widths]
        bottom = tops[-1] + lines[-1].face.leading(lines[-1].size)
        box = _bounds(inks, lefts, tops, max(widths), bottom)
        across, down = self._pad
        rows = [
            Row(ink, left - box.left + across, top - box.top + down)
            for ink, left, top in zip(inks, lefts, tops, strict=True)
        ]
        return Block(tuple(rows), self._size, box.width + 2 * across, box.height + 2 * down, column)


def _tops(lines: list[_Line]) -> Iterator[int]:
    """The ascender line of each line; a little more air stands before a later paragraph of another size."""
    top = 0
    for line in lines:
        top += line.size // 6 if line.first and line.size != lines[0].size else 0
        yield top
        top += line.face.leading(line.size)


def _bounds(inks: list[Lettered], lefts: list[int], tops: list[int], width: int, height: int) -> Area:
    """What the lines cover: the pens' way and every drop of ink, also of letters that reach out of their line."""
    left, top, right, bottom = 0, 0, width, height
    for ink, x, y in zip(inks, lefts, tops, strict=True):
        rows, columns = ink.mask.shape
        left, top = min(left, x + ink.left), min(top, y + ink.top)
        right, bottom = max(right, x + ink.left + columns), max(bottom, y + ink.top + rows)
    return Area(left, top, right - left, bottom - top)


def _column(position: Position, rtl: bool) -> str:
    """How lines stand in the block. What runs from the right stands at the right where others stand at the left."""
    words = position.split()
    if "left" in words or "right" in words:
        return "right" if rtl or "right" in words else "left"
    return "centre"


def _paragraphs(text: str) -> list[_Units]:
    """Each line of the text in the pieces between which UAX #14 allows a break; a hyphen that may show is left out."""
    lines = unicodedata.normalize("NFC", text).replace("\u00ad", "").splitlines()
    words = (re.sub(r"[ \t]+", " ", line).strip() for line in lines)
    return [list(line_break_units(line)) for line in words if line]


def _wrapped(units: _Units, measure: Callable[[str], int], width: int) -> list[str] | None:
    """Lines of about the same length, as few as fit; None if they cannot be."""
    lines = _filled(units, measure, width)
    if lines is None or len(lines) == 1:
        return lines
    low, high = width // 2, width
    while high - low > max(2, width // 50):
        middle = (low + high) // 2
        tried = _filled(units, measure, middle)
        if tried is not None and len(tried) <= len(lines):
            high, lines = middle, tried
        else:
            low = middle
    return lines


def _filled(units: _Units, measure: Callable[[str], int], width: int) -> list[str] | None:
    """Lines filled one after another; None if a unit alone is wider than a line."""
    lines: list[str] = []
    for unit in units:
        if lines and measure(_shown(lines[-1] + unit)) <= width:
            lines[-1] += unit
        elif measure(_shown(unit)) <= width:
            lines.append(unit)
        else:
            return None
    return [_shown(line) for line in lines]


def _shown(line: str) -> str:
    return line.rstrip().translate(_INVISIBLE)
