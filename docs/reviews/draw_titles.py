"""Draws titles and overlays over real clips, over white and over noise, for a person to look at.

    python docs/reviews/draw_titles.py FOLDER

FOLDER gets wide.png and tall.png (each title as it comes, stands and goes), letters.png (letters at their own size) and
the films that they were cut from. The clips are those of LONGTAKE_CLIPS, else ../shared/clips.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from sheets import CLIPS, FONTS, Row, frames_of, out_folder, shots_of, written_sheet

import longtake

TITLES = {
    "flame": "title: {text: Meet Aurora, style: title, at: 0.5s, for: 2s}",
    "waterfall": 'title: {text: "Mara Okafor\\nCoffee roaster, Lisbon", style: lower third, at: 0.5s, for: 2s}',
    "speaking": "title: {text: Every morning begins with the same small ceremony and nobody minds, style: caption}",
    "white-title": "title: {text: A white wall and the words on it}",
    "white-third": 'title: {text: "Jörg Müller\\nÜbersetzer", style: lower third}',
    "white-corner": "title: {text: Part two, style: corner}",
    "noise": "title: {text: Over noise}",
    "arabic": "title: {text: مرحبا، سلام, style: lower third, font: arabic.ttf}",
    "hindi": "title: {text: नमस्ते, font: hindi.ttf}",
    "logo": "overlay: {image: badge.png, width: 20%, position: top right}",
    "animation": "overlay: {image: spin.gif, width: 15%, position: bottom right, opacity: 80%}",
    "mixed": "title: {text: Over a join, style: caption, at: 1s, for: 2.5s}",
    "after": "join: dissolve 0.5s",
}
PICTURES = {
    "flame": "clip: humo-01.mp4",
    "waterfall": "clip: turbot2av-17.mp4",
    "speaking": "clip: turbot2av-01.mp4",
    "white-title": "image: white.png",
    "white-third": "image: white.png",
    "white-corner": "image: white.png",
    "noise": "image: noise.png",
    "arabic": "clip: turbot2av-02.mp4",
    "hindi": "clip: humo-03.mp4",
    "logo": "clip: turbot2av-09.mp4",
    "animation": "clip: turbot2av-10.mp4",
    "mixed": "clip: turbot2av-18.mp4",
    "after": "clip: turbot2av-19.mp4",
}
LETTERS = ("flame", "white-title", "white-third", "noise", "logo", "animation")


def main() -> None:
    out = out_folder("titles")
    letters: list[Row] = []
    for name, size, lines in (("wide", "1280x720", 200), ("tall", "720x1280", 320)):
        folder = story(out / f"{name}-storyboard", size)
        film = longtake.make(folder / "storyboard.yaml", out / name, rungs=(720,), preset="veryfast").film
        shots = {shot["name"].partition(".")[2]: shot for shot in shots_of(film.parent)}
        places = {called: along(shot) for called, shot in shots.items()}
        seen = frames_of(film, [number for numbers in places.values() for number in numbers], lines)
        rows = [(called, [(f"{n}", seen[n]) for n in numbers]) for called, numbers in places.items()]
        written_sheet(out / f"{name}.png", rows)
        if name == "wide":
            middles = {called: places[called][3] for called in LETTERS}
            large = frames_of(film, middles.values())
            letters = [(called, [(f"{number}", large[number])]) for called, number in middles.items()]
    written_sheet(out / "letters.png", letters)


def along(shot: dict[str, Any]) -> list[int]:
    """A title's first frame, two of its fade, its middle, and its end."""
    over = [*shot.get("titles", ()), *shot.get("overlays", ())]
    first, length = (over[0]["start"], over[0]["frames"]) if over else (shot["start"], 72)
    last = first + length - 1
    return [first, first + 2, first + 5, first + length // 2, last - 4, last]


def story(folder: Path, size: str) -> Path:
    """A storyboard of that size in `folder`, beside all that it names."""
    folder.mkdir(exist_ok=True)
    for picture in PICTURES.values():
        if picture.startswith("clip: "):
            shutil.copy(CLIPS / picture.removeprefix("clip: "), folder)
    for name, font in (("arabic", "NotoSansArabic"), ("hindi", "NotoSansDevanagari")):
        shutil.copy(FONTS / f"{font}-Subset.ttf", folder / f"{name}.ttf")
    Image.new("RGB", (1280, 720), "white").save(folder / "white.png")
    noise = np.random.default_rng(1).integers(0, 256, (180, 320, 3), np.uint8)
    Image.fromarray(noise).resize((1280, 720), Image.Resampling.NEAREST).save(folder / "noise.png")
    badge().save(folder / "badge.png")
    turns = [badge(angle) for angle in range(0, 360, 30)]
    turns[0].save(folder / "spin.gif", save_all=True, append_images=turns[1:], duration=80, loop=0, disposal=2)
    shots = "\n".join(
        f"      - {{id: {name}, {what}, {'trim: 0.5s..3.5s' if 'clip' in what else 'for: 3s'}, {TITLES[name]}}}"
        for name, what in PICTURES.items()
    )
    head = f"storyboard: 1\ntitle: Titles\nframe: {{size: {size}, rate: 24}}\nscenes:\n  - id: t\n    shots:\n"
    (folder / "storyboard.yaml").write_text(head + shots + "\n", "utf-8")
    return folder


def badge(angle: int = 0) -> Image.Image:
    """A disc with a soft edge and a hand that turns."""
    side = 400
    picture = Image.new("RGBA", (side, side), (250, 240, 220, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, side - 10, side - 10), (250, 240, 220, 235), (20, 90, 90, 255), 16)
    pen.pieslice((60, 60, side - 60, side - 60), angle - 15, angle + 15, (20, 90, 90, 255))
    return picture


if __name__ == "__main__":
    main()
