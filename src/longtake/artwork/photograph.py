"""Photographs: the author's own picture file, opened under limits and made plain R'G'B' of sRGB, upright and opaque."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageCms, ImageOps

from longtake.errors import MediaError
from longtake.libav.files import open_regular_file
from longtake.libav.limits import DEFAULT_LIMITS, MediaLimits
from longtake.libav.still_files import open_still

__all__ = ["cutout", "photograph", "scaling_toolchain"]


def scaling_toolchain() -> str:
    """Name and version of what reads, turns and scales pictures for us."""
    return f"Pillow {PIL.__version__}"


def photograph(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Image.Image:
    """The picture as mode RGB, 8 bits, turned upright, laid over black where it is transparent.

    Colours with an ICC profile are brought to sRGB; those without one are sRGB. Raises MediaError for a file that is
    missing, damaged, beyond `limits` (before anything is decoded) or neither PNG, JPEG nor WebP.
    """
    with open_regular_file(path, limits) as file, open_still(file, path, limits) as image:
        upright = ImageOps.exif_transpose(image)
        return _opaque(_eight_bits(upright), path)


def cutout(image: Image.Image, path: Path) -> Image.Image:
    """An open picture as mode RGBA, 8 bits, upright, its colours in sRGB and not multiplied by alpha."""
    upright = _eight_bits(ImageOps.exif_transpose(image))
    pixels = upright.convert("RGBA")
    picture = _to_srgb(pixels.convert("RGB"), upright, path)
    picture.putalpha(pixels.getchannel("A"))
    return picture


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey as 8-bit grey, rounded; every other picture as it is."""
    if not image.mode.startswith("I"):
        return image
    deep = np.asarray(image).astype(np.uint32)
    return Image.fromarray(((deep * 255 + 32767) // 65535).astype(np.uint8))


def _opaque(image: Image.Image, path: Path) -> Image.Image:
    if not image.has_transparency_data:
        return _to_srgb(image if image.mode == "CMYK" else image.convert("RGB"), image, path)
    pixels = image.convert("RGBA")
    colours = _to_srgb(pixels.convert("RGB"), image, path)
    return Image.composite(colours, Image.new("RGB", image.size), pixels.getchannel("A"))


def _to_srgb(colours: Image.Image, source: Image.Image, path: Path) -> Image.Image:
    """`colours` in sRGB, read by the ICC profile of `source` if it has one of the same kind."""
    profile = source.info.get("icc_profile")
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
        if space is None or space.profile.xcolor_space.strip() != colours.mode:
            return colours.convert("RGB")
        converted = ImageCms.profileToProfile(colours, space, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (OSError, ImageCms.PyCMSError) as error:
        raise MediaError(
            f"its colour profile cannot be used: {error}", place=str(path), advice=("save it as sRGB",)
        ) from error
    assert converted is not None
    return converted
