"""Draws aurora.jpg, the picture in the README, from the film that `make demo` makes.

    make demo && .venv/bin/python docs/pictures/draw_aurora.py

Six frames in two rows: five shots in their middle and, as the third, the middle of a dissolve.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
FILM = ROOT / "out" / "aurora"
WIDTH, HEIGHT, GAP, COLUMNS = 480, 270, 8, 3


def main() -> None:
    shots = json.loads((FILM / "plan.json").read_text("utf-8"))["shots"]
    pictures = taken(frames_of({shot["name"]: shot for shot in shots}))
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (WIDTH + GAP) - GAP, rows * (HEIGHT + GAP) - GAP), "white")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (number % COLUMNS * (WIDTH + GAP), number // COLUMNS * (HEIGHT + GAP)))
    sheet.save(Path(__file__).with_name("aurora.jpg"), quality=88, optimize=True)


def frames_of(shots: dict[str, dict[str, Any]]) -> list[int]:
    """Film frames, in order. A dissolve stands over the cut, so its middle is where a shot starts."""
    middles = {name: shot["start"] + (shot["visible"][1] - shot["visible"][0]) // 2 for name, shot in shots.items()}
    first, last = ("waking.1", "cup.1"), ("promise.1", "promise.hands", "outside.1")
    return [*(middles[name] for name in first), shots["promise.1"]["start"], *(middles[name] for name in last)]


def taken(wanted: list[int]) -> list[Image.Image]:
    """The pictures of these frames, in the order given."""
    found = {}
    with av.open(str(FILM / "film.mp4")) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number in wanted:
                found[number] = frame.to_image(width=WIDTH, height=HEIGHT, interpolation="LANCZOS")
    return [found[number] for number in wanted]


if __name__ == "__main__":
    main()
