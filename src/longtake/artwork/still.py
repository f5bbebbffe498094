"""A still: the author's own picture with a camera move over it, seen afresh for every frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from longtake.artwork.palette import code_values
from longtake.artwork.photograph import photograph
from longtake.errors import ArtworkError
from longtake.libav.planes import blank_frame, planes_of
from longtake.media import FrameRate, Size
from longtake.media.camera import BREATH, Move, Pose, Stage, flat_move, pose_of, progress, stage_for

if TYPE_CHECKING:
    import av

__all__ = ["StandingStill", "StillReader"]

Fit = Literal["fill", "blur"]

_MARGIN = 8  # pixels of repeated edge around the stage, for filters to look at; chroma has half
_BLUR_SHRINK = 8
_DIM_LUMA, _DIM_CHROMA = 0.75, 0.8  # of the fill behind a contained picture, as clips have it
_HIGHEST = (235, 240, 240)


class StillReader:
    """Frames of one picture, at the film's size. Every frame is a pure function of the arguments and the file's bytes.

    Raises MediaError as `photograph` does, ArtworkError for a size that 4:2:0 cannot hold.
    """

    def __init__(self, path: Path, fit: Fit, move: str, size: Size, rate: FrameRate, frames: int) -> None:
        if not size.is_even:
            raise ArtworkError(
                f"a still of {size} was asked for: both sides must be even",
                place=str(path),
                advice=("set the film's frame to an even size",),
            )
        self._size, self._frames = size, frames
        self._move = flat_move(move, BREATH)
        picture = photograph(path)
        self._stage = stage_for(Size(*picture.size), size, fit, self._move)
        self._planes = _planes(_staged(picture, self._stage, self._move, size, fit))

    def frame(self, number: int) -> av.VideoFrame:
        """Frame `number` of the shot: yuv420p, BT.709 limited. Raises IndexError outside the shot."""
        if not 0 <= number < self._frames:
            raise IndexError(f"frame {number} was asked of a still of {self._frames} frames")
        pose = pose_of(self._move, progress(number, self._frames), depth=1.0)
        frame = blank_frame(self._size.width, self._size.height)
        for place, (target, plane) in enumerate(zip(planes_of(frame), self._planes, strict=True)):
            _round_into(target, self._seen(plane, pose, target.shape, is_chroma=place > 0), _HIGHEST[place])
        return frame

    def close(self) -> None:
        """Nothing is held open."""

    def _seen(self, plane: Image.Image, pose: Pose, shape: tuple[int, ...], *, is_chroma: bool) -> NDArray[np.float32]:
        margin = _MARGIN // 2 if is_chroma else _MARGIN
        across, down = (plane.width - 2 * margin) / self._stage.width, (plane.height - 2 * margin) / self._stage.height
        half = 0.5 / (self._stage.zoom * pose.zoom)
        x, y = self._stage.width / 2 + pose.x, self._stage.height / 2 + pose.y
        # 4:2:0 has its chroma on the left one of two luma columns: a quarter of a chroma column left of their middle.
        aside = 2 * half * across / shape[1] * 0.25 if is_chroma else 0.0
        left, right = margin + (x - half) * across - aside, margin + (x + half) * across - aside
        box = left, margin + (y - half) * down, right, margin + (y + half) * down
        kernel = Image.Resampling.BILINEAR if is_chroma else Image.Resampling.BICUBIC
        return np.array(plane.resize((shape[1], shape[0]), kernel, box=box))


class StandingStill:
    """A part of one picture, the same at every frame number: what a view looks at.

    box: left, top, right and bottom edge in pixels of the upright picture; it is brought to `size`. Raises MediaError
    as `photograph` does.
    """

    def __init__(self, path: Path, box: tuple[int, int, int, int], size: Size) -> None:
        picture = photograph(path).resize((size.width, size.height), Image.Resampling.LANCZOS, box=box)
        luma, cb, cr = _components(picture)
        self._frame = blank_frame(size.width, size.height)
        planes = (luma, _sited(cb), _sited(cr))
        for place, (target, plane) in enumerate(zip(planes_of(self._frame), planes, strict=True)):
            _round_into(target, plane, _HIGHEST[place])

    def frame(self, _: int) -> av.VideoFrame:
        """The picture: yuv420p, BT.709 limited."""
        return self._frame

    def close(self) -> None:
        """Nothing is held open."""


def _sited(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """A chroma plane at half the size each way, its samples on the left one of their two columns, as 4:2:0 has them."""
    height, width = plane.shape
    edged = Image.fromarray(np.pad(plane, ((0, 0), (1, 0)), mode="edge"))
    half = edged.resize((width // 2, height // 2), Image.Resampling.BILINEAR, box=(0.5, 0, width + 0.5, height))
    return np.array(half)


def _round_into(target: NDArray[np.uint8], plane: NDArray[np.float32], highest: int) -> None:
    np.rint(plane, out=plane)
    np.clip(plane, 16, highest, out=plane)
    np.copyto(target, plane, casting="unsafe")


def _staged(picture: Image.Image, stage: Stage, move: Move, film: Size, fit: Fit) -> Image.Image:
    """The stage in pixels, as many as the film has where the move is nearest."""
    nearest = stage.zoom * (1 + abs(move.push))
    width, height = (
        2 * round(side * reach * nearest / 2)
        for side, reach in ((film.width, stage.width), (film.height, stage.height))
    )
    if fit == "fill" or _same_shape(picture, film):
        return _covering(picture, width, height)
    # Whole in the widest view, touching the frame; a move then takes off no more than a fill would crop.
    scale = min(width / stage.zoom / picture.width, height / stage.zoom / picture.height)
    front = picture.resize(
        (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.LANCZOS
    )
    back = _behind(picture, width, height)
    back.paste(front, ((width - front.width) // 2, (height - front.height) // 2))
    return back


def _same_shape(picture: Image.Image, film: Size) -> bool:
    """Whether the two differ by half a per cent at most, as `placement` has it for clips."""
    shapes = picture.width * film.height, picture.height * film.width
    return abs(shapes[0] - shapes[1]) * 200 <= shapes[1]


def _covering(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The middle of the picture that has the shape of width x height, at that size."""
    scale = max(width / picture.width, height / picture.height)
    across, down = width / scale, height / scale
    left, top = (picture.width - across) / 2, (picture.height - down) / 2
    box = max(left, 0.0), max(top, 0.0), min(left + across, picture.width), min(top + down, picture.height)
    return picture.resize((width, height), Image.Resampling.LANCZOS, box=box)


