"""Sheets of a film's pictures, for the scripts beside this: rows with a title, each picture with a line under it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw, ImageFont

__all__ = ["CLIPS", "FIXTURES", "FONTS", "Row", "frames_of", "out_folder", "shots_of", "written_sheet"]

ROOT = Path(__file__).resolve().parents[2]
CLIPS = Path(os.environ.get("LONGTAKE_CLIPS") or ROOT.parent / "shared" / "clips")
FIXTURES, FONTS = ROOT / "fixtures", ROOT / "tests" / "artwork" / "fonts"
_GAP, _LINE = 6, 20

Row = tuple[str, Sequence[tuple[str, Image.Image]]]
"""What the row shows, and its pictures, each with what is written under it."""


def out_folder(name: str) -> Path:
    """The folder named on the command line, else out/reviews/NAME; it exists."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "reviews" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def frames_of(film: Path, wanted: Iterable[int], height: int | None = None) -> dict[int, Image.Image]:
    """These frames of a film as PyAV decodes it, each reduced to `height` lines (None: its own size)."""
    numbers, found = set(wanted), {}
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(container.streams.video[0])):
            if number in numbers:
                picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
                lines = height or picture.height
                found[number] = picture.resize((picture.width * lines // picture.height, lines), Image.Resampling.BOX)
            if len(found) == len(numbers):
                break
    return found


def shots_of(folder: Path) -> list[dict[str, Any]]:
    """The shots of the plan beside a film."""
    shots: list[dict[str, Any]] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["shots"]
    return shots


def written_sheet(path: Path, rows: Sequence[Row]) -> None:
    """Draws the rows under each other and says where they are."""
    width = max(sum(picture.width + _GAP for _, picture in pictures) for _, pictures in rows)
    heights = [max(picture.height for _, picture in pictures) + 2 * _LINE + _GAP for _, pictures in rows]
    sheet = Image.new("RGB", (max(width, 600), sum(heights)), (128, 128, 128))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    top = 0
    for (title, pictures), height in zip(rows, heights, strict=True):
        pen.text((4, top + 2), title, fill="white", font=font)
        left = 0
        for under, picture in pictures:
            sheet.paste(picture, (left, top + _LINE))
            pen.text((left + 4, top + _LINE + picture.height + 2), under, fill="white", font=font)
            left += picture.width + _GAP
        top += height
    sheet.save(path)
    print(path)
