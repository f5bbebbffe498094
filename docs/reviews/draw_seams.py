"""Draws every seam of the real sequences: `python docs/reviews/draw_seams.py FOLDER [--join WORD] [sequence …]`.

Each sequence is assembled into FOLDER with that join (`auto` by default), and each seam becomes a PNG: the pictures
beside it, those that both shots are seen in marked, numbered by film frame, under a line with the join, its score and
what counts against it. `seams.md` in FOLDER has a row a seam, to be filled in by whoever looks. The clips are those of
LONGTAKE_CLIPS, else ../shared/clips.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
from PIL import Image, ImageDraw, ImageFont

import longtake

CLIPS = Path(os.environ.get("LONGTAKE_CLIPS") or Path(__file__).resolve().parents[3] / "shared" / "clips")
BESIDE, LINES, GAP, LABEL, COLUMNS = 5, 170, 4, 18, 8
GROUND, INK, MIXED = (28, 28, 28), (225, 225, 225), (250, 180, 60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("sequences", nargs="*", metavar="sequence")
    parser.add_argument("--join", default="auto", help="as of longtake assemble [auto]")
    asked = parser.parse_args()
    clips = _sequences()
    if unknown := set(asked.sequences) - set(clips):
        parser.error(f"no such sequence: {', '.join(sorted(unknown))}; there are {', '.join(clips)}")
    asked.folder.mkdir(parents=True, exist_ok=True)
    rows = [row for name in asked.sequences or clips for row in _drawn(name, clips[name], asked.folder, asked.join)]
    head = ["| seam | join | score | counts against it | still visible | why |", "|---|---|---|---|---|---|"]
    (asked.folder / "seams.md").write_text("\n".join([*head, *rows, ""]), "utf-8")
    print(f"{asked.folder / 'seams.md'}: {len(rows)} seams")


def _sequences() -> dict[str, list[Path]]:
    """The clips of each sequence, in its own order."""
    found: dict[str, list[tuple[int, Path]]] = {}
    for entry in json.loads((CLIPS / "manifest.json").read_text("utf-8")):
        if entry.get("sequence") and entry["kind"] == "video":
            found.setdefault(entry["sequence"], []).append((int(entry["shot"].split()[0]), CLIPS / entry["file"]))
    return {name: [path for _, path in sorted(clips)] for name, clips in sorted(found.items(), key=_number)}


def _number(item: tuple[str, object]) -> int:
    return int(item[0].split("-")[0].removeprefix("A"))


def _drawn(name: str, clips: Sequence[Path], folder: Path, join: str) -> Iterator[str]:
    """Draws the seams of a sequence; gives their rows in film order."""
    film = longtake.assemble(clips, folder / name, join=join, rungs=(480,), relock=True)
    for row in sorted(longtake.seams(film.folder), key=lambda row: row.at):
        begin = row.at - row.frames // 2
        numbers = range(max(0, begin - BESIDE), min(film.frames, begin + row.frames + BESIDE))
        mixed = range(begin, begin + row.frames)
        sheet = folder / f"{name}-{row.at}.png"
        told = f"{row.outgoing} > {row.incoming} at frame {row.at}: {row.kind} of {row.frames}, {row.score.value:.2f}"
        _sheet(list(_pictures(film.film, numbers)), numbers, mixed, row.at, f"{told}  {row.why}").save(sheet)
        where = f"{name} {row.outgoing} → {row.incoming}, frame {row.at}"
        joined = f"{row.kind} {row.frames}" if row.frames else row.kind
        yield f"| [{where}]({sheet.name}) | {joined} | {row.score.value:.2f} | {row.why} | | |"


def _pictures(film: Path, numbers: range) -> Iterator[Image.Image]:
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in numbers:
                yield frame.to_image(height=LINES, width=max(2, round(frame.width * LINES / frame.height)))
            if number >= numbers.stop:
                return


def _sheet(pictures: Sequence[Image.Image], numbers: range, mixed: range, cut: int, told: str) -> Image.Image:
    """Pictures in rows, the first of the incoming shot behind a line."""
    width, height = pictures[0].width + GAP, LINES + LABEL + GAP
    columns = min(COLUMNS, len(pictures))
    sheet = Image.new("RGB", (columns * width + GAP, -(-len(pictures) // columns) * height + LABEL + GAP), GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    draw.text((GAP, 3), told, INK, font)
    for place, (number, picture) in enumerate(zip(numbers, pictures, strict=True)):
        row, column = divmod(place, columns)
        left, top = GAP + column * width, LABEL + GAP + row * height
        sheet.paste(picture, (left, top + LABEL))
        draw.text((left, top + 2), str(number), MIXED if number in mixed else INK, font)
        if number == cut:
            draw.line((left - GAP // 2 - 1, top, left - GAP // 2 - 1, top + height), MIXED, 2)
    return sheet


if __name__ == "__main__":
    main()
