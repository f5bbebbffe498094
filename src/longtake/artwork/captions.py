"""Burned-in captions: words over the film as layers. They do not move; where words light up, one layer a word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from longtake.artwork.caption_card import CaptionCard
from longtake.artwork.caption_setting import CaptionBlock, caption_area, set_caption
from longtake.artwork.font_library import EXTRA, library_face
from longtake.artwork.ink import Ink
from longtake.artwork.palette import RGB
from longtake.artwork.placing import Area
from longtake.artwork.titles import rounded
from longtake.artwork.typeface import Typeface, is_shaping, our_typeface, typeface_at
from longtake.artwork.writing import is_ignorable, named, needs_shaping
from longtake.errors import ArtworkError, Finding
from longtake.libav.layers import Layer
from longtake.media import Size

__all__ = ["CAPTIONING", "CaptionReader", "caption_box", "check_caption"]

CAPTIONING = 1
"""Version of the drawing: raised whenever the same card would give other pictures."""

_PAPER: RGB = (0.985, 0.98, 0.965)
_LIT: RGB = (0.98, 0.80, 0.28)
_PLATE: RGB = (0.055, 0.06, 0.075)
_BLACK: RGB = (0.0, 0.0, 0.0)
_PLATE_STRENGTH = 0.8
_EDGE, _EDGE_STRENGTH = 12, 0.9  # an outline as thick as this part of the type: 4.5 to 1 on any picture (rule C10)
_SOFT, _SOFT_GAIN, _SOFT_STRENGTH = 6, 1.6, 0.5  # a shadow around that


class CaptionReader:
    """Layers of one caption over frames of the film's size, each a pure function of the arguments and the fonts.

    font: the author's own font file, if the card has one. Raises ArtworkError with what `check_caption` finds,
    MediaError for a font that cannot be read.
    """

    def __init__(self, card: CaptionCard, size: Size, frames: int, font: Path | None = None) -> None:
        findings = check_caption(card, size, font)
        if findings:
            raise ArtworkError.of(findings)
        self._card, self._film, self._frames = card, size, frames
        self._block = set_caption(card, size, _faces(card, font))
        self._area = _placed(card, self._block, size)
        self._starts = [word.start for row in card.rows for word in row]
        self._shown: tuple[int, Layer] | None = None

    def layer(self, number: int) -> Layer | None:
        """What is laid over in frame `number` of the caption. Raises IndexError outside it."""
        if not 0 <= number < self._frames:
            raise IndexError(f"frame {number} was asked of a caption of {self._frames} frames")
        lit = bisect_right(self._starts, number) - 1 if self._card.style == "word by word" else -1
        if self._shown is None or self._shown[0] != lit:
            self._shown = lit, self._drawn(lit)
        return self._shown[1]

    def close(self) -> None:
        """Nothing is held open."""

    def _drawn(self, lit: int) -> Layer:
        block, area = self._block, self._area
        reach = 2 * block.size
        sheet = Ink(self._film, max(0, area.top - reach), min(area.height + 2 * reach, self._film.height))
        if self._card.style == "boxed":
            for plate in block.plates:
                mask = rounded(plate.width, plate.height, max(2, block.size // 8)) * np.float32(_PLATE_STRENGTH)
                sheet.mask(mask, area.left + plate.left, area.top + plate.top, _PLATE)
        else:
            self._edge(sheet, reach)
        for run in block.runs:
            colour = _LIT if run.word == lit else _PAPER
            sheet.text(run.ink, area.left + run.left, area.top + run.top, colour)
        layer = sheet.layer()
        assert layer is not None  # checked: a caption has letters
        return layer

    def _edge(self, sheet: Ink, reach: int) -> None:
        """Darkness around the letters: an outline, and a soft shadow about that."""
        around, size = self._area.grown(reach, reach), self._block.size
        letters = Image.fromarray(self._letters(around))
        thick = 2 * max(1, round(size / _EDGE)) + 1
        outline = letters.filter(ImageFilter.MaxFilter(thick)).filter(ImageFilter.GaussianBlur(size / 40))
        soft = np.asarray(outline.filter(ImageFilter.GaussianBlur(size / _SOFT)), np.float32)
        shadow = np.minimum(soft * np.float32(_SOFT_GAIN / 255), np.float32(1)) * np.float32(_SOFT_STRENGTH)
        sheet.mask(shadow, around.left, around.top, _BLACK)
        edge = np.asarray(outline, np.float32) * np.float32(_EDGE_STRENGTH / 255)
        sheet.mask(edge, around.left, around.top, _BLACK)

    def _letters(self, around: Area) -> NDArray[np.uint8]:
        """The ink of all runs on one sheet that covers `around`."""
        sheet = np.zeros((around.height, around.width), np.uint8)
        for run in self._block.runs:
            top = self._area.top + run.top + run.ink.top - around.top
            left = self._area.left + run.left + run.ink.left - around.left
            mask = run.ink.mask[max(0, -top) : around.height - top, max(0, -left) : around.width - left]
            here = np.s_[max(0, top) : max(0, top) + mask.shape[0], max(0, left) : max(0, left) + mask.shape[1]]
            sheet[here] = np.maximum(sheet[here], mask)
        return sheet


def caption_box(card: CaptionCard, size: Size, font: Path | None = None) -> Area:
    """Where the card stands on frames of that size. Raises as `CaptionReader`."""
    findings = check_caption(card, size, font)
    if findings:
        raise ArtworkError.of(findings)
    return _placed(card, set_caption(card, size, _faces(card, font)), size)


def check_caption(card: CaptionCard, size: Size, font: Path | None = None) -> tuple[Finding, ...]:
    """Why the card cannot be drawn over frames of that size; empty if it can. The findings name no place. Raises
    MediaError for a font that cannot be read."""
    if not size.is_even:
        return (Finding("", f"captions over {size} were asked for: both sides must be even", ("set an even size",)),)
    text, faces = " ".join(card.lines), _faces(card, font)
    letters = dict.fromkeys(letter for letter in text if not letter.isspace() and not is_ignorable(letter))
    missing = "".join(letter for letter in letters if faces(letter) is None)
    if missing:
        advice = (f"pip install '{EXTRA}'", "or name a font file that has them: captions: {font: fonts/NotoSans.ttf}")
        return (Finding("", f"no font here has letters for {named(missing)}", advice),)
    if needs_shaping(text) and not is_shaping():
        advice = (
            "install FriBidi (libfribidi0, or brew install fribidi)",
            "or write captions: on",
        )
        return (Finding("", "its script needs shaping, and Pillow finds no FriBidi on this machine", advice),)
    return ()


def _faces(card: CaptionCard, font: Path | None) -> Callable[[str], Typeface | None]:
    """Gives each letter its font: the author's, our own, or one of the library's."""
    first = [typeface_at(font)] if font else []
    first.append(our_typeface("Inter-SemiBold"))

    @cache
    def face_of(letter: str) -> Typeface | None:
        known = next((face for face in first if not face.missing(letter)), None)
        return known or library_face(letter, card.language)

    return face_of


def _placed(card: CaptionCard, block: CaptionBlock, film: Size) -> Area:
    area = caption_area(film)
    left = area.left + (area.width - block.width) // 2
    top = area.top if card.place == "top" else area.bottom - block.height
    return Area(left // 2 * 2, top // 2 * 2, block.width, block.height)
