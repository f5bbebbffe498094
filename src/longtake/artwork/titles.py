"""Titles: words over the film as layers, drawn once; they fade in and out and stand still between."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from longtake.artwork.font_library import EXTRA, library_face, library_toolchain
from longtake.artwork.ink import Ink
from longtake.artwork.palette import RGB
from longtake.artwork.placing import Area, placed
from longtake.artwork.title_card import Position, TitleCard
from longtake.artwork.title_setting import Block, Look, block_of, look_of, title_area
from longtake.artwork.typeface import Typeface, is_shaping, lettering_toolchain, our_typeface, typeface_at
from longtake.artwork.writing import control_characters, is_ignorable, is_right_to_left, named, needs_shaping
from longtake.errors import ArtworkError, Finding
from longtake.libav.layers import Layer
from longtake.media import FrameRate, Size, round_half_up

__all__ = ["TitleReader", "check_title", "rounded", "title_box", "title_toolchain"]

LONGEST = 300
"""The most characters of a title."""

_PAPER: RGB = (0.985, 0.98, 0.965)
_PLATE: RGB = (0.055, 0.06, 0.075)
_ACCENT: RGB = (0.93, 0.66, 0.32)
_PLATE_STRENGTH = 0.74
_FADE = Fraction(3, 10)  # seconds
_RISE = Fraction(1, 72)  # of the frame's shorter side
_SPREAD = 2  # how far a shadow reaches, in sizes of type
_WIDE, _NEAR = Fraction(2, 5), Fraction(1, 8)  # radii of the two shadows, in sizes of type
_FINE = 4  # a plate's corners are drawn this many times larger and reduced
_MIRRORED: dict[Position, Position] = {
    "top left": "top right", "left": "right", "bottom left": "bottom right",
}  # fmt: skip


class TitleReader:
    """Layers of one title, over frames of the film's size. Every layer is a pure function of the arguments and the
    font's bytes; between the fades it is one object.

    font: the author's own font file, if the card has one. Raises ArtworkError with what `check_title` finds, MediaError
    for a font that cannot be read.
    """

    def __init__(self, card: TitleCard, size: Size, rate: FrameRate, frames: int, font: Path | None = None) -> None:
        block = _block(card, size, font)
        if isinstance(block, Finding):
            raise ArtworkError.of([block])
        self._frames, self._film = frames, size
        self._ramp = min(round_half_up(_FADE * rate.fraction), frames // 4)
        self._rise = round(size.short_side * _RISE)
        self._rest = _Painter(card, block, size).layer()

    def layer(self, number: int) -> Layer | None:
        """What is laid over in frame `number` of the title. Raises IndexError outside it."""
        if not 0 <= number < self._frames:
            raise IndexError(f"frame {number} was asked of a title of {self._frames} frames")
        step = min(number + 1, self._frames - number)
        if step > self._ramp:
            return self._rest
        level = _eased(Fraction(step, self._ramp + 1))
        is_coming = 2 * number < self._frames
        return self._faded(level, round(self._rise * (1 - level)) if is_coming else 0)

    def close(self) -> None:
        """Nothing is held open."""

    def _faded(self, level: Fraction, fall: int) -> Layer:
        """The layer at `level` (0 to 1) of its strength and so many pixels lower, as far as the frame reaches."""
        height = self._rest.alpha.shape[0]
        top = min(self._rest.top + fall // 2 * 2, self._film.height - height)
        share = round(256 * level)
        alpha = ((self._rest.alpha.astype(np.uint16) * share + 128) >> 8).astype(np.uint8)
        return replace(self._rest, top=top, alpha=alpha)


def check_title(card: TitleCard, size: Size, font: Path | None = None) -> tuple[Finding, ...]:
    """Why the card cannot be drawn over frames of that size; empty if it can. The findings name no place.

    Raises MediaError for a font that cannot be read.
    """
    found = _block(card, size, font)
    return (found,) if isinstance(found, Finding) else ()


def title_box(card: TitleCard, size: Size, font: Path | None = None) -> Area:
    """Where the card stands on frames of that size, its plate included. Raises as `TitleReader`."""
    block = _block(card, size, font)
    if isinstance(block, Finding):
        raise ArtworkError.of([block])
    return _area(card, block, size)


def title_toolchain(card: TitleCard) -> tuple[str, ...]:
    """Name and version of everything outside our code that decides how the card's letters look."""
    return (*lettering_toolchain(), *library_toolchain()) if card.language else lettering_toolchain()


def _area(card: TitleCard, block: Block, film: Size) -> Area:
    look = look_of(card.style)
    return placed(block.width, block.height, _position(card, look), title_area(look, film))


def _block(card: TitleCard, size: Size, font: Path | None) -> Block | Finding:
    """The card's words set in type, or why they cannot be."""
    if not size.is_even:
        return Finding("", f"a title over {size} was asked for: both sides must be even", ("set an even size",))
    found = _text_finding(card)
    if found:
        return found
    strong, plain = _typefaces(card, font)
    found = _letters_finding(card, strong, font)
    if found:
        return found
    block = block_of(card, strong, plain, size)
    if block is None:
        return _too_long(card, size)
    return block if block.has_ink else Finding("", "the font draws nothing for these words", ("take another font",))


def _text_finding(card: TitleCard) -> Finding | None:
    if all(letter.isspace() or is_ignorable(letter) for letter in card.text):
        return Finding("", "the title has no words", ("write some, or take it out",))
    if len(card.text) > LONGEST:
        message = f"the title has {len(card.text)} characters; a title has at most {LONGEST}"
        return Finding("", message, ("shorten it", "or make several titles, one after another"))
    unprintable = control_characters(card.text)
    if unprintable:
        return Finding("", f"the title holds {named(unprintable)}, which is no text", ("take it out",))
    return None


