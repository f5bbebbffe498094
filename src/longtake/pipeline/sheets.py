"""A clip's contact sheet: the pictures at both its ends, numbered, with those that would be left out struck through."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from longtake.errors import MediaError
from longtake.media import FrameRange, PictureFacts, Size
from longtake.pipeline.looking import Inspection
from longtake.render.footage import FootageReader, conform_for
from longtake.timeline.retime import Shown

__all__ = ["sheet_of"]

_LINES, _GAP, _LABEL, _COLUMNS = 90, 4, 18, 12
_BEYOND = 12
"""Pictures at each end that are kept and shown beside those that are left out."""

_GROUND, _INK, _OUT = (28, 28, 28), (225, 225, 225), (235, 80, 70)


def sheet_of(path: Path, found: Inspection) -> bytes:
    """A PNG. path: of the clip that was inspected. Raises MediaError where it has no pictures that were measured, or is
    no longer what it was."""
    picture, usable = found.facts.picture, found.verdict.usable if found.verdict else None
    if picture is None or usable is None:
        raise MediaError("it has no moving pictures to draw a sheet of", place=str(path), advice=("name a clip",))
    numbers = list(_numbers(usable.range, picture.frames))
    cell = Size(2 * max(1, round(_LINES * picture.shown.ratio / 2)), _LINES)
    rows = -(-len(numbers) // _COLUMNS)
    size = _COLUMNS * (cell.width + _GAP) + _GAP, rows * (cell.height + _LABEL + _GAP) + _GAP
    sheet = Image.new("RGB", size, _GROUND)
    for place, (number, image) in enumerate(zip(numbers, _images(path, picture, numbers, cell), strict=True)):
        row, column = divmod(place, _COLUMNS)
        at = _GAP + column * (cell.width + _GAP), _GAP + row * (cell.height + _LABEL + _GAP)
        _put(sheet, image, at, number, is_out=not usable.range.start <= number < usable.range.end)
    kept = io.BytesIO()
    sheet.save(kept, "PNG")
    return kept.getvalue()


def _numbers(kept: FrameRange, frames: int) -> Iterator[int]:
    """What is left out at both ends, and some pictures beside it; all of a short clip, each once."""
    head, tail = min(frames, kept.start + _BEYOND), max(0, kept.end - _BEYOND)
    yield from range(head)
    yield from range(max(head, tail), frames)


def _images(path: Path, picture: PictureFacts, numbers: list[int], cell: Size) -> Iterator[Image.Image]:
    shown = [Shown(number, number) for number in numbers]
    with closing(FootageReader(path, picture, shown, conform_for(picture, cell, "fill"))) as reader:
        for place in range(len(numbers)):
            frame = reader.frame(place).reformat(format="rgb24", interpolation="BICUBIC", src_colorspace="ITU709")
            yield Image.fromarray(frame.to_ndarray())


def _put(sheet: Image.Image, image: Image.Image, at: tuple[int, int], number: int, *, is_out: bool) -> None:
    sheet.paste(image, at)
    draw = ImageDraw.Draw(sheet)
    left, top = at
    right, bottom = left + image.width - 1, top + image.height - 1
    if is_out:
        draw.rectangle((left, top, right, bottom), outline=_OUT, width=2)
        draw.line((left, bottom, right, top), fill=_OUT, width=2)
    draw.text((left, bottom + 2), str(number), fill=_OUT if is_out else _INK, font=ImageFont.load_default(13))
