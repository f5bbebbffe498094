"""Draws the frames around every join of a sequence of real clips, for a person to look at.

    python docs/reviews/draw_joins.py A1-presenters A4-people-cinematic     # sheets into out/reviews/

The clips are those of LONGTAKE_CLIPS, else ../shared/clips; a sequence is named as in its manifest.json. A sheet has a
row a join: eight frames of the film, from two before the transition to two after it.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import av
from PIL import Image, ImageDraw

import longtake

ROOT = Path(__file__).resolve().parents[2]
CLIPS = Path(os.environ.get("LONGTAKE_CLIPS") or ROOT.parent / "shared" / "clips")
SHOWN, LINES = 8, 180


def main() -> None:
    folder = ROOT / "out" / "reviews"
    for name in sys.argv[1:]:
        package = longtake.assemble(clips_of(name), folder / name, size="1280x720", rungs=(720,))
        rows = [around(cut, before, after) for cut, before, after in joins(package)]
        sheet = draw(package.film, rows)
        sheet.save(folder / f"{name}.png")


def clips_of(name: str) -> list[Path]:
    entries = json.loads((CLIPS / "manifest.json").read_text())
    shots = [entry for entry in entries if entry.get("sequence") == name and entry["kind"] == "video"]
    return [CLIPS / entry["file"] for entry in sorted(shots, key=lambda entry: int(entry["shot"].split()[0]))]


def joins(package: longtake.Package) -> list[tuple[int, int, int]]:
    """Film frame of each cut, and how many frames of transition stand before and after it."""
    shots = json.loads((package.folder / "plan.json").read_text())["shots"]
    return [
        (into["start"], out["join"]["frames"] // 2, out["join"]["frames"] - out["join"]["frames"] // 2)
        for out, into in itertools.pairwise(shots)
    ]


def around(cut: int, before: int, after: int) -> list[int]:
    first, last = cut - before - 2, cut + after + 1
    return [first + (last - first) * number // (SHOWN - 1) for number in range(SHOWN)]


def draw(film: Path, rows: Sequence[Sequence[int]]) -> Image.Image:
    wanted = {number for row in rows for number in row}
    pictures = {}
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(container.streams.video[0])):
            if number in wanted:
                pictures[number] = Image.fromarray(
                    frame.reformat(width=frame.width * LINES // frame.height, height=LINES, format="rgb24").to_ndarray()
                )
    width = next(iter(pictures.values())).width
    sheet = Image.new("RGB", (SHOWN * (width + 4), len(rows) * (LINES + 18)), "white")
    pen = ImageDraw.Draw(sheet)
    for line, row in enumerate(rows):
        for column, number in enumerate(row):
            sheet.paste(pictures[number], (column * (width + 4), line * (LINES + 18) + 14))
            pen.text((column * (width + 4), line * (LINES + 18)), f"{number}", fill="black")
    return sheet


if __name__ == "__main__":
    main()