def _behind(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The picture covering all, out of focus, darker and paler."""
    small = _covering(picture, max(2, width // _BLUR_SHRINK), max(2, height // _BLUR_SHRINK))
    soft = np.asarray(small.filter(ImageFilter.GaussianBlur(min(small.size) / 15)), np.float64)
    luma = (0.2126 * soft[..., 0] + 0.7152 * soft[..., 1] + 0.0722 * soft[..., 2])[..., None]
    dimmed = luma * _DIM_LUMA + (soft - luma) * _DIM_CHROMA
    image = Image.fromarray(np.rint(np.clip(dimmed, 0, 255)).astype(np.uint8))
    return image.resize((width, height), Image.Resampling.BICUBIC)


def _planes(stage: Image.Image) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Luma, and cb and cr at half the size each way: code values with fractions, mode F, with a margin around."""
    luma, cb, cr = _components(stage)
    return _margined(luma, _MARGIN), _margined(_halved(cb), _MARGIN // 2), _margined(_halved(cr), _MARGIN // 2)


def _components(picture: Image.Image) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Luma, cb and cr of every pixel: code values with fractions."""
    red, green, blue = (np.asarray(band, np.float32) / np.float32(255) for band in picture.split())
    luma, cb, cr = (np.asarray(plane, np.float32) for plane in code_values((red, green, blue)))  # type: ignore[arg-type]
    return luma, cb, cr


def _halved(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(Image.fromarray(plane).reduce(2))


def _margined(plane: NDArray[np.float32], margin: int) -> Image.Image:
    return Image.fromarray(np.pad(plane, margin, mode="edge"))
