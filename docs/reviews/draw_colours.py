"""Draws colours and retimed motion, for a person to look at.

    python docs/reviews/draw_colours.py FOLDER

FOLDER gets colours.png (one picture coded in many ways, each conformed; a LUT on real clips), motion.png (a bar and a
face played at other rates, frame by frame) and the films. The clips are those of LONGTAKE_CLIPS, else ../shared/clips.
"""

from __future__ import annotations

import shutil
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw
from sheets import CLIPS, FIXTURES, Row, frames_of, out_folder, shots_of, written_sheet

import longtake

sys.path.insert(0, str(FIXTURES))
from make_fixtures import make_one

CODED = ("plain", "hd", "ten-bit", "full-range", "bt601", "untagged", "odd", "alpha", "hdr", "hlg", "hdr-4000")
REAL = ("turbot2av-02.mp4", "humo-01.mp4", "turbot2av-18.mp4")
LUTS = ("off", "warm.cube", "grey.cube")
RETIMES = {
    "30 to 24, nearest": ("bar-30", "nearest"),
    "30 to 24, blend": ("bar-30", "blend"),
    "30 to 24, flow": ("bar-30", "flow"),
    "16 to 24, nearest": ("bar-16", "nearest"),
    "16 to 24, blend": ("bar-16", "blend"),
    "16 to 24, flow": ("bar-16", "flow"),
    "25 to 24, as each other": ("bar-25", "auto"),
    "fist, 25 to 24, blend": ("humo-03", "blend"),
    "fist, 25 to 24, flow": ("humo-03", "flow"),
    "room, 30 to 24, blend": ("longcat-01", "blend"),
    "room, 30 to 24, flow": ("longcat-01", "flow"),
}
SPEEDS = ("0.25", "{from: 1, to: 0.25}", "3")


def main() -> None:
    out = out_folder("colours")
    folder = material(out / "material")
    written_sheet(out / "colours.png", [coded(folder, out), *looked(folder, out)])
    written_sheet(out / "motion.png", motion(folder, out))


def coded(folder: Path, out: Path) -> Row:
    """One picture, whatever it is coded as."""
    film = made(folder, out, "coded", [f"clip: {path.name}" for path in map(folder.joinpath, _coded_names(folder))])
    starts = [shot["start"] for shot in shots_of(film.parent)]
    seen = frames_of(film, [start + 8 for start in starts], 120)
    middles = {start: np.asarray(seen[start + 8])[100, 20] for start in starts}
    return "coded as (and the ground's R'G'B')", [
        (f"{kind} {tuple(map(int, middles[start]))}", seen[start + 8])
        for kind, start in zip(CODED, starts, strict=True)
    ]


def looked(folder: Path, out: Path) -> list[Row]:
    """Real clips through LUTs."""
    shots = [f"clip: {clip}, trim: 1s..1.5s, lut: {lut}" for clip in REAL for lut in LUTS]
    film = made(folder, out, "looked", shots)
    starts = [shot["start"] for shot in shots_of(film.parent)]
    seen = frames_of(film, [start + 4 for start in starts], 240)
    pictures = [seen[start + 4] for start in starts]
    return [(clip, list(zip(LUTS, pictures[3 * n : 3 * n + 3], strict=True))) for n, clip in enumerate(REAL)]


def motion(folder: Path, out: Path) -> list[Row]:
    """A dozen frames in a row of each shot."""
    shots = {name: f"clip: {clip}.mp4, trim: 0.5s..1.5s, retime: {word}" for name, (clip, word) in RETIMES.items()}
    for word in SPEEDS:
        shots |= {f"speed {word}": f"clip: bar-30.mp4, trim: 0.5s..2s, speed: {word}, sound: off"}
    film = made(folder, out, "motion", list(shots.values()))
    starts = [shot["start"] for shot in shots_of(film.parent)]
    seen = frames_of(film, [start + 2 + number for start in starts for number in range(10)], 130)
    return [
        (name, [(f"{start + 2 + n}", seen[start + 2 + n]) for n in range(10)])
        for name, start in zip(shots, starts, strict=True)
    ]


def made(folder: Path, out: Path, name: str, shots: list[str]) -> Path:
    path = folder / f"{name}.yaml"
    lines = "".join(f"      - {{{shot}}}\n" for shot in shots)
    path.write_text(f"storyboard: 1\nframe: {{size: 640x360, rate: 24}}\nscenes:\n  - shots:\n{lines}")
    return longtake.make(path, out / name, crf=12).film


def material(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for kind in CODED:
        make_one(folder, kind)
    for name in (*REAL, "humo-03.mp4", "longcat-01.mp4"):
        shutil.copy(CLIPS / name, folder)
    for rate in (16, 25, 30):
        bar(folder / f"bar-{rate}.mp4", rate)
    for name, row in (("warm", "{r:.4f} {g:.4f} {b:.4f}"), ("grey", "{y:.4f} {y:.4f} {y:.4f}")):
        (folder / f"{name}.cube").write_text(table(row))
    return folder


def table(row: str) -> str:
    """A small LUT: `row` spells a colour, r, g, b warmed and y their luma."""
    steps = [number / 8 for number in range(9)]
    lines = (
        row.format(r=red**0.85, g=green, b=blue**1.25, y=0.2126 * red + 0.7152 * green + 0.0722 * blue)
        for blue in steps
        for green in steps
        for red in steps
    )
    return "LUT_3D_SIZE 9\n" + "\n".join(lines) + "\n"


def bar(path: Path, rate: int) -> None:
    """Two seconds of a bar that goes 240 pixels a second over a grid."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "10", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number in range(rate * 5 // 2):
            picture = Image.new("RGB", (640, 360), (60, 70, 90))
            pen = ImageDraw.Draw(picture)
            for at in range(0, 640, 40):
                pen.line([(at, 0), (at, 360)], (90, 100, 120), 2)
            left = float(Fraction(240 * number, rate)) % 600
            pen.rectangle((left, 90, left + 40, 270), (240, 200, 90))
            pen.text((10, 310), f"{number}", "white", font_size=36)
            container.mux(stream.encode(av.VideoFrame.from_image(picture).reformat(format="yuv420p")))
        container.mux(stream.encode(None))


def _coded_names(folder: Path) -> list[str]:
    return [next(folder.glob(f"{kind}.m*")).name for kind in CODED]


if __name__ == "__main__":
    main()
