"""What was measured of a clip's pictures and sound: raw series, one value a picture or a slice, never a score.

Measures belong to bytes, as facts do: they are stored under the file's digest. Lumas, chromas and differences are 8-bit
code values of pictures whose longer side is 320 pixels.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

__all__ = ["SLICES_A_SECOND", "THUMB_EDGE", "THUMB_SIZE", "Measures", "PictureMeasures", "SoundMeasures", "Thumbs"]

SLICES_A_SECOND = 50
"""Sound is measured in slices of a fiftieth of a second."""

THUMB_SIZE = 64, 36
"""Width and height of a thumbnail, whatever the shape of the clip: what was squeezed looks the same."""

THUMB_EDGE = 96
"""Of how many pictures at each end of a clip thumbnails are kept."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Thumbs:
    """Thumbnails of the pictures at one end of a clip: 8-bit luma, `THUMB_SIZE`, line by line, picture after picture.

    first: number of the first of them.
    """

    first: int
    count: int
    luma: bytes


@dataclass(frozen=True, slots=True)
class PictureMeasures:
    """One value a picture, all series of one length.

    size: of the pictures that were measured. motion: mean absolute difference of luma to the picture before; 0 for the
    first. luma, cb, cr: means. contrast: standard deviation of luma. sharpness: mean absolute Laplacian of luma.
    noise: its standard deviation, as Immerkær estimates it, at this size. dark: share of pixels that are nearly black.
    across, down: pixels by which the picture as a whole moved since the one before, right and down positive.
    warped: mean absolute difference that is left when the picture before is moved along the optical flow; with
    `motion` it tells what flow explains. cuts: numbers of the pictures that begin another scene.
    head, tail: thumbnails of both ends; of a short clip they overlap.
    """

    size: tuple[int, int]
    motion: tuple[float, ...]
    luma: tuple[float, ...]
    cb: tuple[float, ...]
    cr: tuple[float, ...]
    contrast: tuple[float, ...]
    sharpness: tuple[float, ...]
    noise: tuple[float, ...]
    dark: tuple[float, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]
    warped: tuple[float, ...]
    cuts: tuple[int, ...]
    head: Thumbs
    tail: Thumbs

    @property
    def frames(self) -> int:
        return len(self.motion)


@dataclass(frozen=True, slots=True)
class SoundMeasures:
    """loudness: RMS of each slice in dBFS, all channels together, -120 where it is digital silence. peak: the largest
    sample, 1 is full scale. clipped: how many samples stand at or beyond full scale. first, last: the largest of the
    first and of the last sample's channels: what clicks where a clip is cut there."""

    loudness: tuple[float, ...]
    peak: float
    clipped: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured in the pass that admitted a file; None for what it does not hold."""

    picture: PictureMeasures | None = None
    sound: SoundMeasures | None = None

    def to_json(self) -> str:
        """The stored form: four digits after the point, thumbnails deflated."""
        return json.dumps(
            {name: _written(getattr(self, name)) for name in ("picture", "sound")}, sort_keys=True, allow_nan=False
        )

    @classmethod
    def from_json(cls, text: str) -> Measures:
        """Raises ValueError, KeyError or TypeError if `text` is not what `to_json` writes."""
        value = json.loads(text)
        picture, sound = value["picture"], value["sound"]
        return cls(_picture(picture) if picture else None, _sound(sound) if sound else None)


def _written(one: PictureMeasures | SoundMeasures | None) -> dict[str, Any] | None:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)} if one else None


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Thumbs):
        luma = base64.b64encode(zlib.compress(value.luma)).decode()
        return {"first": value.first, "count": value.count, "luma": luma}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _picture(value: Mapping[str, Any]) -> PictureMeasures:
    thumbs = {name: _thumbs(value[name]) for name in ("head", "tail")}
    series = {name: tuple(one) for name, one in value.items() if name not in thumbs}
    if len({len(one) for name, one in series.items() if name not in ("size", "cuts")}) != 1:
        raise ValueError("series of unlike lengths")
    found: dict[str, Any] = {**thumbs, **series}
    return PictureMeasures(**found)


def _thumbs(value: Mapping[str, Any]) -> Thumbs:
    width, height = THUMB_SIZE
    expected = value["count"] * width * height
    luma = zlib.decompressobj().decompress(base64.b64decode(value["luma"]), expected + 1)
    if len(luma) != expected:
        raise ValueError("thumbnails of another size")
    return Thumbs(value["first"], value["count"], luma)


def _sound(value: Mapping[str, Any]) -> SoundMeasures:
    return SoundMeasures(**{**value, "loudness": tuple(value["loudness"])})
