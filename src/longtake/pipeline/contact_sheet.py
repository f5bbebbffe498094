"""A film's contact sheet: the middle picture of every shot with its number and its name."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from math import ceil, sqrt

from PIL import Image, ImageDraw, ImageFont

from longtake.media import Digest
from longtake.pipeline.photos import FilmStrip
from longtake.planning import PlannedShot

__all__ = ["contact_sheet_of"]

_LINES, _GAP, _LABEL, _FEWEST = 135, 6, 20, 4
_GROUND, _INK = (28, 28, 28), (225, 225, 225)
_QUALITY = 85


def contact_sheet_of(
    shots: Sequence[PlannedShot], photos: Sequence[FilmStrip], load: Callable[[Digest], bytes]
) -> bytes:
    """A JPEG, about as many columns as rows. photos: of the shots' middles; load: gives a photo by its key."""
    pictures = [_small(load(photo.key)) for photo in photos]
    width = max(one.width for one in pictures)
    columns = min(len(shots), max(_FEWEST, ceil(sqrt(len(shots)))))
    rows = ceil(len(shots) / columns)
    sheet = Image.new("RGB", (columns * (width + _GAP) + _GAP, rows * (_LINES + _LABEL + _GAP) + _GAP), _GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, (shot, picture) in enumerate(zip(shots, pictures, strict=True)):
        row, column = divmod(number, columns)
        left, top = _GAP + column * (width + _GAP), _GAP + row * (_LINES + _LABEL + _GAP)
        sheet.paste(picture, (left, top))
        draw.text((left, top + _LINES + 2), _fitting(f"{number + 1}  {shot.name}", font, width), fill=_INK, font=font)
    kept = io.BytesIO()
    sheet.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()


def _small(photo: bytes) -> Image.Image:
    with Image.open(io.BytesIO(photo), formats=["WEBP"]) as image:
        small: Image.Image = image.convert("RGB").resize((max(1, round(image.width * _LINES / image.height)), _LINES))
        return small


def _fitting(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    """As much of it as stands under its picture."""
    while font.getlength(text) > width:
        text = text[:-2] + "…"
    return text