def _letters_finding(card: TitleCard, face: Typeface, font: Path | None) -> Finding | None:
    missing = face.missing(card.text)
    if missing:
        whose = f"the font {font.name}" if font else "the built-in font (Latin, Greek, Cyrillic)"
        ways = (f"pip install '{EXTRA}'",) if card.language else ()
        advice = "name a font file that has them: font: fonts/NotoSans-Regular.ttf"
        message = f"{whose} has no letters for {named(missing)}"
        return Finding("", message, (*ways, advice, "or write it in other letters"))
    if needs_shaping(card.text) and not is_shaping():
        return Finding(
            "",
            "its script needs shaping, and Pillow finds no FriBidi on this machine",
            ("install FriBidi (libfribidi0, or brew install fribidi)", "or bring the title as a picture with alpha"),
        )
    return None


def _too_long(card: TitleCard, size: Size) -> Finding:
    units, lines = look_of(card.style).sizes[-1]
    share = Fraction(100 * units, 720)
    return Finding(
        "",
        f"the {card.style} does not fit {size}: even in its smallest type ({float(share):.1f} % of the shorter side) "
        f"it needs more than {lines} lines, or a word is wider than a line",
        ("shorten it", "or choose style: caption", "or put a zero-width space where a long word may break"),
    )


def _typefaces(card: TitleCard, font: Path | None) -> tuple[Typeface, Typeface]:
    """Strong and plain; a font file of the author's is both, and so is one of the library."""
    face = typeface_at(font) if font else our_typeface("Inter-SemiBold")
    if card.language and (missing := face.missing(card.text)):
        other = library_face(missing[0], card.language)
        if other and not other.missing(card.text):
            return other, other
    return face, face if font else our_typeface("Inter-Regular")


def _eased(share: Fraction) -> Fraction:
    return share * share * (3 - 2 * share)


class _Painter:
    """Paints one block of text, on a plate or with a soft shadow."""

    def __init__(self, card: TitleCard, block: Block, film: Size) -> None:
        look = look_of(card.style)
        self._card, self._look, self._block, self._film = card, look, block, film
        self._area = _area(card, block, film)
        spread = _SPREAD * block.size
        self._sheet = Ink(film, self._area.top - spread, self._area.height + 2 * spread)

    def layer(self) -> Layer:
        if self._look.has_plate:
            self._plate()
        else:
            self._shadow()
        for row in self._block.rows:
            self._sheet.text(row.ink, self._area.left + row.left, self._area.top + row.top, _PAPER)
        layer = self._sheet.layer()
        assert layer is not None  # a title has letters, and letters have ink
        return layer

    def _plate(self) -> None:
        area, size = self._area, self._block.size
        radius = max(2, size // 8)
        mask = rounded(area.width, area.height, radius)
        self._sheet.mask(mask * np.float32(_PLATE_STRENGTH), area.left, area.top, _PLATE)
        if self._card.style == "lower third":
            bar = np.zeros_like(mask)
            thick = max(2, size // 9)
            side = np.s_[:, -thick:] if self._block.column == "right" else np.s_[:, :thick]
            bar[side] = mask[side]
            self._sheet.mask(bar, area.left, area.top, _ACCENT)

    def _shadow(self) -> None:
        """Darkness behind the letters: a wide one that no eye sees as such, and a near one that holds their edges."""
        size = self._block.size
        around = self._area.grown(_SPREAD * size, _SPREAD * size)
        letters = Image.fromarray(self._letters(around))
        stout = letters.filter(ImageFilter.MaxFilter(2 * max(1, size // 24) + 1))  # else it is pale at outer corners
        for ink, radius, gain, strength in ((letters, _WIDE, 5.0, 0.42), (stout, _NEAR, 3.5, 0.54)):
            soft = np.asarray(ink.filter(ImageFilter.GaussianBlur(float(size * radius))), np.float32)
            mask = np.minimum(soft * np.float32(gain / 255), np.float32(1)) * np.float32(strength)
            self._sheet.mask(mask, around.left, around.top, (0.0, 0.0, 0.0))

    def _letters(self, around: Area) -> NDArray[np.uint8]:
        """All rows' ink on one sheet that covers `around`."""
        sheet = np.zeros((around.height, around.width), np.uint8)
        for row in self._block.rows:
            top = self._area.top + row.top + row.ink.top - around.top
            left = self._area.left + row.left + row.ink.left - around.left
            rows, columns = row.ink.mask.shape
            np.maximum(sheet[top : top + rows, left : left + columns], row.ink.mask,
                       out=sheet[top : top + rows, left : left + columns])  # fmt: skip
        return sheet


def _position(card: TitleCard, look: Look) -> Position:
    """Where the author put it, or where the style does: mirrored for text that runs from the right."""
    if card.position:
        return card.position
    return _MIRRORED.get(look.position, look.position) if is_right_to_left(card.text) else look.position


def rounded(width: int, height: int, radius: int) -> NDArray[np.float32]:
    """A rectangle with round corners, as coverage from 0 to 1."""
    large = Image.new("L", (width * _FINE, height * _FINE))
    box = (0, 0, width * _FINE - 1, height * _FINE - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, radius * _FINE, fill=255)
    return np.asarray(large.reduce(_FINE), np.float32) / np.float32(255)
