"""What scripts ask of whoever sets them: the direction of a text, and whether its letters have to be shaped."""

from __future__ import annotations

import unicodedata

__all__ = ["control_characters", "is_ignorable", "is_right_to_left", "named", "needs_shaping"]

# Blocks whose letters stand side by side as they are: European scripts, symbols, Georgian, East Asian ones.
_PLAIN = (
    (0x0020, 0x02FF), (0x0370, 0x058F), (0x10A0, 0x10FF), (0x1C80, 0x1CBF), (0x1E00, 0x2BFF), (0x2C00, 0x2DFF),
    (0x2E80, 0xA4CF), (0xA640, 0xA7FF), (0xAB30, 0xAB6F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE1F),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x1F000, 0x1FAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_STRONG = {"L": False, "R": True, "AL": True}
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x034F, 0x034F))


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph runs from the right: its first letter with a direction says so (UAX #9, P2)."""
    return next((_STRONG[kind] for letter in text if (kind := unicodedata.bidirectional(letter)) in _STRONG), False)


def needs_shaping(text: str) -> bool:
    """Whether letters join, reorder, stack or run from the right, so that setting them one by one would be wrong."""
    return not all(_stands_alone(letter) for letter in unicodedata.normalize("NFC", text))


def control_characters(text: str) -> str:
    """The characters of `text` that are no text at all, each once. Line breaks and tabs are text."""
    return "".join(
        dict.fromkeys(sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t")
    )


def is_ignorable(letter: str) -> bool:
    """Whether a character only steers how others are set, so that no font needs a picture of it."""
    return unicodedata.category(letter) == "Cf" or any(first <= ord(letter) <= last for first, last in _SELECTORS)


def named(letters: str, most: int = 8) -> str:
    """Characters as a person can find them: `ع (U+0639)`, separated by commas; at most so many."""
    shown = [
        f"{letter} (U+{ord(letter):04X})" if letter.isprintable() and not letter.isspace() else f"U+{ord(letter):04X}"
        for letter in letters[:most]
    ]
    return ", ".join([*shown, f"and {len(letters) - most} more"] if len(letters) > most else shown)


def _stands_alone(letter: str) -> bool:
    if letter in "\n\t":
        return True
    in_block = any(first <= ord(letter) <= last for first, last in _PLAIN)
    is_mark = unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
    return in_block and not is_mark and unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
