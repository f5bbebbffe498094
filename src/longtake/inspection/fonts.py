"""Facts of a font file of the author's: that it is one, that it can be read, and which bytes it has."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

from longtake.errors import MediaError
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.media import ClipFacts, Digest

__all__ = ["font_facts"]

_KINDS = {b"\0\1\0\0": "ttf", b"true": "ttf", b"OTTO": "otf"}
_ELSEWHERE = {
    b"wOFF": ("it is a font for the web (WOFF)", "name the TTF or OTF file of the same font"),
    b"wOF2": ("it is a font for the web (WOFF2)", "name the TTF or OTF file of the same font"),
    b"ttcf": ("it is a collection of fonts (TTC)", "name a file with one font: TTF or OTF"),
}
_OUTLINES = ("glyf", "CFF ", "CFF2")
_PROBES = 64  # letters drawn, spread over the font
_DAMAGE = (TTLibError, OSError, ValueError, LookupError, AssertionError, ArithmeticError, TypeError, AttributeError)


def font_facts(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> ClipFacts:
    """The facts of a font file; `kind` is `font`. path: absolute.

    Raises MediaError for a file that is no single TrueType or OpenType font with outlines, is damaged or too large.
    """
    with open_regular_file(path, limits) as file:
        head = file.read(4)
        if head not in _KINDS:
            what, way_out = _ELSEWHERE.get(head, ("it is no font", "name a TTF or OTF file"))
            raise MediaError(what, place=str(path), advice=[way_out])
        limits.check_font_bytes(path, file.seek(0, 2))
        file.seek(0)
        data = file.read()
    try:
        _read(data, path)
    except _DAMAGE as error:
        raise MediaError(
            f"the font is damaged: {error}", place=str(path), advice=["fetch it again, or take another font"]
        ) from error
    return ClipFacts(Digest(hashlib.sha256(data).hexdigest()), len(data), _KINDS[head], "font")


def _read(data: bytes, path: Path) -> None:
    """Reads the list of letters, shapes some of them as one line and draws it."""
    with TTFont(BytesIO(data), lazy=True) as font:
        if not any(table in font for table in _OUTLINES):
            raise MediaError("its letters are pictures, not outlines", place=str(path), advice=["take another font"])
        letters = sorted(font.getBestCmap() or ())
    if not letters:
        raise MediaError("it has no letters of Unicode", place=str(path), advice=["take another font"])
    some = letters[:: -(-len(letters) // _PROBES)]
    ImageFont.truetype(BytesIO(data), 32).getmask("".join(map(chr, some)))
