"""What a clip is: the facts that inspection measures once and every later room relies on.

Facts belong to bytes: they carry the digest of the file they were measured from and are stored under it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Any

from longtake.media.digest import Digest, canonical_json, later
from longtake.media.grading import NOMINAL_PEAK, REFERENCE_WHITE, WIDE_PRIMARIES, Grading
from longtake.media.picture import Colour, Size
from longtake.media.retiming import AS_IT_IS, Pace
from longtake.media.time import FrameRate

__all__ = ["USUAL_RATES", "ClipFacts", "ColourTags", "PictureFacts", "SoundFacts"]

USUAL_RATES = (
    *(Fraction(rate) for rate in range(1, 241)),
    *(Fraction(1000 * rate, 1001) for rate in (24, 30, 48, 60, 120, 240)),
    *(Fraction(rate, 2) for rate in (15, 25)),
)


_MATRICES = ("bt709", "smpte170m", "bt470bg", "bt2020nc")
_TRANSFERS = (
    "bt709", "smpte170m", "smpte240m", "bt470m", "bt470bg", "iec61966-2-1", "iec61966-2-4", "bt1361e", "bt2020-10",
    "bt2020-12", "smpte2084", "arib-std-b67",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColourTags:
    """Colour as the file is tagged, by FFmpeg's names; None where it says nothing (most generated clips). peak: nits of
    the screen that the clip was mastered on."""

    matrix: str | None = None
    primaries: str | None = None
    transfer: str | None = None
    full: bool | None = None
    peak: int | None = None

    @property
    def is_hdr(self) -> bool:
        return self.transfer in ("smpte2084", "arib-std-b67")

    @property
    def unreadable(self) -> str:
        """The tag that nothing here can read, such as `matrix ictcp`; empty where there is none."""
        if self.matrix and self.matrix not in _MATRICES:
            return f"matrix {self.matrix}"
        return f"transfer {self.transfer}" if self.transfer and self.transfer not in _TRANSFERS else ""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The pictures of a clip, or the one picture of a still.

    coded: size as decoded; shown: size in square pixels, upright. rotation: degrees clockwise to turn the decoded
    picture upright (0, 90, 180, 270). ticks: presentation time of each picture in `time_base`, from 0 at the first;
    end_tick: where the last one ends. keyframes: numbers (presentation order) of pictures that decode alone.
    is_mirrored: a still whose left and right are to be swapped before it is turned. repeats:
    numbers of pictures that only repeat the one before.
    """

    codec: str
    coded: Size
    shown: Size
    pixel_aspect: Fraction
    rotation: int
    pixel_format: str
    bit_depth: int
    has_alpha: bool
    is_interlaced: bool
    colour: ColourTags
    time_base: Fraction
    ticks: tuple[int, ...]
    end_tick: int
    keyframes: tuple[int, ...]
    is_mirrored: bool = later(False)
    repeats: tuple[int, ...] = ()

    @property
    def frames(self) -> int:
        return len(self.ticks)

    @property
    def seconds(self) -> Fraction:
        return self.end_tick * self.time_base

    @property
    def rate(self) -> Fraction:
        """Pictures a second: exact when the rate is constant, else the average.

        Matroska counts in milliseconds and GIF in hundredths, so that a constant rate takes turns between two steps:
        then the usual rate that fits within a tick.
        """
        steps = {after - before for before, after in pairwise(self.ticks)}
        if not steps or self.is_variable:
            return self.frames / self.seconds
        if len(steps) == 1:
            return 1 / (steps.pop() * self.time_base)
        between, span = self.frames - 1, self.ticks[-1] * self.time_base
        nearest = min(USUAL_RATES, key=lambda rate: abs(between / rate - span))
        return nearest if abs(between / nearest - span) <= self.time_base else between / span

    @property
    def is_variable(self) -> bool:
        """Whether steps differ by more than rounding explains: by one tick, where a step has four ticks or more."""
        steps = {after - before for before, after in pairwise(self.ticks)}
        return len(steps) > 1 and (max(steps) - min(steps) > 1 or min(steps) < 4)

    def frames_on(self, rate: FrameRate, pace: Pace = AS_IT_IS.pace) -> int:
        """How many frames of a film at `rate` the clip can fill, at least one; never past its end. A tick's rounding in
        the file (milliseconds in WebM) costs no frame: up to a tenth of a frame is made up."""
        return pace.frames(self.seconds, rate, self.time_base)

    def read_as(self) -> Colour:
        """How the code values are read: as tagged, else BT.709 from 720 lines up and 601 below (limited unless
        tagged full), or BT.2020 if the rest of the tags says so; RGB pictures need no matrix but are full range."""
        is_2020 = self.colour.is_hdr or self.colour.primaries == "bt2020"
        if self.pixel_format.startswith(("rgb", "bgr", "gbr", "pal", "argb", "abgr", "gray", "mono", "ya", "cmyk")):
            matrix, full = "rgb", True
        else:
            untagged = "bt2020nc" if is_2020 else "bt709" if self.shown.height >= 720 else "smpte170m"
            matrix = self.colour.matrix or untagged
            full = self.pixel_format.startswith("yuvj") if self.colour.full is None else self.colour.full
        fallback = "smpte170m" if matrix in ("smpte170m", "bt470bg") else "bt709"
        primaries = "bt2020" if is_2020 or matrix == "bt2020nc" else fallback
        return Colour(matrix, self.colour.primaries or primaries, self.colour.transfer or fallback, full)

    def grading(self) -> Grading | None:
        """How the colours are brought to BT.709's; None where reading them does that, which is so for most clips.

        Primaries that BT.709's nearly are (BT.601's) stay: clips that say nothing were made on sRGB screens.
        """
        colour = self.read_as()
        primaries = colour.primaries if colour.primaries in WIDE_PRIMARIES else "bt709"
        if not colour.is_hdr:
            return Grading(primaries) if primaries != "bt709" else None
        mastered = self.colour.peak if colour.transfer == "smpte2084" else None
        return Grading(primaries, colour.transfer, max(mastered or NOMINAL_PEAK, REFERENCE_WHITE))


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """The sound of a clip. start: seconds from the first picture's time to the first sample (may be negative).
    samples: how many the decoder really gave, at sample_rate."""

    codec: str
    sample_rate: int
    channels: int
    start: Fraction
    samples: int

    @property
    def seconds(self) -> Fraction:
        return Fraction(self.samples, self.sample_rate)


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """An admitted file: decoded whole, once, in a limited child.

    kind: `video`, `still`, `sound` or `lut` (a table of colours); `animation` and `font` are for what lies over a film.
    """

    digest: Digest
    size_bytes: int
    container: str
    kind: str
    picture: PictureFacts | None = None
    sound: SoundFacts | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The stored form; ticks are written as runs of equal steps."""
        value = json.loads(canonical_json(self))
        if self.picture:
            value["picture"]["ticks"] = _to_runs(self.picture.ticks)
        return json.dumps(value, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ClipFacts:
        """Raises ValueError, KeyError or TypeError if `text` is not what `to_json` writes."""
        value = _plain(json.loads(text))
        picture, sound = value.pop("picture"), value.pop("sound")
        if picture:
            for name in ("coded", "shown"):
                picture[name] = Size(**picture[name])
            picture["colour"] = ColourTags(**picture["colour"])
            picture["ticks"] = _from_runs(picture["ticks"])
            for name in ("keyframes", "repeats"):
                picture[name] = tuple(picture[name])
            for name in ("pixel_aspect", "time_base"):
                picture[name] = Fraction(picture[name])
        if sound:
            sound["start"] = Fraction(sound["start"])
        value["notes"] = tuple(value["notes"])
        return cls(
            **value,
            picture=PictureFacts(**picture) if picture else None,
            sound=SoundFacts(**sound) if sound else None,
        )


def _to_runs(ticks: tuple[int, ...]) -> list[list[int]]:
    steps = [after - before for before, after in pairwise(ticks)]
    return [[step, sum(1 for _ in run)] for step, run in groupby(steps)]


def _from_runs(runs: Iterable[list[int]]) -> tuple[int, ...]:
    return _ticks(tuple((step, count) for step, count in runs))


@lru_cache(maxsize=256)
def _ticks(runs: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Kept, for the clips of a film are often of one length and rate: hundreds of them then share one tuple."""
    return tuple(accumulate((step for step, count in runs for _ in range(count)), initial=0))


def _plain(value: Any) -> Any:
    """The same value without the type names that a canonical form carries."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key}
    return value
