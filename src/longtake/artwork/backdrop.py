"""The backdrop of an animatic: layers seen by a moving camera, blended small and soft, enlarged to the film's size."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from longtake.artwork.chance import Chance
from longtake.artwork.palette import RGB, Tones, code_values
from longtake.artwork.scenery import ground, layers_of, motes
from longtake.artwork.sheet import BEYOND, Layer, Sheet
from longtake.libav.enlarging import Enlarger
from longtake.media import Size
from longtake.media.camera import Move, Pose, pose_of

if TYPE_CHECKING:
    import av

__all__ = ["Backdrop"]

_PIXELS = 640 * 360  # of the small picture; the look is soft, and every pixel here is blended for each frame
_FAR = 0.25  # depth of the ground
_GROUND_SHRINK = 3  # the ground is all gradient
_OPEN = ("hills", "sea", "city")  # motifs under an open sky
_FADE = 0.16  # how softly the shade begins, in parts of the frame's height
_DARKEST = np.float32(0.86)  # how much of the picture the shade covers
_HEADER = 0.22  # how far the header's veil reaches, in parts of the frame's shorter side

_Grey = NDArray[np.float32]


class Backdrop:
    """Painted once; `frame` looks at it. floor: where the words begin, in parts of the frame's height; the picture is
    composed above it and dark below. The picture's top fades into its sky, for the header to stand on."""

    def __init__(self, motif: str, tones: Tones, chance: Chance, film: Size, floor: float) -> None:
        self._size = _small(film)
        sun = chance.between(0.60, 0.84), floor * chance.between(0.34, 0.56)
        self._ground = _ground_planes(tones, sun, motif in _OPEN, self._size)

        def new() -> Sheet:
            return Sheet(self._size.width, self._size.height, floor)

        self._layers = [_Painted(layer) for layer in layers_of(motif, tones, chance, new)]
        self._motes = _Painted(motes(tones, chance, new()))
        self._veils = _shade(floor, tones.near, self._size), _header(tones.high, self._size)
        self._enlarge = Enlarger(self._size, film)

    def frame(self, move: Move, done: float, drift: float) -> av.VideoFrame:
        """The picture when `done` (0 to 1) of the move is done. drift: how far the motes in front have floated."""
        planes = self._ground_seen(pose_of(move, done, _FAR))
        for layer in self._layers:
            layer.over(planes, pose_of(move, done, layer.depth), self._size)
        pose = pose_of(move, done, self._motes.depth)
        self._motes.over(planes, Pose(pose.x + drift, pose.y + drift * 0.4, pose.zoom), self._size)
        for veil in self._veils:
            veil.over(planes)
        return self._enlarge(planes)

    def _ground_seen(self, pose: Pose) -> tuple[_Grey, _Grey, _Grey]:
        width, height = self._size.width, self._size.height
        luma, cb, cr = self._ground
        return (
            seen(luma, pose, width, height),
            seen(cb, pose, width // 2, height // 2),
            seen(cr, pose, width // 2, height // 2),
        )


class _Painted:
    """A layer with its colour as code values and its mask from 0 to 1."""

    def __init__(self, layer: Layer) -> None:
        self.depth = layer.depth
        self._colour = [np.float32(value) for value in code_values(layer.colour)]
        self._mask = Image.fromarray(np.asarray(layer.mask, np.float32) / np.float32(255))

    def over(self, planes: tuple[_Grey, _Grey, _Grey], pose: Pose, size: Size) -> None:
        mask = seen(self._mask, pose, size.width, size.height)
        half = mask[::2, ::2]
        for plane, colour, cover in zip(planes, self._colour, (mask, half, half), strict=True):
            _blend(plane, colour, cover)


class _Veil:
    """A colour that stays with the frame. mask: how much of it covers the picture's rows from row `first` on."""

    def __init__(self, colour: RGB, mask: _Grey, first: int = 0) -> None:
        self._colour = [np.float32(value) for value in code_values(colour)]
        self._mask, self._half, self._first = mask, np.ascontiguousarray(mask[::2, ::2]), first

    def over(self, planes: tuple[_Grey, _Grey, _Grey]) -> None:
        firsts, masks = (self._first, self._first // 2, self._first // 2), (self._mask, self._half, self._half)
        for plane, colour, mask, first in zip(planes, self._colour, masks, firsts, strict=True):
            _blend(plane[first : first + len(mask)], colour, mask)


def _shade(floor: float, colour: RGB, size: Size) -> _Veil:
    """Dark from the floor down, for the words to stand on; it fades in from a little above."""
    rows = (np.arange(size.height, dtype=np.float32) + np.float32(0.5)) / np.float32(size.height)
    first = max(0, int((floor - _FADE / 2) * size.height)) // 2 * 2
    column = _DARKEST * _smooth((rows[first:] - np.float32(floor - _FADE / 2)) / np.float32(_FADE))
    return _Veil(colour, np.repeat(column[:, None], size.width, axis=1).astype(np.float32), first)


def _header(colour: RGB, size: Size) -> _Veil:
    """The sky's own colour at the top, fading out downwards."""
    count = max(2, round(_HEADER * min(size.width, size.height)) // 2 * 2)
    rows = (np.arange(count, dtype=np.float32) + np.float32(0.5)) / np.float32(count)
    column = np.float32(0.75) * _smooth(np.float32(1) - rows)
    return _Veil(colour, np.repeat(column[:, None], size.width, axis=1).astype(np.float32))


def _smooth(value: _Grey) -> _Grey:
    kept = np.clip(value, 0, 1)
    smooth: _Grey = kept * kept * (3 - 2 * kept)
    return smooth


def seen(image: Image.Image, pose: Pose, width: int, height: int) -> _Grey:
    """What the camera sees of an image of mode F that reaches BEYOND the frame: width x height, a new array."""
    across, down = image.width / (1 + 2 * BEYOND), image.height / (1 + 2 * BEYOND)
    half = 0.5 / pose.zoom
    x = min(max(BEYOND + 0.5 + pose.x, half), 1 + 2 * BEYOND - half)
    y = min(max(BEYOND + 0.5 + pose.y, half), 1 + 2 * BEYOND - half)
    box = ((x - half) * across, (y - half) * down, (x + half) * across, (y + half) * down)
    box = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], image.width), min(box[3], image.height))
    return np.array(image.resize((width, height), Image.Resampling.BILINEAR, box=box))


def _blend(plane: _Grey, colour: np.float32, cover: _Grey) -> None:
    """plane = plane + cover x (colour - plane), in place."""
    change = colour - plane
    change *= cover
    plane += change


def _small(film: Size) -> Size:
    """The size to blend at: the film's shape, both sides even, never larger than the film."""
    if film.pixels <= _PIXELS:
        return film
    width = isqrt(_PIXELS * film.width // film.height)
    return Size(max(2, width // 2 * 2), max(2, _PIXELS // max(width, 1) // 2 * 2))


def _ground_planes(tones: Tones, sun: tuple[float, float], is_open: bool, size: Size) -> tuple[Image.Image, ...]:
    width, height = max(2, size.width // _GROUND_SHRINK), max(2, size.height // _GROUND_SHRINK)
    picture = ground(tones, sun, is_open=is_open, width=width, height=height)
    planes = code_values((picture[..., 0], picture[..., 1], picture[..., 2]))  # type: ignore[arg-type]
    return tuple(Image.fromarray(np.asarray(plane, np.float32)) for plane in planes)
