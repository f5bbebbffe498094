"""A user's MoviePy clip as pictures and sound of ours: written to files that storyboards and `assemble` take.

MoviePy is imported in here only, when a clip is written: it reads `.env` files as it is imported. Whoever calls this
does so in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longtake.errors import ArtworkError, MissingExtraError
from longtake.libav.lossless import LosslessWriter
from longtake.media import SAMPLE_RATE, FrameRate, Size, round_half_up

__all__ = ["MoviePyPictures", "write_clip", "write_layers"]

_DIGITS = 5


@dataclass(frozen=True, slots=True)
class MoviePyPictures:
    """What was written. frames: on the rate's grid; has_sound: whether it is in the file."""

    frames: int
    has_sound: bool


def write_clip(
    make: Callable[[], Any], path: Path, rate: FrameRate, tell: Callable[[int, int], None]
) -> MoviePyPictures:
    """The clip that `make` returns as one lossless QuickTime file, with its sound. tell: called with pictures written
    and their number. Raises ArtworkError, MissingExtraError, and whatever the clip itself raises."""
    clip = _made(make)
    if clip.mask is not None:
        raise ArtworkError(
            "the clip is transparent in places, and a shot is not",
            advice=("write it to a folder, as an overlay", "or put something behind it: clip.with_background_color(…)"),
        )
    frames = _frames(clip, rate)
    with LosslessWriter(path, Size(*clip.size), rate, has_sound=clip.audio is not None) as writer:
        for number, picture in enumerate(_pictures(clip, rate, frames)):
            writer.add_picture(picture)
            if clip.audio is not None:
                writer.add_sound(_sound(clip.audio, rate.samples(number), rate.samples(number + 1)))
            tell(number + 1, frames)
    return MoviePyPictures(frames, clip.audio is not None)


def write_layers(
    make: Callable[[], Any], folder: Path, rate: FrameRate, tell: Callable[[int, int], None]
) -> MoviePyPictures:
    """The clip that `make` returns as numbered PNG files with alpha, for an overlay; its sound is left out."""
    from PIL import Image

    clip = _made(make)
    frames = _frames(clip, rate)
    folder.mkdir()
    for number, picture in enumerate(_pictures(clip, rate, frames)):
        image = Image.fromarray(np.dstack([picture, _alpha(clip, number, rate, picture.shape[:2])]))
        image.save(folder / f"{number:0{_DIGITS}}.png", compress_level=1)
        tell(number + 1, frames)
    return MoviePyPictures(frames, has_sound=False)


def _made(make: Callable[[], Any]) -> Any:
    try:
        from moviepy import VideoClip
    except ImportError as error:
        raise MissingExtraError(
            "a MoviePy clip needs MoviePy, which is not installed", advice=("pip install 'longtake[moviepy]'",)
        ) from error
    clip = make()
    if not isinstance(clip, VideoClip):
        raise ArtworkError(f"a MoviePy clip was expected, not {type(clip).__name__}", advice=("return a VideoClip",))
    return clip


def _frames(clip: Any, rate: FrameRate) -> int:
    """The clip's length on the grid: MoviePy's own is a float."""
    if clip.duration is None:
        raise ArtworkError("the clip has no end", advice=("give it one: clip.with_duration(4)",))
    return max(1, round_half_up(Fraction(clip.duration).limit_denominator(SAMPLE_RATE) * rate.fraction))


def _pictures(clip: Any, rate: FrameRate, frames: int) -> Iterator[NDArray[np.uint8]]:
    """Each picture at its frame's time, height x width x 3."""
    for number in range(frames):
        picture = np.asarray(clip.get_frame(float(rate.seconds(number))))
        codes: NDArray[np.uint8] = np.clip(picture, 0, 255).astype(np.uint8)
        yield codes[..., :3]


def _alpha(clip: Any, number: int, rate: FrameRate, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    if clip.mask is None:
        return np.full(shape, 255, np.uint8)
    mask = np.asarray(clip.mask.get_frame(float(rate.seconds(number))))
    alpha: NDArray[np.uint8] = np.rint(np.clip(mask, 0, 1) * 255).astype(np.uint8)
    return alpha


def _sound(audio: Any, start: int, end: int) -> NDArray[np.float32]:
    """Samples [start, end) at 48 kHz, stereo; silence where the sound is over."""
    samples = np.zeros((end - start, 2), np.float32)
    heard = max(0, min(end, round_half_up(Fraction(audio.duration or 0) * SAMPLE_RATE)) - start)
    if heard:
        times = (start + np.arange(heard)) / SAMPLE_RATE
        samples[:heard] = np.asarray(audio.get_frame(times)).reshape(heard, -1)
    return samples
