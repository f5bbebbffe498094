"""Opening stills: the author's PNG, JPEG or WebP, by Pillow, under the same limits as a clip."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from longtake.errors import MediaError
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.media import Size

__all__ = ["open_still", "pillow_errors"]

_FORMATS = ("PNG", "JPEG", "WEBP")
# What Pillow's readers raise on bytes that are wrong: their own errors, and those of code that trusted the bytes.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, LookupError, ArithmeticError, struct.error, zlib.error)


@contextmanager
def open_still(file: FileIO, path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Iterator[Image.Image]:
    """The picture in an open file, not yet decoded; path: for messages.

    Raises MediaError for one beyond `limits` before anything is decoded, and within the `with` for one that turns out
    to be damaged.
    """
    with pillow_errors(path), Image.open(file, formats=_FORMATS) as image:
        limits.check_size(path, Size(*image.size))
        yield image


@contextmanager
def pillow_errors(path: Path) -> Iterator[None]:
    """MediaError for what Pillow raises on bytes that are wrong."""
    advice = ("save it again as PNG or JPEG",)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a stray EXIF tag harms nothing
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaError(f"the picture is too large: {error}", place=str(path), advice=("make it smaller",)) from error
    except UnidentifiedImageError as error:
        raise MediaError("it is damaged, or no PNG, JPEG or WebP picture", place=str(path), advice=advice) from error
    except _DAMAGE as error:
        raise MediaError(f"its picture is damaged: {error}", place=str(path), advice=advice) from error
