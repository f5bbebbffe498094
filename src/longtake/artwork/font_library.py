"""Fonts for scripts that our own typeface lacks: Noto, as two packages of the extra `fonts` install it.

Which file has a letter follows from the script in the letter's Unicode name, so that no font is opened to find out.
Where the packages are missing nothing is found, and nothing of the machine's is taken in their place.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from longtake.artwork.typeface import Typeface

__all__ = ["EXTRA", "library_face", "library_toolchain"]

EXTRA = "longtake[fonts]"

_SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada",
    "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai",
)  # fmt: skip
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC", "KATAKANA-HIRAGANA")
_EAST_ASIAN_FILE = "NotoSansCJK-VF.otf.ttc"
_OF_THE_FILE = {"ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}  # which of its fonts; the first is Japanese
_FALLBACKS = ("NotoEmoji[wght].ttf", "NotoSansSymbols[wght].ttf", "NotoSans[wght].ttf")
_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_WEIGHT = 600


def library_face(letter: str, language: str) -> Typeface | None:
    """The font that has a letter; None if none is installed that has."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script in _EAST_ASIAN:
        primary = language.partition("-")[0].lower()
        index = _OF_THE_FILE.get(language.lower(), _OF_THE_FILE.get(primary, 0))
        return _with(letter, _opened("manimgx_fonts_cjk", _EAST_ASIAN_FILE, index))
    if script.capitalize() in _SCRIPTS:
        return _with(letter, _opened("manimgx_fonts", f"NotoSans{script.capitalize()}[wght].ttf"))
    faces = (_with(letter, _opened("manimgx_fonts", name)) for name in _FALLBACKS)
    found = next(filter(None, faces), None)
    return found or _with(letter, _opened("manimgx_fonts_cjk", _EAST_ASIAN_FILE))


def library_toolchain() -> tuple[str, ...]:
    """Name and version of each installed package."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return tuple(found)


def _with(letter: str, face: Typeface | None) -> Typeface | None:
    return face if face and not face.missing(letter) else None


@lru_cache(maxsize=8)
def _opened(package: str, name: str, index: int = 0) -> Typeface | None:
    try:
        path = Path(str(files(package).joinpath(name)))
    except ModuleNotFoundError:
        return None
    return Typeface(path, name, index=index, weight=_WEIGHT) if path.is_file() else None
