"""How large a media file may claim to be before anything of it is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from longtake.errors import MediaError
from longtake.media import Size

__all__ = ["DEFAULT_LIMITS", "MediaLimits"]


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """pixels: of one picture. seconds: of a clip, and of a file that holds sound only. rate: pictures a second.
    animation_pixels: of all pictures of an animated one together.

    Each check raises MediaError that names the file, what was found, the limit and a way out.
    """

    pixels: int = 8192 * 4352
    streams: int = 8
    clip_seconds: int = 10 * 60
    sound_seconds: int = 3 * 60 * 60
    rate: int = 240
    file_bytes: int = 4 << 30
    animation_pictures: int = 10_000
    animation_pixels: int = 1 << 31
    font_bytes: int = 64 << 20

    @property
    def pictures(self) -> int:
        """The most pictures that a clip holds without breaking another limit."""
        return self.clip_seconds * self.rate

    def check_bytes(self, path: Path, count: int) -> None:
        if count > self.file_bytes:
            raise _beyond(path, f"it has {count} bytes", f"{self.file_bytes} bytes", "cut it into shorter files")

    def check_streams(self, path: Path, count: int) -> None:
        if count > self.streams:
            raise _beyond(path, f"it holds {count} streams", f"{self.streams}", "export one picture and one sound")

    def check_size(self, path: Path, size: Size) -> None:
        if size.pixels > self.pixels:
            raise _beyond(path, f"its pictures are {size}", f"{self.pixels} pixels", "make the pictures smaller")

    def check_rate(self, path: Path, rate: Fraction) -> None:
        if rate > self.rate:
            raise _beyond(
                path, f"it has {float(rate):.0f} pictures a second", f"{self.rate}", "export it at a usual rate"
            )

    def check_seconds(self, path: Path, seconds: Fraction, *, has_pictures: bool) -> None:
        longest = self.clip_seconds if has_pictures else self.sound_seconds
        if seconds > longest:
            raise _beyond(path, f"it lasts {float(seconds):.0f} s", f"{longest} s", "cut it into shorter files")

    def check_pictures(self, path: Path, count: int) -> None:
        if count > self.pictures:
            raise _beyond(path, f"it has {count} pictures or more", f"{self.pictures}", "cut it into shorter files")

    def check_animation(self, path: Path, size: Size, count: int) -> None:
        if count > self.animation_pictures:
            raise _beyond(path, f"it has {count} pictures", f"{self.animation_pictures}", "bring it as a clip")
        if count * size.pixels > self.animation_pixels:
            found = f"its {count} pictures of {size} have {count * size.pixels} pixels together"
            raise _beyond(path, found, f"{self.animation_pixels}", "make it smaller or shorter")

    def check_font_bytes(self, path: Path, count: int) -> None:
        if count > self.font_bytes:
            raise _beyond(path, f"the font has {count} bytes", f"{self.font_bytes} bytes", "keep one face of it")


DEFAULT_LIMITS = MediaLimits()


def _beyond(path: Path, found: str, limit: str, way_out: str) -> MediaError:
    return MediaError(f"{found}, and the limit is {limit}", place=str(path), advice=[way_out])
