"""Draws fits, views and camera moves in films of five shapes, for a person to look at.

    python docs/reviews/draw_shapes.py FOLDER

FOLDER gets fits.png (five shapes, four fits, four kinds of picture), moves.png (views and camera words as they go on, a
disc among them, and through a dissolve) and the films. The clips are those of LONGTAKE_CLIPS, else ../shared/clips.
"""

from __future__ import annotations

import shutil
import sys
from fractions import Fraction
from pathlib import Path

from PIL import Image, ImageDraw
from sheets import CLIPS, FIXTURES, Row, frames_of, out_folder, shots_of, written_sheet

import longtake

sys.path.insert(0, str(FIXTURES))
from make_fixtures import SyntheticClip, make_clip

SIZES = {"16:9": "640x360", "9:16": "360x640", "1:1": "480x480", "4:5": "480x600", "21:9": "840x360"}
FITS = ("auto", "fill", "blur", "letterbox")
PICTURES = {
    "presenter, 7:4": "clip: turbot2av-02.mp4, trim: 1s..1.5s",
    "portrait clip": "clip: portrait.mp4, trim: 0s..0.5s",
    "pixels 4:3": "clip: anamorphic.mp4, trim: 0s..0.5s",
    "disc, still": "image: disc.png, for: 0.5s, camera: static",
}
MOVES = {
    "clip, camera: slow dolly-in": "clip: turbot2av-02.mp4, trim: 0.5s..2.5s, camera: slow dolly-in",
    "clip, camera: pan left": "clip: turbot2av-17.mp4, trim: 0.5s..2.5s, camera: pan left, join: dissolve 0.5s",
    "clip, view, standing": "clip: turbot2av-09.mp4, trim: 0.5s..2.5s, view: 25% 10% 50% auto, join: dissolve 0.5s",
    "clip, view to view": "clip: humo-03.mp4, trim: 0.5s..2.5s, join: dissolve 0.5s, "
    "view: {from: 2% 0% 96% auto, to: 30% 10% 40% auto}",
    "still, view to view": "image: disc.png, for: 2s, view: {from: 0% 20% 100% auto, to: 30% 30% 40% auto}",
    "still, camera: pan right": "image: photo.png, for: 2s, camera: pan right, join: dissolve 0.5s",
    "still that breathes": "image: photo.png, for: 2s, join: dissolve 0.5s",
    "clip, handheld": "clip: turbot2av-18.mp4, trim: 0.5s..2.5s, camera: handheld",
}


def main() -> None:
    out = out_folder("shapes")
    folder = material(out / "material")
    rows = [fits(shape, fit, folder, out) for shape in SIZES for fit in FITS]
    written_sheet(out / "fits.png", rows)
    written_sheet(out / "moves.png", moves(folder, out))


def fits(shape: str, fit: str, folder: Path, out: Path) -> Row:
    """One film: each kind of picture, in a scene of its own."""
    path = folder / f"{shape.replace(':', '-')}-{fit}.yaml"
    scenes = "".join(f"  - shots: [{{{picture}}}]\n" for picture in PICTURES.values())
    path.write_text(f"storyboard: 1\nframe: {{size: {SIZES[shape]}, rate: 24, fit: {fit}}}\nscenes:\n{scenes}")
    film = longtake.make(path, out / path.stem, preset="ultrafast", crf=12).film
    starts = [shot["start"] for shot in shots_of(film.parent)]
    seen = frames_of(film, [start + 6 for start in starts], 200)
    return f"{shape}, {fit}", [(name, seen[start + 6]) for name, start in zip(PICTURES, starts, strict=True)]


def moves(folder: Path, out: Path) -> list[Row]:
    """Frames of each shot from the first that shows any of it to the last."""
    path = folder / "moves.yaml"
    shots = "".join(f"      - {{{shot}}}\n" for shot in MOVES.values())
    path.write_text(f"storyboard: 1\nframe: {{size: 640x360, rate: 24}}\nscenes:\n  - shots:\n{shots}")
    film = longtake.make(path, out / "moves", preset="ultrafast", crf=12).film
    wanted = [
        [shot["start"] + number for number in (-6, 0, 8, 16, 24, 32, 40, 47, 52)] for shot in shots_of(film.parent)
    ]
    seen = frames_of(film, [number for row in wanted for number in row], 150)
    return [
        (name, [(f"{number}", seen[number]) for number in numbers if number in seen])
        for name, numbers in zip(MOVES, wanted, strict=True)
    ]


def material(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name in ("turbot2av-02", "turbot2av-09", "turbot2av-17", "turbot2av-18", "humo-03"):
        shutil.copy(CLIPS / f"{name}.mp4", folder)
    shutil.copy(CLIPS / "still-01.png", folder / "photo.png")
    make_clip(folder / "portrait.mp4", SyntheticClip(360, 640, frames=24))
    make_clip(folder / "anamorphic.mp4", SyntheticClip(480, 360, frames=24, pixel_aspect=Fraction(4, 3)))
    disc().save(folder / "disc.png")
    return folder


def disc() -> Image.Image:
    """A disc and a grid, in which everything that is stretched is seen."""
    picture = Image.new("RGB", (1200, 900), (40, 60, 80))
    pen = ImageDraw.Draw(picture)
    for at in range(0, 1200, 100):
        pen.line([(at, 0), (at, 900)], (120, 140, 160), 3)
        pen.line([(0, at), (1200, at)], (120, 140, 160), 3)
    pen.ellipse((400, 250, 800, 650), (240, 200, 90))
    pen.text((560, 430), "disc", (20, 20, 20), font_size=50)
    return picture


if __name__ == "__main__":
    main()
