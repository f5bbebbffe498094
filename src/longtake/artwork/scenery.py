"""Scenery: what stands in an animatic's picture, as a far ground and flat layers at depths, chosen by its words.

Shapes are placed in parts of the frame: (0, 0) is the top left of what the camera sees at rest, (1, 1) the bottom right.
Layers reach beyond it on every side, for the camera to move over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from longtake.artwork.chance import Chance
from longtake.artwork.palette import RGB, Tones

__all__ = ["BEYOND", "Layer", "Sheet", "ground", "layers_of", "motif_of"]

BEYOND = 0.3
"""How far every layer reaches beyond the frame, on each side, in parts of the frame."""

_FINE = 2
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """One flat layer. mask: its coverage, 0 to 255, mode L, the frame and BEYOND around it. depth: 1 at the subject."""

    depth: float
    colour: RGB
    mask: Image.Image


class Sheet:
    """A mask being drawn, for a frame of width x height pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._frame = width * _FINE, height * _FINE
        self._image = Image.new("L", (self._x(1 + BEYOND), self._y(1 + BEYOND)))
        self._pen = ImageDraw.Draw(self._image)
        self._reach = min(width, height)

    def _x(self, part: float) -> int:
        return round((part + BEYOND) * self._frame[0])

    def _y(self, part: float) -> int:
        return round((part + BEYOND) * self._frame[1])

    def shape(self, points: Sequence[Point], strength: float = 1.0) -> None:
        """A filled polygon."""
        self._pen.polygon([(self._x(x), self._y(y)) for x, y in points], fill=round(255 * strength))

    def box(self, left: float, top: float, right: float, bottom: float, strength: float = 1.0) -> None:
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], strength)

    def disc(self, x: float, y: float, radius: float, strength: float = 1.0) -> None:
        """A round disc; radius in parts of the frame's shorter side. It adds to what is there."""
        reach = radius * self._reach * _FINE
        left, top = self._x(x), self._y(y)
        patch = Image.new("L", (round(2 * reach) + 4,) * 2)
        ImageDraw.Draw(patch).ellipse((1, 1, patch.width - 2, patch.height - 2), fill=round(255 * strength))
        corner = left - patch.width // 2, top - patch.height // 2
        self._image.paste(255, corner, patch)

    def dried(self, blur: float = 0.0) -> Image.Image:
        """The mask. blur: in parts of the frame's shorter side."""
        reduced = self._image.reduce(_FINE)
        return reduced.filter(ImageFilter.GaussianBlur(max(blur * self._reach, 0.6)))


_MOTIFS = (
    ("sea", "sea ocean beach shore coast lake river harbour harbor water waves boat ship island rain"),
    ("city", "city street roof roofs rooftop town skyline balcony tower towers alley traffic urban downtown market"),
    ("forest", "forest wood woods tree trees jungle garden park grove orchard leaves"),
    ("room", "room kitchen house office home desk counter table bed bedroom window studio cafe shop hall indoors cup "
             "corridor lab kitchenette living workshop door"),
    ("hills", "hill hills mountain mountains desert field fields road valley sky meadow farm dunes snow plain horizon"),
)  # fmt: skip


def motif_of(place: str, words: str) -> str:
    """The kind of scenery: what the place says, else what happens, else `lights`, which is no place at all."""
    for text in (place, words):
        said = re.findall(r"[a-z]+", text.lower())
        for word in said:
            for motif, names in _MOTIFS:
                if word in names.split():
                    return motif
    return "lights"


def layers_of(motif: str, tones: Tones, chance: Chance, width: int, height: int) -> list[Layer]:
    """The layers from far to near. width, height: of the frame they are seen in."""
    paint: Callable[..., list[tuple[float, RGB, Image.Image]]] = _PAINTERS[motif]
    return [Layer(*layer) for layer in paint(lambda: Sheet(width, height), tones, chance)]


