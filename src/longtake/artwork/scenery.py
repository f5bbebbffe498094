"""Scenery: what stands in an animatic's picture, as a far ground and flat layers at depths, chosen by its words.

Shapes are placed on a stage: across, 0 is the frame's left edge and 1 its right; down, 0 is the frame's top and 1 the
floor, where the words begin and the nearest layer stands. Layers reach beyond the frame, for the camera to move over.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from longtake.artwork.chance import Chance
from longtake.artwork.palette import Tones
from longtake.artwork.sheet import BEYOND, Layer, Point, Sheet

__all__ = ["ground", "layers_of", "motes", "motif_of"]

_ABOVE, _BELOW = -2.0, 4.0  # beyond every layer, in parts of the stage
_MOTES_DEPTH = 1.7


_MOTIFS = (
    ("sea", "sea ocean beach shore coast lake river harbour harbor bay pier boat ship island waves water"),
    ("city", "city street streets roof roofs rooftop rooftops town skyline balcony tower towers alley traffic urban "
             "downtown market square bridge station"),
    ("forest", "forest wood woods tree trees jungle garden park grove orchard"),
    ("room", "room kitchen house office home desk counter table bed bedroom window studio cafe café shop hall indoors "
             "corridor lab living workshop door restaurant library school cup"),
    ("hills", "hill hills mountain mountains desert field fields road valley meadow farm dunes dune snow plain horizon "
              "sky cliff canyon"),
)  # fmt: skip


def motif_of(place: str, words: str) -> str:
    """The kind of scenery: what the place says, else what happens, else `lights`, which is no place at all."""
    for text in (place, words):
        for word in re.findall(r"\w+", text.lower()):
            for motif, names in _MOTIFS:
                if word in names.split():
                    return motif
    return "lights"


def layers_of(motif: str, tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    """The layers of a motif from far to near, each drawn on a `new` sheet."""
    return _PAINTERS[motif](tones, chance, new)


def motes(tones: Tones, chance: Chance, sheet: Sheet) -> Layer:
    """The nearest layer of all: discs of light out of focus."""
    for _ in range(18):
        radius = chance.between(0.012, 0.075)
        sheet.disc(chance.between(-0.3, 1.3), chance.between(-0.25, 1.1), radius, chance.between(0.05, 0.18))
    return Layer(_MOTES_DEPTH, tones.light, sheet.dried(0.004))


def ground(tones: Tones, sun: Point, *, is_open: bool, width: int, height: int) -> NDArray[np.float64]:
    """The farthest ground: a sky with a glow at `sun`, which is seen itself if the place `is_open`.

    sun: in parts of the frame. R'G'B' from 0 to 1, the frame and BEYOND around it.
    """
    rows, columns = round(height * (1 + 2 * BEYOND)), round(width * (1 + 2 * BEYOND))
    y = ((np.arange(rows) + 0.5) / height - BEYOND)[:, None, None]
    x = ((np.arange(columns) + 0.5) / width - BEYOND)[None, :, None]
    sky = _mixed(np.array(tones.high), np.array(tones.low), _smooth((y + 0.15) / 0.85))
    shorter = min(width, height)
    away = ((x - sun[0]) * (width / shorter)) ** 2 + ((y - sun[1]) * (height / shorter)) ** 2
    lit = _mixed(sky, np.array(tones.light), np.clip(0.55 / (1 + away / 0.06) + 0.28 / (1 + away / 0.5), 0, 1))
    if not is_open:
        return lit
    return _mixed(lit, np.array(tones.light), 0.85 * _smooth((0.0080 - away) / 0.0032))


def _mixed(one: NDArray[np.float64], other: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    return one + (other - one) * share


def _smooth(value: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.clip(value, 0, 1)
    smooth: NDArray[np.float64] = kept * kept * (3 - 2 * kept)
    return smooth


def _ridge(chance: Chance, base: float, height: float, stations: int) -> list[Point]:
    """A closed outline: rolling ground from `base` upwards by at most `height`, down to below everything."""
    low, high = -BEYOND, 1 + BEYOND
    octaves = [(count, [chance.between(-1, 1) for _ in range(count + 2)]) for count in (stations, stations * 3)]
    line = []
    for step in range(321):
        part = step / 320
        rise = sum(_between(peaks, part * count) / (1 + 4 * place) for place, (count, peaks) in enumerate(octaves))
        line.append((low + (high - low) * part, base - height * (0.5 + 0.42 * rise)))
    return [(low, _BELOW), *line, (high, _BELOW)]


def _between(peaks: list[float], at: float) -> float:
    station = int(at)
    part = at - station
    return peaks[station] + (peaks[station + 1] - peaks[station]) * part * part * (3 - 2 * part)


def _hills(tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    far, middle, near = new(), new(), new()
    far.shape(_ridge(chance, 0.80, 0.42, 5))
    middle.shape(_ridge(chance, 0.98, 0.32, 4))
    near.shape(_ridge(chance, 1.10, 0.17, 3))
    return [
        Layer(0.45, tones.far, far.dried(mist=0.75)),
        Layer(0.80, tones.middle, middle.dried(mist=0.25)),
        Layer(1.25, tones.near, near.dried(0.004)),
    ]


def _sea(tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    far, water, near = new(), new(), new()
    far.shape(_ridge(chance, 0.80, 0.20, 4))
    water.box(-BEYOND, 0.76, 1 + BEYOND, _BELOW, 0.92)
    for _ in range(60):
        down = chance.between(0, 1)
        y, x = 0.775 + 0.24 * down * down, chance.between(-0.25, 1.25)
        half, thick = chance.between(0.015, 0.06) * (0.4 + down), 0.0022 + 0.006 * down
        water.shape([(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)], chance.between(0.35, 0.75))
    near.shape(_ridge(chance, 1.08, 0.12, 2))
    return [
        Layer(0.40, tones.far, far.dried(mist=0.5)),
        Layer(0.75, tones.middle, water.dried()),
        Layer(1.30, tones.near, near.dried(0.006)),
    ]


def _city(tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    far, middle, near = new(), new(), new()
    _skyline(far, chance, 0.92, 0.60, 0.05, windows=0)
    _skyline(middle, chance, 1.0, 0.50, 0.085, windows=0.4)
    _skyline(near, chance, 1.08, 0.17, 0.19, windows=0)
    return [
        Layer(0.45, tones.far, far.dried(mist=0.8)),
        Layer(0.80, tones.middle, middle.dried(mist=0.15)),
        Layer(1.25, tones.near, near.dried(0.003)),
    ]


def _skyline(sheet: Sheet, chance: Chance, base: float, height: float, width: float, *, windows: float) -> None:
    left = -BEYOND
    while left < 1 + BEYOND:
        wide = width * chance.between(0.6, 1.5)
        top = base - height * (0.12 + 0.88 * chance.between(0.1, 1) * chance.between(0.4, 1))
        sheet.box(left, top, left + wide, _BELOW)
        roof = chance.between(0, 1)
        if roof < 0.22:
            sheet.box(left + wide * 0.45, top - 0.07, left + wide * 0.45 + 0.003, top)
        elif roof < 0.5:
            sheet.box(left + wide * 0.2, top - 0.025, left + wide * 0.7, top)
        if windows:
            _windows(sheet, chance, (left, top, left + wide), base, windows)
        left += wide * chance.between(0.88, 1.0)


def _windows(sheet: Sheet, chance: Chance, block: tuple[float, float, float], base: float, lit: float) -> None:
    """Windows that let the sky through, on a grid; only some."""
    left, top, right = block
    count = max(2, round((right - left) / 0.016))
    pitch, y = (right - left) / count, top + 0.03
    while y < base:
        for column in range(1, count - 1):
            if chance.between(0, 1) < lit:
                x = left + (column + 0.28) * pitch
                sheet.box(x, y, x + pitch * 0.44, y + 0.020, 0.62)
        y += 0.045


def _forest(tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    far, middle, near = new(), new(), new()
    far.shape(_ridge(chance, 0.90, 0.10, 5))
    _trunks(far, chance, 34, 0.005)
    middle.shape(_ridge(chance, 1.0, 0.10, 4))
    _trunks(middle, chance, 12, 0.013)
    near.shape(_ridge(chance, 1.09, 0.15, 3))
    return [
        Layer(0.45, tones.far, far.dried(mist=0.6)),
        Layer(0.80, tones.middle, middle.dried(mist=0.2)),
        Layer(1.25, tones.near, near.dried(0.006)),
    ]


def _trunks(sheet: Sheet, chance: Chance, count: int, thick: float) -> None:
    pitch = (1 + 2 * BEYOND) / count
    for number in range(count):
        x = -BEYOND + (number + chance.between(0.1, 0.9)) * pitch
        wide, lean = thick * chance.between(0.6, 1.4), chance.between(-0.02, 0.02)
        top, foot = x + lean * 2, 1.05
        sheet.shape(
            [(x - wide, foot), (x + wide, foot), (top + wide * 0.6, _ABOVE / 2), (top - wide * 0.6, _ABOVE / 2)]
        )
        for _ in range(2):
            y, side = chance.between(-0.2, 0.55), chance.one_of((-1, 1))
            at, reach = x + lean * (1 - y) * 0.9, chance.between(2.5, 6) * thick * side
            sheet.shape([(at, y + 0.02), (at + reach, y - abs(reach) * 1.1), (at, y - thick)])


def _room(tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    window, middle, near = new(), new(), new()
    at = chance.one_of((-1, 1))
    left = 0.14 if at < 0 else 0.55
    for column in range(2):
        for row in range(2):
            x, y = left + 0.155 * column, 0.20 + 0.265 * row
            window.box(x, y, x + 0.148, y + 0.25, 0.9)
    lamp = left + 0.56 * -at + (0.30 if at > 0 else 0.0)
    middle.box(lamp - 0.0015, _ABOVE, lamp + 0.0015, 0.26)
    middle.turned(lamp, [(0.115, 0.0), (0.11, 0.03), (0.05, 0.085), (0.02, 0.10), (0.012, 0.13)], 0.36)
    middle.box(-BEYOND, 0.93, 1 + BEYOND, _BELOW)
    _table_things(middle, chance, lamp)
    near.shape(_ridge(chance, 1.06, 0.012, 2))
    return [
        Layer(0.50, tones.light, window.dried(0.005)),
        Layer(0.85, tones.middle, middle.dried(0.0015)),
        Layer(1.25, tones.near, near.dried(0.006)),
    ]


_VASE = [(0.0, 0.0), (0.035, 0.0), (0.062, 0.06), (0.060, 0.12), (0.022, 0.18), (0.020, 0.21), (0.030, 0.23)]
_BOWL = [(0.0, 0.0), (0.030, 0.0), (0.034, 0.012), (0.075, 0.045), (0.085, 0.080)]
_CUP = [(0.0, 0.0), (0.028, 0.0), (0.040, 0.014), (0.044, 0.050), (0.046, 0.078)]
_BOTTLE = [(0.0, 0.0), (0.030, 0.0), (0.034, 0.02), (0.034, 0.13), (0.012, 0.18), (0.011, 0.24), (0.014, 0.25)]


def _table_things(sheet: Sheet, chance: Chance, middle: float) -> None:
    """A few things on the table, beside each other under the lamp."""
    for place, profile in enumerate((chance.one_of((_VASE, _BOTTLE)), _CUP, chance.one_of((_BOWL, _CUP)))):
        x = middle + (place - 1) * 0.105 + chance.between(-0.012, 0.012)
        sheet.turned(x, profile, 0.935)
        if profile is _VASE:
            for lean in (-0.05, -0.012, 0.035):
                sheet.shape([(x - 0.0016, 0.66), (x + 0.0016, 0.66), (x + lean, 0.44)])
                for leaf in range(4):
                    sheet.disc(x + lean * (0.4 + 0.2 * leaf), 0.572 - 0.044 * leaf, 0.015)


def _lights(tones: Tones, chance: Chance, new: Callable[[], Sheet]) -> list[Layer]:
    far, middle, near = new(), new(), new()
    for sheet, count, radius, strength in ((far, 12, 0.30, 0.42), (middle, 9, 0.19, 0.5)):
        for _ in range(count):
            size = radius * chance.between(0.35, 1.1)
            sheet.disc(chance.between(-0.25, 1.25), chance.between(-0.1, 1.0), size, strength * chance.between(0.4, 1))
    near.shape(_ridge(chance, 1.10, 0.16, 2))
    return [
        Layer(0.40, tones.far, far.dried(0.008)),
        Layer(0.80, tones.accent, middle.dried(0.004)),
        Layer(1.25, tones.near, near.dried(0.012)),
    ]


_PAINTERS: dict[str, Callable[[Tones, Chance, Callable[[], Sheet]], list[Layer]]] = {
    "hills": _hills, "sea": _sea, "city": _city, "forest": _forest, "room": _room, "lights": _lights,
}  # fmt: skip
