"""What is unusual about a clip, in plain sentences: a person should know it, and conforming deals with it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from longtake.media import PictureFacts, SoundFacts

__all__ = ["oddities"]


def oddities(picture: PictureFacts | None, sound: SoundFacts | None) -> tuple[str, ...]:
    """The sentences, in a fixed order; none for a plain clip."""
    found = list(_of_picture(picture)) if picture else []
    if picture and sound:
        found += _of_both(picture, sound)
    return tuple(found)


def _of_picture(picture: PictureFacts) -> Iterator[str]:
    if picture.is_variable:
        yield f"its rate is variable, {float(picture.rate):.3f} pictures a second on average"
    if picture.is_interlaced:
        yield "it is interlaced"
    if picture.rotation:
        yield f"it is turned by {picture.rotation}° clockwise to stand upright"
    if picture.is_mirrored:
        yield "it is stored mirrored, and shown as the camera meant it"
    if picture.pixel_format == "cmyk":
        yield "its colours are for print (CMYK); it is shown in those of a screen"
    if picture.pixel_aspect != 1:
        yield f"its pixels are not square ({picture.pixel_aspect}): {picture.coded} is shown as {picture.shown}"
    if not picture.shown.is_even:
        yield f"its size is odd ({picture.shown})"
    if picture.bit_depth > 8:
        yield f"it has {picture.bit_depth} bits a sample"
    if picture.has_alpha:
        yield "it has transparency"
    if picture.colour.is_hdr:
        yield f"it is HDR ({picture.colour.transfer})"


def _of_both(picture: PictureFacts, sound: SoundFacts) -> Iterator[str]:
    step = picture.seconds / picture.frames
    late, over = sound.start, sound.start + sound.seconds - picture.seconds
    if abs(late) > step:
        yield f"its sound begins {_apart(late)} its first picture"
    if abs(over) > step:
        yield f"its sound ends {_apart(over)} its last picture"


def _apart(seconds: Fraction) -> str:
    return f"{float(abs(seconds)):.2f} s {'after' if seconds > 0 else 'before'}"
