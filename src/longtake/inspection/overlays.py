"""Facts of a picture that is to lie over a film: a still, or an animated GIF, PNG or WebP, decoded whole by Pillow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

from PIL import Image

from longtake.errors import MediaError
from longtake.inspection.stills import still_picture
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.still_files import pillow_errors
from longtake.media import ClipFacts, Digest, PictureFacts, Size, round_half_up

__all__ = ["overlay_facts"]

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_TICK = Fraction(1, 1000)
_SHORTEST, _INSTEAD = Fraction(11), Fraction(100)  # milliseconds: what browsers do with pictures that name no time


def overlay_facts(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> ClipFacts:
    """The facts of a picture file; `kind` is `still` or `animation`, whose ticks are milliseconds. path: absolute.

    Raises MediaError for a picture that is damaged, beyond `limits` (before its pictures are decoded), mirrored or of
    colours that are not taken.
    """
    with open_regular_file(path, limits) as file, pillow_errors(path):
        digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
        length = file.seek(0, 2)
        file.seek(0)
        with Image.open(file, formats=_FORMATS) as image:
            limits.check_size(path, Size(*image.size))
            count = getattr(image, "n_frames", 1)
            limits.check_animation(path, Size(*image.size), count)
            picture = still_picture(image, path)
            container = (image.format or "").lower()
            if count > 1:
                picture = _animated(picture, list(_durations(image, count, path)), path)
            else:
                image.load()
        return ClipFacts(digest, length, container, "animation" if count > 1 else "still", picture, None, ())


def _animated(picture: PictureFacts, durations: list[Fraction], path: Path) -> PictureFacts:
    if picture.rotation:
        raise MediaError("it is an animation to be shown turned (EXIF)", place=str(path), advice=["save it upright"])
    starts = [round_half_up(time) for time in accumulate(durations, initial=Fraction(0))]
    return replace(
        picture,
        time_base=_TICK,
        ticks=tuple(starts[:-1]),
        end_tick=starts[-1],
        keyframes=(0,),
        has_alpha=True,
    )


def _durations(image: Image.Image, count: int, path: Path) -> Iterator[Fraction]:
    """Decodes each picture and tells its milliseconds. What an APNG shows to other viewers is none of its pictures."""
    size = image.size
    for number in range(1 if getattr(image, "default_image", False) else 0, count):
        image.seek(number)
        if image.size != size:  # a GIF's later picture may widen the canvas, past every limit
            raise MediaError("its pictures are of several sizes", place=str(path), advice=["export it again"])
        image.load()
        found = Fraction(image.info.get("duration") or 0).limit_denominator(65535)
        yield found if found >= _SHORTEST else _INSTEAD
