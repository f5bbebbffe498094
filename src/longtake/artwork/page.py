"""The page of an animatic: where its words and marks stand, and the ink they are made of. Sizes follow the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from longtake.artwork.card import AnimaticCard
from longtake.artwork.ink import Decal, Ink
from longtake.artwork.lettering import OURS, Hand, Set, fitted
from longtake.artwork.palette import RGB, Tones, luminance, mixed
from longtake.artwork.placing import Area
from longtake.media import Size

__all__ = ["Page", "Spot", "page_of"]

_PAPER: RGB = (0.968, 0.952, 0.918)
_DARK: RGB = (0.09, 0.10, 0.12)
# Sizes of type in units of the frame (a 720th of its shorter side), with the most lines of each.
_ACTION = ((54, 1), (46, 2), (40, 3), (34, 4), (28, 5), (23, 6), (19, 8))
_NARRATION = ((21, 2), (19, 3))
_SMALL, _NAME, _CLOCK, _LEAST = 17, 27, 25, 7


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the frame: right edge and top of a line of type, its size in pixels, its colour."""

    right: int
    top: int
    size: int
    colour: RGB


@dataclass(frozen=True, slots=True)
class Page:
    """decals: laid on every frame. clock: where the time code stands. bar: left, top, width and height of the progress
    bar, in pixels, all even, and `fill`, its colour. floor: where the words begin, in parts of the frame's height.
    """

    decals: tuple[Decal, ...]
    clock: Spot
    bar: tuple[int, int, int, int]
    fill: RGB
    floor: float


def page_of(card: AnimaticCard, tones: Tones, film: Size, hand: Hand = OURS) -> Page:
    """Sets a card's words on a frame of the film's size, beside what lies over it."""
    return _Setter(card, tones, film, hand).page()


