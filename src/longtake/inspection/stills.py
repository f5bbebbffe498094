"""Facts of a still: PNG, JPEG or WebP, read by Pillow under the same limits as a clip."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from io import FileIO
from pathlib import Path

from PIL import ExifTags, Image

from longtake.errors import MediaError
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.oddities import oddities
from longtake.libav.still_files import open_still
from longtake.media import ClipFacts, ColourTags, Digest, PictureFacts, Size

__all__ = ["is_still", "still_facts", "still_picture"]

# Pillow's mode: FFmpeg's pixel format and its bits a sample.
_MODES = {
    "1": ("monob", 1), "L": ("gray", 8), "LA": ("ya8", 8), "P": ("pal8", 8), "PA": ("pal8", 8), "RGB": ("rgb24", 8),
    "RGBA": ("rgba", 8), "I;16": ("gray16", 16), "I;16B": ("gray16", 16), "I": ("gray16", 16),
    "CMYK": ("cmyk", 8),
}  # fmt: skip
# EXIF orientation: whether left and right are swapped first, then degrees clockwise to stand upright. Any other value
# says nothing.
_UPRIGHT = {
    2: (True, 0), 3: (False, 180), 4: (True, 180), 5: (True, 270), 6: (False, 90), 7: (True, 90), 8: (False, 270),
}  # fmt: skip


def is_still(head: bytes) -> bool:
    """Whether a file that begins with `head` (12 bytes) is a PNG, JPEG or WebP picture."""
    return head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def still_facts(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> ClipFacts:
    """The facts of one picture, decoded whole; it counts as one tick of a second. path: absolute.

    Raises MediaError for a picture that is damaged, beyond `limits`, animated or in colours that are not read.
    """
    with open_regular_file(path, limits) as file:
        digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
        file.seek(0)
        with open_still(file, path, limits) as image:
            if getattr(image, "n_frames", 1) > 1:
                raise MediaError("it is an animated picture", place=str(path), advice=["export it as MP4 or GIF"])
            picture = still_picture(image, path)
            image.load()
            kind = image.format or ""
        return ClipFacts(digest, _length(file), kind.lower(), "still", picture, None, oddities(picture, None))


def still_picture(image: Image.Image, path: Path) -> PictureFacts:
    """The facts of one open picture, not yet decoded. Raises MediaError for colours or a turn that are not taken."""
    if image.mode not in _MODES:
        raise MediaError(f"its colours are {image.mode}", place=str(path), advice=["save it as RGB"])
    is_mirrored, rotation = _UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1), (False, 0))
    pixel_format, depth = _MODES[image.mode]
    width, height = image.size
    return PictureFacts(
        codec=(image.format or "").lower(),
        coded=Size(width, height),
        shown=Size(height, width) if rotation in (90, 270) else Size(width, height),
        pixel_aspect=Fraction(1),
        rotation=rotation,
        pixel_format=pixel_format,
        bit_depth=depth,
        has_alpha=image.has_transparency_data,
        is_interlaced=False,
        colour=ColourTags(),
        time_base=Fraction(1),
        ticks=(0,),
        end_tick=1,
        keyframes=(0,),
        is_mirrored=is_mirrored,
    )


def _length(file: FileIO) -> int:
    return file.seek(0, 2)
