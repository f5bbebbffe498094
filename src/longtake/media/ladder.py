"""The ladder: which renditions of a film are encoded, as data.

`ladder.toml` beside this file holds the rungs (by short side, for 16:9), their rate caps and the sound rendition. A
rung is named by its shorter side, whichever way the film stands: 720p is 1280x720, 720x1280, 720x720 or 1706x720.
Shapes other than 16:9 and 9:16 keep the rung's short side and scale the caps by (pixels / 16:9 pixels) ^ 0.75.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from longtake.media.picture import Size
from longtake.media.time import FrameRate, round_half_up

__all__ = ["HardwareRung", "Ladder", "Rung", "SoundRung", "capped", "capped_rung", "ladder_for", "sides_of"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One picture rendition: H.264 High at a constant rate factor under a rate cap.

    maxrate and bufsize in bits a second and bits; level as H.264 writes it ("3.1").
    """

    name: str
    size: Size
    crf: int
    preset: str
    maxrate: int
    bufsize: int
    level: str

    @property
    def encoder(self) -> str:
        return "x264"


@dataclass(frozen=True, slots=True)
class HardwareRung(Rung):
    """A rung that a piece of hardware encodes: `by` names it ("nvenc"). crf and preset are turned into its own scales.

    A type of its own and not a field of every rung: what x264 encodes keeps the name it always had in the store.
    """

    by: str

    @property
    def encoder(self) -> str:
        return self.by


@dataclass(frozen=True, slots=True)
class SoundRung:
    """The sound rendition: AAC-LC, stereo, 48 kHz. bitrate in bits a second."""

    name: str = "sound"
    bitrate: int = 128_000


@dataclass(frozen=True, slots=True)
class Ladder:
    """The renditions of a film, best first."""

    rungs: tuple[Rung, ...]
    sound: SoundRung = SoundRung()

    @property
    def top(self) -> Rung:
        return self.rungs[0]

    @property
    def low_sound(self) -> SoundRung:
        """How the sound of `low_rungs` is encoded, where that is asked for."""
        bitrate = _table()["low_sound"]["bitrate"]
        return SoundRung(f"{self.sound.name}{bitrate // 1000}", bitrate)

    @property
    def low_rungs(self) -> tuple[Rung, ...]:
        """Those that a lower sound is for: the small ones, at least the last, and never the first."""
        most, below = _table()["low_sound"]["lines"], self.rungs[1:]
        return tuple(rung for rung in below if rung.size.short_side <= most) or below[-1:]

    def encoded_by(self, hardware: str) -> Ladder:
        """The same ladder with every rung encoded by this hardware: encoders are never mixed."""
        rungs = ({field.name: getattr(rung, field.name) for field in fields(Rung)} for rung in self.rungs)
        return replace(self, rungs=tuple(HardwareRung(**rung, by=hardware) for rung in rungs))


def ladder_for(
    size: Size,
    rate: FrameRate,
    *,
    short_sides: Sequence[int] | None = None,
    preset: str = "veryfast",
    crf: int = 21,
) -> Ladder:
    """The ladder of a film of this size: its own size on top, then the table's rungs below it. Never upscaled.

    short_sides: the wanted rungs ("1080,720"); by default the film's own and every default rung that is at most
    0.8 of it. Raises ValueError with advice for a rung above the film or one that is named twice.
    """
    wanted = _default_sides(size) if short_sides is None else _checked_sides(size, short_sides)
    rungs = tuple(_rung(_scaled(size, side), rate, preset, crf) for side in wanted)
    return Ladder(rungs, SoundRung(bitrate=_table()["sound"]["bitrate"]))


def capped(rung: Rung, rate: FrameRate, maxrate: int) -> Rung:
    """The rung under another cap. maxrate in bits a second; the buffer holds a second of it, as always."""
    return replace(rung, maxrate=maxrate, bufsize=maxrate, level=_level(rung.size, rate, maxrate))


def sides_of(size: Size) -> list[int]:
    """Short sides of all renditions that a film of this size may have, the largest first: its own and the table's."""
    return [size.short_side, *(row["lines"] for row in _table()["rung"] if row["lines"] < size.short_side)]


