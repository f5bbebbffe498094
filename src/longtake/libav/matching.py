"""The part of conform that matches colours: tables over code values, in 12 bits.

The values are BT.709's, or the clip's own where a stage of colour comes after it: those on which it is decided. The
last scaler brings the picture back to 8 bits and dithers, so that a part of a level is one, and fades without steps.
"""

from __future__ import annotations

from longtake.media import Correction, PictureFacts
from longtake.media.matching import GAIN, LEVEL

__all__ = ["MATCHING", "can_match", "matched_format", "matching_step"]

MATCHING = 1
"""Version of this stage: raised whenever the same correction would give other pictures."""

_UNIT = 16  # parts of a code value of 8 bits that 12 bits have


def can_match(picture: PictureFacts) -> bool:
    """Whether a clip's code values are what this stage works on: YUV of limited range, opaque, progressive, upright."""
    read_as = picture.read_as()
    has_more = picture.has_alpha or picture.is_interlaced or picture.rotation
    return not (read_as.matrix == "rgb" or read_as.full or has_more)


def matched_format(pixel_format: str) -> str:
    """What the stage gives for pictures of such a format: the same layout, in 12 bits."""
    layout = next((name for name in ("444", "422") if name in pixel_format), "420")
    return f"yuv{layout}p12le"


def matching_step(correction: Correction) -> tuple[str, str]:
    """libavfilter's step for pictures of that format: its name and options."""
    pivot = correction.pivot * _UNIT
    luma = f"(val-{pivot})*{correction.gain}/{GAIN}+{pivot}+{_added(correction.luma)}"
    blue, red = (f"val+{_added(part)}" for part in (correction.cb, correction.cr))
    return "lutyuv", ":".join(f"{plane}=round({table})" for plane, table in (("y", luma), ("u", blue), ("v", red)))


def _added(part: int) -> str:
    return f"({part * _UNIT}/{LEVEL})"