class _Setter:
    """Sets one page: the header hangs from the top edge, everything else is stacked upwards from the bottom edge."""

    def __init__(self, card: AnimaticCard, tones: Tones, film: Size, hand: Hand) -> None:
        self._card, self._tones, self._film, self._hand = card, tones, film, hand
        self._unit = min(film.width, film.height) / 720
        self._margin = self._units(54)
        self._measure = film.width - 2 * self._margin
        self._head = _DARK if luminance(tones.high) > 0.30 else _PAPER
        self._decals: list[Decal] = []
        clear = [Area(*box) for box in card.clear]
        self._clear = [area for area in clear if area.height <= film.height * 3 // 5]  # beside others there is no room
        self._ceiling = 0

    def _units(self, count: float) -> int:
        return max(1, round(count * self._unit))

    def _type(self, size: int) -> int:
        return max(_LEAST, self._units(size))

    def page(self) -> Page:
        self._corners()
        clock = self._header()
        bar = self._bar()
        bottom = self._narration(self._above(bar[1] - self._units(16)))
        top = self._action(bottom)
        floor = min(max((top - self._units(20)) / self._film.height, 0.3), 0.86)
        return Page(tuple(self._decals), clock, bar, self._tones.accent, floor)

    def _below(self, top: int, height: int, left: int, right: int) -> int:
        """Where words that would hang from `top` do so without meeting what lies over the picture's upper half."""
        for area in sorted(self._clear, key=lambda area: area.top):
            is_met = area.top < top + height and top < area.bottom and area.left < right and left < area.right
            if is_met and self._is_high(area):
                top = area.bottom + self._units(12)
        return top

    def _above(self, bottom: int) -> int:
        """Where words that stand on `bottom` do so without meeting what lies over the lower half; what lies higher up
        becomes the ceiling that they stay under."""
        column = self._margin + min(self._measure, self._units(1010))
        beside = [area for area in self._clear if area.left < column and area.right > self._margin]
        low = [area.top - self._units(14) for area in beside if not self._is_high(area) and area.top < bottom]
        high = [area.bottom + self._units(14) for area in beside if self._is_high(area)]
        self._ceiling = max([self._ceiling, *high])
        return min([bottom, *low])

    def _is_high(self, area: Area) -> bool:
        return area.top + area.bottom <= self._film.height

    def _within(self, choices: Sequence[tuple[int, int]], room: int) -> list[tuple[int, int]]:
        """Those sizes and numbers of lines that stand in so many pixels; the smallest line where none does."""
        if not self._clear:
            return list(choices)
        fits = [(size, min(most, room // Set(size, ("",)).leading)) for size, most in choices]
        return [one for one in fits if one[1]] or [(choices[-1][0], 1)]

    def _dry(self, sheet: Ink) -> None:
        decal = sheet.dry()
        if decal:
            self._decals.append(decal)

    def _corners(self) -> None:
        """The corner marks of a film frame."""
        inset, arm, thick = self._units(24), self._units(26), self._units(2)
        width, height = self._film.width, self._film.height
        for y in (inset, height - inset - thick):
            tall = y if y == inset else height - inset - arm
            sheet = Ink(self._film, min(y, tall), arm + 4)
            colour = self._head if y == inset else _PAPER
            for x in (inset, width - inset - thick):
                sheet.box(x if x == inset else width - inset - arm, y, arm, thick, colour, 0.55)
                sheet.box(x, tall, thick, arm - thick, colour, 0.55)
            self._dry(sheet)

    def _header(self) -> Spot:
        """The shot's name, with its scene and place under it; the clock stands on the same line at the right."""
        size, top = self._type(_NAME), self._margin - self._units(6)
        right, tall = self._film.width - self._margin, self._type(_CLOCK)
        room = max(self._measure - 6 * tall, size)
        where = " · ".join(part for part in (self._card.scene, self._card.place) if part)
        name = fitted(self._card.shot, room, ((size, 1),), self._hand)
        under = fitted(where, room, ((self._type(_SMALL), 1),), self._hand)
        clock_top = self._below(top + self._units(1), tall, right - 6 * tall, right)
        wide = max(self._hand.width(line, text.size) for text in (name, under) for line in (*text.lines, ""))
        top = self._below(top, 2 * size, self._margin, self._margin + wide)
        self._ceiling = top + 3 * size
        sheet = Ink(self._film, 0, top + 3 * size + 4)
        self._lines(sheet, name, top, self._head, 0.95)
        self._lines(sheet, under, top + name.leading, self._head, 0.74)
        self._dry(sheet)
        return Spot(right, clock_top, tall, self._head)

    def _bar(self) -> tuple[int, int, int, int]:
        """The track that the progress bar fills."""
        thick = max(2, self._units(3) // 2 * 2)
        left, width = self._margin // 2 * 2, self._measure // 2 * 2
        top = min(self._film.height - self._margin + self._units(10), self._film.height - thick) // 2 * 2
        sheet = Ink(self._film, top, thick)
        sheet.box(left, top, width, thick, _PAPER, 0.20)
        self._dry(sheet)
        return left, top, width, thick

    def _narration(self, bottom: int) -> int:
        """The narration as a quiet caption above `bottom`; the row it begins at."""
        if not self._card.narration.strip():
            return bottom
        choices = [(self._type(size), lines) for size, lines in _NARRATION]
        choices = self._within(choices, (bottom - self._ceiling) // 2)
        text = f"“{self._card.narration.strip()}”"
        caption = fitted(text, min(self._measure, self._units(980)), choices, self._hand)
        top = bottom - caption.height
        sheet = Ink(self._film, top - caption.size, caption.height + 2 * caption.size)
        self._lines(sheet, caption, top, _PAPER, 0.74)
        rule = top - self._units(13)
        sheet.box(self._margin, rule, self._units(64), max(1, self._units(1)), _PAPER, 0.35)
        self._dry(sheet)
        return rule - self._units(8)

    def _action(self, bottom: int) -> int:
        """What happens, above `bottom`, and above it how the camera moves; the row that they begin at."""
        choices = [(self._type(size), lines) for size, lines in _ACTION]
        camera = " · ".join(part for part in (self._card.camera, self._card.motion) if part)
        tag = fitted(camera, self._measure - self._units(30), ((self._type(_SMALL), 1),), self._hand)
        choices = self._within(choices, bottom - self._ceiling - (tag.leading + self._units(6) if tag.lines else 0))
        action = fitted(self._card.words, min(self._measure, self._units(1010)), choices, self._hand)
        top = bottom - action.height
        first = top - tag.leading - self._units(6) if tag.lines else top
        sheet = Ink(self._film, first - action.size, bottom - first + 2 * action.size)
        self._lines(sheet, action, top, _PAPER, 1.0)
        if tag.lines:
            dash = self._units(18)
            sheet.box(self._margin, first + tag.size // 2 + self._units(1), dash, self._units(2), self._tones.accent)
            self._lines(sheet, tag, first, mixed(self._tones.accent, _PAPER, 0.25), 1.0, dash + self._units(10))
        self._dry(sheet)
        return first

    def _lines(self, sheet: Ink, text: Set, top: int, colour: RGB, strength: float, indent: int = 0) -> None:
        for number, line in enumerate(text.lines):
            drawn = self._hand.drawn(line, text.size)
            sheet.text(drawn, self._margin + indent, top + number * text.leading, colour, strength)
