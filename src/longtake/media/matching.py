"""Matching as a value: what is done to a take's colours near its ends, so that it meets its neighbours.

Every correction is of code values as the clip has them, and fades out over frames of the take's own. A frame's colours
are thus a function of its number alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from longtake.media.time import FrameRange, round_half_up

__all__ = ["GAIN", "LEVEL", "UNCHANGED", "Correction", "Fading", "Match"]

GAIN = 1024
"""A gain of one."""

LEVEL = 16
"""Parts of a code value of 8 bits in which corrections are counted."""

_STEPS = 64
"""In how many steps a correction fades: each is far below what an eye tells."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Luma's distance from `pivot` (a code value of 8 bits) times `gain` 1024ths; then luma, cb and cr are added, in
    16ths of a code value."""

    gain: int = GAIN
    pivot: int = 128
    luma: int = 0
    cb: int = 0
    cr: int = 0

    @property
    def is_nothing(self) -> bool:
        return self.gain == GAIN and not (self.luma or self.cb or self.cr)


UNCHANGED = Correction()


@dataclass(frozen=True, slots=True)
class Fading:
    """A correction of one end of a take. whole: the frame up to which it is there in full at a head, or from which at a
    tail. frames: how many more have something of it."""

    correction: Correction
    whole: int
    frames: int

    def share(self, beyond: int) -> int:
        """How much of it is left so many frames beyond `whole`, in 64ths: smoothly from all of it to nothing."""
        if beyond <= 0:
            return _STEPS
        if beyond > self.frames:
            return 0
        left, all_of_them = self.frames + 1 - beyond, self.frames + 1
        return round_half_up(Fraction(_STEPS * left * left * (3 * all_of_them - 2 * left), all_of_them**3))


@dataclass(frozen=True, slots=True)
class Match:
    """What a take gets at its ends; None for an end that stays as it is. Where both reach, they add up."""

    head: Fading | None = None
    tail: Fading | None = None

    def at(self, frame: int) -> Correction:
        """The correction of frame `frame` of the take."""
        shares = []
        if self.head:
            shares.append((self.head.correction, self.head.share(frame - self.head.whole)))
        if self.tail:
            shares.append((self.tail.correction, self.tail.share(self.tail.whole - frame)))
        parts = [(one, share) for one, share in shares if share]
        return _summed(parts) if parts else UNCHANGED

    def altered(self, frames: int) -> tuple[FrameRange, ...]:
        """The frames of a take of so many that may be altered; each range has one at least."""
        found = []
        if self.head:
            found.append(FrameRange(0, min(frames, self.head.whole + self.head.frames + 1)))
        if self.tail:
            found.append(FrameRange(max(0, self.tail.whole - self.tail.frames), frames))
        return tuple(found)


def _summed(parts: list[tuple[Correction, int]]) -> Correction:
    """One correction for several in part. Their pivots differ by little and their gains are near one, so that their
    sum is taken about the first."""
    gain = sum(share * (one.gain - GAIN) for one, share in parts)
    luma, cb, cr = (sum(share * getattr(one, name) for one, share in parts) for name in ("luma", "cb", "cr"))
    return Correction(GAIN + _part(gain), parts[0][0].pivot, _part(luma), _part(cb), _part(cr))


def _part(amount: int) -> int:
    return (2 * amount + _STEPS) // (2 * _STEPS)
