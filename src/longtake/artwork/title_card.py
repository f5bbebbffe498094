"""What a title shows, and where pictures that are laid over a film stand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from longtake.media import Digest
from longtake.media.digest import later

__all__ = ["POSITIONS", "STYLES", "PictureCard", "Position", "TitleCard", "TitleStyle"]

TitleStyle = Literal["title", "lower third", "caption", "corner"]
Position = Literal[
    "top left", "top", "top right", "left", "centre", "right", "bottom left", "bottom", "bottom right"
]  # fmt: skip

STYLES: tuple[TitleStyle, ...] = get_args(TitleStyle)
POSITIONS: tuple[Position, ...] = get_args(Position)


@dataclass(frozen=True, slots=True)
class TitleCard:
    """Words over the film, ready to be drawn. Every field decides pixels, so the card is part of a recipe.

    text: a line break in it begins a new line; in a lower third the first line is the name, those after it are smaller.
    position: where the style would not put it by itself. font: digest of the author's own font file, if there is one.
    language: of a translation, whose letters may be of a font of the library where the title's own lacks them.
    """

    text: str
    style: TitleStyle = "title"
    position: Position | None = None
    font: Digest | None = None
    language: str = later("")


@dataclass(frozen=True, slots=True)
class PictureCard:
    """How a picture with alpha stands over the film: every field decides pixels, as do the picture's bytes.

    width: of the picture in parts of the frame's width, above 0 and at most 1; its height follows. opacity: 0 to 1.
    """

    position: Position = "top right"
    width: Fraction = Fraction(1, 5)
    opacity: Fraction = Fraction(1)
