"""A caption that is burned in: its words in lines, and how they stand on the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from longtake.media import Digest

__all__ = ["CAPTION_STYLES", "CaptionCard", "CaptionPlace", "CaptionStyle", "CaptionWord"]

CaptionStyle = Literal["plain", "boxed", "word by word"]
CaptionPlace = Literal["bottom", "top"]

CAPTION_STYLES: tuple[CaptionStyle, ...] = get_args(CaptionStyle)


@dataclass(frozen=True, slots=True)
class CaptionWord:
    """start: the frame of the caption from which the word is lit up. is_spaced: whether a space stands before it."""

    text: str
    start: int
    is_spaced: bool


@dataclass(frozen=True, slots=True)
class CaptionCard:
    """Words ready to be drawn. Every field decides pixels, so the card is part of a recipe. font: digest of the
    author's own font file; language: in BCP 47, for Chinese, Japanese and Korean write the same sign differently."""

    rows: tuple[tuple[CaptionWord, ...], ...]
    style: CaptionStyle = "plain"
    place: CaptionPlace = "bottom"
    font: Digest | None = None
    language: str = "en"

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(
            "".join(f" {word.text}" if word.is_spaced and at else word.text for at, word in enumerate(row))
            for row in self.rows
        )
