"""The backdrop of an animatic: layers seen by a moving camera, blended small and soft, enlarged to the film's size."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from longtake.artwork.camera import Move, Pose, pose_of
from longtake.artwork.chance import Chance
from longtake.artwork.palette import RGB, Tones, code_values
from longtake.artwork.scenery import BEYOND, Layer, Sheet, ground, layers_of
from longtake.libav.enlarging import Enlarger
from longtake.media import Size

if TYPE_CHECKING:
    import av

__all__ = ["Backdrop"]

_PIXELS = 512 * 288  # of the small picture; the look is soft, and every pixel here is blended for each frame
_FAR = 0.25  # depth of the ground
_GROUND_SHRINK = 4  # the ground is all gradient
_MOTES = 1.7  # depth of the lights out of focus before everything

_Grey = NDArray[np.float32]


class Backdrop:
    """Painted once; `frame` looks at it. shade: how strongly the picture is darkened, by row of the frame, 0 to 1."""

    def __init__(self, motif: str, tones: Tones, chance: Chance, film: Size, shade: _Grey) -> None:
        self._size = _small(film)
        width, height = self._size.width, self._size.height
        light = chance.between(0.58, 0.86), chance.between(0.16, 0.42)
        self._ground = _ground_planes(tones, light, self._size)
        self._layers = [_Painted(layer) for layer in layers_of(motif, tones, chance, width, height)]
        self._layers.append(_Painted(Layer(_MOTES, tones.light, _motes(chance, self._size))))
        self._shade = _Shade(shade, tones.near, self._size)
        self._enlarge = Enlarger(self._size, film)

    def frame(self, move: Move, done: float, drift: float) -> av.VideoFrame:
        """The picture when `done` (0 to 1) of the move is done. drift: how far the lights in front have floated."""
        planes = self._ground_seen(pose_of(move, done, _FAR))
        for layer in self._layers:
            pose = pose_of(move, done, layer.depth)
            if layer.depth == _MOTES:
                pose = Pose(pose.x + drift, pose.y + drift * 0.4, pose.zoom)
            layer.over(planes, pose, self._size)
        self._shade.over(planes)
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


class _Shade:
    """A darkening that stays with the frame, for the lettering to stand on."""

    def __init__(self, rows: _Grey, colour: RGB, size: Size) -> None:
        image = Image.fromarray(rows.reshape(-1, 1).astype(np.float32))
        column = np.asarray(image.resize((1, size.height), Image.Resampling.BILINEAR))
        across = np.abs(np.linspace(-1, 1, size.width, dtype=np.float32))[None, :]
        corner = np.float32(0.16) * across * across * across
        self._mask: _Grey = np.clip(column + corner * (1 - column), 0, 1).astype(np.float32)
        self._colour = [np.float32(value) for value in code_values(colour)]

    def over(self, planes: tuple[_Grey, _Grey, _Grey]) -> None:
        half = self._mask[::2, ::2]
        for plane, colour, cover in zip(planes, self._colour, (self._mask, half, half), strict=True):
            _blend(plane, colour, cover)


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


def _ground_planes(tones: Tones, light: tuple[float, float], size: Size) -> tuple[Image.Image, ...]:
    picture = ground(tones, light, max(2, size.width // _GROUND_SHRINK), max(2, size.height // _GROUND_SHRINK))
    planes = code_values((picture[..., 0], picture[..., 1], picture[..., 2]))  # type: ignore[arg-type]
    return tuple(Image.fromarray(np.asarray(plane, np.float32)) for plane in planes)


def _motes(chance: Chance, size: Size) -> Image.Image:
    """Discs of light, large and out of focus."""
    sheet = Sheet(size.width, size.height)
    for _ in range(16):
        radius = chance.between(0.012, 0.075)
        sheet.disc(chance.between(-0.3, 1.3), chance.between(-0.2, 0.9), radius, chance.between(0.05, 0.17))
    return sheet.dried(0.004)