def ground(tones: Tones, light: Point, width: int, height: int) -> NDArray[np.float64]:
    """The farthest ground: a sky with a glow at `light`, R'G'B' from 0 to 1, the frame and BEYOND around it."""
    rows, columns = round(height * (1 + 2 * BEYOND)), round(width * (1 + 2 * BEYOND))
    y = ((np.arange(rows) + 0.5) / height - BEYOND)[:, None, None]
    x = ((np.arange(columns) + 0.5) / width - BEYOND)[None, :, None]
    down = _smooth(np.clip((y + 0.15) / 0.95, 0, 1))
    sky = np.array(tones.high) + (np.array(tones.low) - np.array(tones.high)) * down
    shape = width / height
    away = ((x - light[0]) * shape) ** 2 + (y - light[1]) ** 2
    glow = 0.62 / (1 + away / 0.07) + 0.30 / (1 + away / 0.5)
    lit: NDArray[np.float64] = sky + (np.array(tones.light) - sky) * np.clip(glow, 0, 1)
    return lit


def _smooth(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return value * value * (3 - 2 * value)


def _ridge(chance: Chance, base: float, height: float, stations: int) -> list[Point]:
    """A closed outline: rolling ground from `base` upwards by at most `height`, down to below the frame."""
    low, high = -BEYOND, 1 + BEYOND
    octaves = [(count, [chance.between(-1, 1) for _ in range(count + 2)]) for count in (stations, stations * 3)]
    line = []
    for step in range(241):
        part = step / 240
        rise = sum(_between(peaks, part * count) / (1 + 3 * place) for place, (count, peaks) in enumerate(octaves))
        line.append((low + (high - low) * part, base - height * (0.5 + 0.42 * rise)))
    return [(low, high), *line, (high, high)]


def _between(peaks: list[float], at: float) -> float:
    station = int(at)
    part = at - station
    return peaks[station] + (peaks[station + 1] - peaks[station]) * part * part * (3 - 2 * part)


def _hills(new: Callable[[], Sheet], tones: Tones, chance: Chance) -> list[tuple[float, RGB, Image.Image]]:
    far, middle, near = new(), new(), new()
    far.shape(_ridge(chance, 0.66, 0.26, 5))
    middle.shape(_ridge(chance, 0.82, 0.24, 4))
    near.shape(_ridge(chance, 1.02, 0.20, 3))
    return [(0.45, tones.far, far.dried()), (0.8, tones.middle, middle.dried()), (1.25, tones.near, near.dried(0.008))]


def _sea(new: Callable[[], Sheet], tones: Tones, chance: Chance) -> list[tuple[float, RGB, Image.Image]]:
    far, water, near = new(), new(), new()
    far.shape(_ridge(chance, 0.60, 0.12, 4))
    water.box(-BEYOND, 0.58, 1 + BEYOND, 1 + BEYOND)
    for _ in range(46):
        down = chance.between(0, 1)
        y, x = 0.585 + 0.40 * down * down, chance.between(-0.2, 1.2)
        half, thick = chance.between(0.02, 0.07) * (0.4 + down), 0.0015 + 0.005 * down
        water.shape([(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)], chance.between(0.45, 0.85))
    near.shape(_ridge(chance, 1.06, 0.16, 2))
    return [(0.4, tones.far, far.dried()), (0.75, tones.middle, water.dried()), (1.3, tones.near, near.dried(0.010))]


def _city(new: Callable[[], Sheet], tones: Tones, chance: Chance) -> list[tuple[float, RGB, Image.Image]]:
    far, middle, near = new(), new(), new()
    _skyline(far, chance, 0.62, 0.34, 0.045)
    _skyline(middle, chance, 0.78, 0.34, 0.075)
    _skyline(near, chance, 1.00, 0.18, 0.19)
    return [(0.45, tones.far, far.dried()), (0.8, tones.middle, middle.dried()), (1.25, tones.near, near.dried(0.006))]


def _skyline(sheet: Sheet, chance: Chance, base: float, height: float, width: float) -> None:
    left = -BEYOND
    while left < 1 + BEYOND:
        wide = width * chance.between(0.6, 1.5)
        top = base - height * chance.between(0.1, 1) * chance.between(0.35, 1)
        sheet.box(left, top, left + wide, 1 + BEYOND)
        if chance.between(0, 1) < 0.25:
            sheet.box(left + wide * 0.45, top - 0.05, left + wide * 0.48, top)
        if chance.between(0, 1) < 0.35:
            sheet.box(left + wide * 0.2, top - 0.02, left + wide * 0.7, top)
        left += wide * chance.between(0.86, 1.12)


def _forest(new: Callable[[], Sheet], tones: Tones, chance: Chance) -> list[tuple[float, RGB, Image.Image]]:
    far, middle, near = new(), new(), new()
    far.shape(_ridge(chance, 0.70, 0.10, 5))
    _trunks(far, chance, 30, 0.006)
    middle.shape(_ridge(chance, 0.84, 0.10, 4))
    _trunks(middle, chance, 13, 0.014)
    near.shape(_ridge(chance, 1.02, 0.14, 3))
    _trunks(near, chance, 3, 0.045)
    return [(0.45, tones.far, far.dried()), (0.8, tones.middle, middle.dried()), (1.3, tones.near, near.dried(0.012))]


def _trunks(sheet: Sheet, chance: Chance, count: int, thick: float) -> None:
    pitch = (1 + 2 * BEYOND) / count
    for number in range(count):
        x = -BEYOND + (number + chance.between(0.1, 0.9)) * pitch
        wide, lean = thick * chance.between(0.6, 1.4), chance.between(-0.03, 0.03)
        sheet.shape([(x - wide, 1.3), (x + wide, 1.3), (x + lean + wide * 0.6, -0.3), (x + lean - wide * 0.6, -0.3)])


def _room(new: Callable[[], Sheet], tones: Tones, chance: Chance) -> list[tuple[float, RGB, Image.Image]]:
    window, middle, near = new(), new(), new()
    left = chance.one_of((0.10, 0.18, 0.56))
    for column in range(2):
        for row in range(2):
            x, y = left + 0.145 * column, 0.10 + 0.235 * row
            window.box(x, y, x + 0.135, y + 0.22, 0.85)
    slant = 0.10 if left < 0.4 else -0.10
    window.shape(
        [(left + slant, 0.66), (left + 0.28 + slant, 0.66), (left + 0.40 + 3 * slant, 0.80), (left + 3 * slant, 0.80)],
        0.30,
    )
    middle.box(-BEYOND, 0.70, 1 + BEYOND, 1 + BEYOND)
    at = 0.70 if left < 0.4 else 0.16
    for step in range(3):
        x, tall, wide = at + 0.085 * step, chance.between(0.08, 0.24), chance.between(0.016, 0.030)
        middle.shape([(x - wide, 0.71), (x + wide, 0.71), (x + wide * 0.9, 0.70 - tall), (x - wide * 0.9, 0.70 - tall)])
        middle.disc(x, 0.70 - tall, wide * 1.3)
    near.shape(_ridge(chance, 0.95, 0.02, 2))
    return [
        (0.5, tones.light, window.dried(0.006)),
        (0.85, tones.middle, middle.dried(0.002)),
        (1.25, tones.near, near.dried(0.012)),
    ]


def _lights(new: Callable[[], Sheet], tones: Tones, chance: Chance) -> list[tuple[float, RGB, Image.Image]]:
    far, middle, near = new(), new(), new()
    for sheet, count, radius, strength in ((far, 12, 0.30, 0.42), (middle, 9, 0.20, 0.5)):
        for _ in range(count):
            size = radius * chance.between(0.35, 1.1)
            sheet.disc(chance.between(-0.25, 1.25), chance.between(-0.1, 0.85), size, strength * chance.between(0.4, 1))
    near.shape(_ridge(chance, 1.02, 0.22, 2))
    return [(0.4, tones.far, far.dried(0.01)), (0.8, tones.accent, middle.dried(0.005)),
            (1.25, tones.near, near.dried(0.02))]  # fmt: skip


_PAINTERS: dict[str, Callable[..., list[tuple[float, RGB, Image.Image]]]] = {
    "hills": _hills, "sea": _sea, "city": _city, "forest": _forest, "room": _room, "lights": _lights,
}  # fmt: skip
