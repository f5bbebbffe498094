"""Pictures that we draw: frames made as a span is encoded, with no file between.

Cards are values and light; the readers, which draw, are loaded when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from longtake.artwork.caption_card import CaptionCard, CaptionPlace, CaptionStyle, CaptionWord
from longtake.artwork.card import AnimaticCard
from longtake.artwork.placing import Area
from longtake.artwork.title_card import POSITIONS, STYLES, PictureCard, Position, TitleCard, TitleStyle

if TYPE_CHECKING:
    from longtake.artwork.animatic import AnimaticReader
    from longtake.artwork.caption_setting import caption_zone
    from longtake.artwork.captions import CAPTIONING, CaptionReader, caption_box, check_caption
    from longtake.artwork.font_library import library_toolchain
    from longtake.artwork.lettering import unprintable
    from longtake.artwork.overlay_picture import PictureLayerReader, check_picture, picture_box
    from longtake.artwork.photograph import scaling_toolchain
    from longtake.artwork.reels import Animation, OnePicture, Reel, Sequenced
    from longtake.artwork.still import StandingStill, StillReader
    from longtake.artwork.titles import TitleReader, check_title, title_box, title_toolchain
    from longtake.artwork.typeface import Typeface, lettering_toolchain, our_typeface, typeface_at

__all__ = [
    "CAPTIONING",
    "DRAWING",
    "POSITIONS",
    "STYLES",
    "TITLING",
    "AnimaticCard",
    "AnimaticReader",
    "Animation",
    "Area",
    "CaptionCard",
    "CaptionPlace",
    "CaptionReader",
    "CaptionStyle",
    "CaptionWord",
    "OnePicture",
    "PictureCard",
    "PictureLayerReader",
    "Position",
    "Reel",
    "Sequenced",
    "StandingStill",
    "StillReader",
    "TitleCard",
    "TitleReader",
    "TitleStyle",
    "Typeface",
    "caption_box",
    "caption_zone",
    "check_caption",
    "check_picture",
    "check_title",
    "lettering_toolchain",
    "library_toolchain",
    "our_typeface",
    "picture_box",
    "scaling_toolchain",
    "title_box",
    "title_toolchain",
    "typeface_at",
    "unprintable",
]

DRAWING = 1
"""Version of the drawing: raised whenever the same card or still would give other pictures."""

TITLING = 2
"""Version of the drawing of titles and overlay pictures, raised in the same way."""

_LATE = {
    "CAPTIONING": "captions",
    "CaptionReader": "captions",
    "caption_box": "captions",
    "caption_zone": "caption_setting",
    "check_caption": "captions",
    "library_toolchain": "font_library",
    "AnimaticReader": "animatic",
    "Animation": "reels",
    "OnePicture": "reels",
    "PictureLayerReader": "overlay_picture",
    "Reel": "reels",
    "Sequenced": "reels",
    "StandingStill": "still",
    "StillReader": "still",
    "TitleReader": "titles",
    "Typeface": "typeface",
    "check_picture": "overlay_picture",
    "check_title": "titles",
    "lettering_toolchain": "typeface",
    "our_typeface": "typeface",
    "picture_box": "overlay_picture",
    "scaling_toolchain": "photograph",
    "title_box": "titles",
    "title_toolchain": "titles",
    "typeface_at": "typeface",
    "unprintable": "lettering",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
