"""Which pictures of a clip are fit to be shown: what is left out at its ends, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from longtake.media.time import FrameRange

__all__ = ["Cause", "Trim", "Usable"]

Cause = Literal["black", "cut", "doubled", "fade", "flash", "settling", "still"]


@dataclass(frozen=True, slots=True)
class Trim:
    """Pictures that are left out at one end. frames: how many, counted from that end; the longest of an end's trims
    counts. confidence: 0 to 1, the share of planted faults of that cause that are told to within two pictures."""

    end: Literal["head", "tail"]
    cause: Cause
    frames: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Usable:
    """frames: how many pictures the clip has. trims: in no order that matters."""

    frames: int
    trims: tuple[Trim, ...] = ()

    @property
    def head(self) -> int:
        """Pictures to leave out at the beginning."""
        return max((trim.frames for trim in self.trims if trim.end == "head"), default=0)

    @property
    def tail(self) -> int:
        """Pictures to leave out at the end."""
        return max((trim.frames for trim in self.trims if trim.end == "tail"), default=0)

    @property
    def range(self) -> FrameRange:
        """The pictures that are fit to be shown; at least one."""
        return FrameRange(self.head, max(self.head + 1, self.frames - self.tail))
