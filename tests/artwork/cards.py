"""Cards and pictures for the tests of drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from longtake.artwork import AnimaticCard, AnimaticReader, StillReader
from longtake.libav.planes import planes_of
from longtake.media import FrameRate, Size

SMALL, FILM = Size(320, 180), FrameRate(24)
KITCHEN = AnimaticCard(
    shot="waking.2",
    scene="waking",
    words="the cup fills, light moves across the counter",
    narration="Every morning begins with the same small ceremony.",
    place="a small bright kitchen, walnut counter, one window",
    camera="slow dolly-in",
    palette=("warm white", "walnut", "teal"),
)


def pixels(reader: AnimaticReader | StillReader, number: int) -> bytes:
    """Every sample of a frame, without the padding of its lines."""
    return b"".join(plane.tobytes() for plane in planes_of(reader.frame(number)))


def saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)  # type: ignore[arg-type]
    return path


def flat(colour: tuple[int, int, int], size: tuple[int, int] = (160, 90)) -> Image.Image:
    return Image.new("RGB", size, colour)


def bar(size: tuple[int, int] = (1280, 720), width: int = 24) -> Image.Image:
    """A soft bright bar, upright, in the middle of black."""
    x = np.arange(size[0]) - size[0] / 2 + 0.5
    line = 255 / (1 + (x / width) ** 4)
    return Image.fromarray(np.repeat(line[None, :, None].astype(np.uint8), size[1], 0).repeat(3, 2))
