"""Where a film may go, as data: the limits of each place, with their sources, in `targets.toml` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Literal

from longtake.media.loudness import LoudnessTarget
from longtake.media.picture import Size
from longtake.media.time import FrameRate

__all__ = ["Certainty", "Figure", "Limit", "Target", "load_targets"]

Certainty = Literal["stated", "second hand", "our choice"]
_CERTAINTIES = ("stated", "second hand", "our choice")


@dataclass(frozen=True, slots=True)
class Figure:
    """Where a figure is from: an address or words, the day it was read, and how sure it is."""

    source: str
    read: date
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Limit:
    """From `least` to `most`, both allowed; None where nothing is asked."""

    least: Fraction | None = None
    most: Fraction | None = None

    def allows(self, value: Fraction | int) -> bool:
        return not ((self.least is not None and value < self.least) or (self.most is not None and value > self.most))


@dataclass(frozen=True, slots=True)
class Target:
    """What a film may be at one place. sides: pixels of either side; shape: width to height; seconds: of the film;
    rate: frames a second; bits: a second of picture, at most; bytes: of the file, at most. has_edits: whether edit
    lists are read there; has_words: captions and chapters. figures: by the name of each limit, `loudness` among them.
    """

    name: str
    about: str
    loudness: LoudnessTarget
    figures: Mapping[str, Figure]
    sides: Limit = Limit()
    shape: Limit = Limit()
    seconds: Limit = Limit()
    rate: Limit = Limit()
    bits: int | None = None
    bytes: int | None = None
    has_edits: bool = True
    has_words: bool = True

    def refusals(self, size: Size, rate: FrameRate, seconds: Fraction) -> Iterator[str]:
        """Why a film of this shape, rate and length cannot go there, whatever is done about its size and bytes."""
        if not self.sides.allows(size.short_side) and (self.sides.least or 0) > size.short_side:
            yield f"it wants at least {self.sides.least} pixels each way, the film is {size}"
        if not self.shape.allows(Fraction(size.width, size.height)):
            yield f"it takes shapes from {_ends(self.shape)} of width to height, the film is {size}"
        if not self.rate.allows(rate.fraction):
            yield f"it takes {_ends(self.rate)} frames a second, the film has {rate}"
        if not self.seconds.allows(seconds):
            yield f"it takes films of {_ends(self.seconds)} s, this one lasts {float(seconds):.1f} s"


def _ends(limit: Limit) -> str:
    least, most = (None if end is None else f"{float(end):g}" for end in (limit.least, limit.most))
    if least and most:
        return f"{least} to {most}"
    return f"at most {most}" if most else f"at least {least}"


@cache
def load_targets() -> Mapping[str, Target]:
    """All that we know, by name."""
    table = tomllib.loads(resources.files(__package__).joinpath("targets.toml").read_text("utf-8"))
    return {name: _target(name, row) for name, row in table.items()}


def _target(name: str, row: Mapping[str, Any]) -> Target:
    figures = {key: _figure(name, key, value) for key, value in row.items() if isinstance(value, dict)}
    loud = row["loudness"]
    limits = {key: _limit(row[key]) for key in ("sides", "shape", "seconds", "rate") if key in row}
    return Target(
        name,
        row["about"],
        LoudnessTarget(loud["integrated"], loud["true_peak"]),
        figures,
        **limits,
        bits=row["bits"]["most"] if "bits" in row else None,
        bytes=row["bytes"]["most"] if "bytes" in row else None,
        has_edits=row["edits"],
        has_words=row["words"],
    )


def _figure(name: str, key: str, value: Mapping[str, Any]) -> Figure:
    if value["certainty"] not in _CERTAINTIES:
        raise ValueError(f"target {name}: {key} is {value['certainty']!r}, not one of {', '.join(_CERTAINTIES)}")
    return Figure(value["source"], value["read"], value["certainty"])


def _limit(value: Mapping[str, Any]) -> Limit:
    least, most = (Fraction(value[end]) if end in value else None for end in ("least", "most"))
    return Limit(least, most)