def capped_rung(like: Rung, size: Size, rate: FrameRate, side: int, most: int | None = None) -> Rung:
    """A rung of a film of this size with that short side, encoded as `like` is: at its usual cap, or at most at `most`
    bits a second, and then with a buffer of half a second."""
    usual = _rung(_scaled(size, side), rate, like.preset, like.crf)
    maxrate = usual.maxrate if most is None else min(most, usual.maxrate)
    bufsize = maxrate if most is None else maxrate // 2
    level = _level(usual.size, rate, maxrate)
    return replace(like, name=usual.name, size=usual.size, maxrate=maxrate, bufsize=bufsize, level=level)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("ladder.toml").read_text("utf-8"))


def _default_sides(size: Size) -> list[int]:
    below = [side for side in _table()["default"] if 10 * side <= 8 * size.short_side]
    return [size.short_side, *below]


def _checked_sides(size: Size, sides: Sequence[int]) -> list[int]:
    if not sides:
        raise ValueError("a ladder has at least one rung")
    if len({side + side % 2 for side in sides}) != len(sides):  # an odd one is made even
        raise ValueError(f"a rung is named twice in {','.join(map(str, sides))}")
    for side in sides:
        if side > size.short_side:
            raise ValueError(f"rung {side} is larger than the film ({size}): a rung is never upscaled; leave it out")
        if side < 64:
            raise ValueError(f"rung {side} is too small: the smallest is 64 lines")
    return sorted(sides, reverse=True)


def _scaled(size: Size, side: int) -> Size:
    """`size` with `side` as its short side, both sides even; the long side rounds to the nearest even number."""
    if side == size.short_side:
        return size
    side += side % 2
    long_side = 2 * round_half_up(Fraction(max(size.width, size.height) * side, 2 * size.short_side))
    return Size(long_side, side) if size.width >= size.height else Size(side, long_side)


def _rung(size: Size, rate: FrameRate, preset: str, crf: int) -> Rung:
    row = min(_table()["rung"], key=lambda row: (abs(row["lines"] - size.short_side), row["lines"]))
    wide = Fraction(16 * size.short_side * size.short_side, 9)
    reference = Fraction(16 * row["lines"] * row["lines"], 9)
    # 0.75 is H61's exponent; the float is rounded to whole kilobits at once, so no drift can enter a recipe.
    scale = float(Fraction(size.pixels) / (wide if row["lines"] == size.short_side else reference)) ** 0.75
    maxrate = 1000 * max(100, round(row["maxrate"] * scale / 1000 / 10) * 10)
    return Rung(f"{size.short_side}p", size, crf, preset, maxrate, maxrate, _level(size, rate, maxrate))


# Level, macroblocks a second, macroblocks a frame, kbit/s in High profile: H.264 table A-1 (High is 1.25 × Main).
_LEVELS = (
    ("1.3", 11_880, 396, 960),
    ("2.1", 19_800, 792, 5_000),
    ("3.0", 40_500, 1_620, 12_500),
    ("3.1", 108_000, 3_600, 17_500),
    ("3.2", 216_000, 5_120, 25_000),
    ("4.0", 245_760, 8_192, 25_000),
    ("4.2", 522_240, 8_704, 62_500),
    ("5.0", 589_824, 22_080, 168_750),
    ("5.1", 983_040, 36_864, 300_000),
    ("5.2", 2_073_600, 36_864, 300_000),
)


def _level(size: Size, rate: FrameRate, maxrate: int) -> str:
    """The lowest level that size, rate and bit rate fit (Apple's rule 1.19: no higher than needed). A side may have as
    many blocks as the root of eight times what a frame may (A.3.1), which only very long shapes come near."""
    wide, high = -(-size.width // 16), -(-size.height // 16)
    blocks, longest = wide * high, max(wide, high)
    for level, per_second, per_frame, kbits in _LEVELS:
        fits = blocks <= per_frame and longest * longest <= 8 * per_frame
        if fits and blocks * rate.fraction <= per_second and maxrate <= 1000 * kbits:
            return level
    raise ValueError(f"{size} at {rate} frames a second is beyond H.264 level 5.2: choose a smaller frame or rate")
