"""A typeface: one font file from which lines of any script are measured and drawn.

Letters are shaped by HarfBuzz and put in order by FriBidi, both inside Pillow's Raqm layout. Where Pillow has no Raqm,
`is_shaping` is False and only text that needs no shaping may be set.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageDraw, ImageFont, features

from longtake.artwork.lettering import OURS, Lettered, unprintable
from longtake.artwork.writing import is_ignorable, is_right_to_left
from longtake.errors import MediaError
from longtake.libav.files import open_regular_file

__all__ = ["FontHand", "Typeface", "is_shaping", "lettering_toolchain", "our_typeface", "typeface_at"]

_FACES = 2  # sizes kept at a time: each holds a copy of the font, and one for Chinese has 10 MB
_DAMAGED = (OSError, TTLibError, ValueError, KeyError, IndexError, AssertionError, OverflowError)


class Typeface:
    """A font. data: an OpenType or TrueType font file held in memory, or where one lies that does not change; name:
    what messages call it. index: of a file with several fonts; weight: of one that has every weight, 400 or 600.

    Raises MediaError if it cannot be read.
    """

    def __init__(self, data: bytes | Path, name: str, *, index: int = 0, weight: int | None = None) -> None:
        self._data, self.name, self._index, self._weight = data, name, index, weight
        self._faces: dict[int, ImageFont.FreeTypeFont] = {}
        self._face(16)

    def missing(self, text: str) -> str:
        """The characters of `text` that the font has no picture of, each once. White space needs none."""
        return "".join(
            dict.fromkeys(
                letter
                for letter in unicodedata.normalize("NFC", text)
                if not letter.isspace() and not is_ignorable(letter) and not self._has(letter)
            )
        )

    def width(self, line: str, size: int, *, rtl: bool) -> int:
        """How far the pen moves over one line, in pixels, rounded up."""
        return int(self._face(size).getlength(self._spelt(line), direction=_direction(rtl)) + 0.999)

    def leading(self, size: int) -> int:
        """Pixels from one baseline to the next, as the font's designer meant it."""
        return sum(self._face(size).getmetrics())

    def ascent(self, size: int) -> int:
        """Pixels from the ascender line to the baseline."""
        return self._face(size).getmetrics()[0]

    def drawn(self, line: str, size: int, *, rtl: bool) -> Lettered:
        """One line, from the pen at its left end and the ascender line."""
        face, direction, line = self._face(size), _direction(rtl), self._spelt(line)
        left, top, right, bottom = (round(edge) for edge in face.getbbox(line, anchor="ls", direction=direction))
        room = 2 + size // 4
        sheet = Image.new("L", (max(1, right - left) + 2 * room, max(1, bottom - top) + 2 * room))
        pen = (room - left, room - top)
        ImageDraw.Draw(sheet).text(pen, line, fill=255, font=face, anchor="ls", direction=direction)
        box = sheet.getbbox() or (0, 0, 1, 1)
        ascent = face.getmetrics()[0]
        return Lettered(np.asarray(sheet.crop(box)), box[0] - pen[0], box[1] - pen[1] + ascent)

    @cached_property
    def _letters(self) -> frozenset[int]:
        try:
            with TTFont(self._file(), lazy=True, fontNumber=self._index) as font:
                return frozenset(font.getBestCmap() or ())
        except _DAMAGED as error:
            raise self._damaged(error) from error

    def _spelt(self, line: str) -> str:
        """The line with plain spaces for those that the font lacks."""
        return "".join(" " if letter.isspace() and ord(letter) not in self._letters else letter for letter in line)

    def _has(self, letter: str) -> bool:
        return all(ord(part) in self._letters for part in letter) or all(
            ord(part) in self._letters for part in unicodedata.normalize("NFD", letter)
        )

    def _face(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._faces:
            if len(self._faces) == _FACES:
                self._faces.clear()
            engine = ImageFont.Layout.RAQM if is_shaping() else ImageFont.Layout.BASIC
            try:
                face = ImageFont.truetype(self._file(), size, index=self._index, layout_engine=engine)
                if self._weight:
                    face.set_variation_by_axes([self._weight])
                self._faces[size] = face
            except OSError as error:
                raise self._damaged(error) from error
        return self._faces[size]

    def _file(self) -> BytesIO | str:
        return BytesIO(self._data) if isinstance(self._data, bytes) else str(self._data)

    def _damaged(self, error: Exception) -> MediaError:
        return MediaError(
            f"the font cannot be read: {error}", place=self.name, advice=("export it again as TTF or OTF",)
        )


class FontHand:
    """A hand that letters in a typeface what ours lacks letters for, each line as its script runs: a font for one
    script often has no other."""

    def __init__(self, face: Typeface) -> None:
        self._face = face

    def width(self, line: str, size: int) -> int:
        if not unprintable(line):
            return OURS.width(line, size)
        return self._face.width(line, size, rtl=is_right_to_left(line))

    def drawn(self, line: str, size: int) -> Lettered:
        if not unprintable(line):
            return OURS.drawn(line, size)
        return self._face.drawn(line, size, rtl=is_right_to_left(line))


def is_shaping() -> bool:
    """Whether Pillow shapes letters here (Raqm, with FriBidi found)."""
    return bool(features.check("raqm"))


def lettering_toolchain() -> tuple[str, ...]:
    """Name and version of everything outside our code that decides how letters look."""
    names = ("freetype2", "raqm", "harfbuzz", "fribidi")
    return ("Pillow " + (features.version("pil") or ""), *(f"{name} {features.version(name)}" for name in names))


@lru_cache(maxsize=2)
def our_typeface(name: str) -> Typeface:
    """A typeface of our own. name: `Inter-SemiBold` or `Inter-Regular`."""
    return Typeface(files("longtake.artwork").joinpath("fonts", f"{name}.ttf").read_bytes(), name)


def typeface_at(path: Path) -> Typeface:
    """The author's font file. Raises MediaError if it is missing or cannot be read."""
    with open_regular_file(path.absolute()) as file:
        return Typeface(file.read(), str(path))


def _direction(rtl: bool) -> str | None:
    """Without Raqm there is one direction, and naming it would be an error."""
    return ("rtl" if rtl else "ltr") if is_shaping() else None
