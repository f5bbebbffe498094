"""What a prompt is written for: one stretch of a shot that is made in one go."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from longtake.catalogue.modes import Kind
from longtake.storyboard import ContinuingWay

__all__ = ["Beat", "Moment"]


@dataclass(frozen=True, slots=True)
class Beat:
    """What happens from one second to another, counted from the first frame that shows; half-open."""

    text: str
    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Moment:
    """What of a shot one request makes. seconds: what shows of it; head: the handle before that, in seconds. beats:
    what happens in it one after the other; () for the whole action. continues: how it goes on from the take before it;
    None where it begins anew. part: which one of how many parts of a split shot, from 1. kind: what it is made from.
    has_sound: whether the take is made with sound."""

    seconds: Fraction
    head: Fraction = Fraction(0)
    beats: tuple[Beat, ...] = ()
    continues: ContinuingWay | None = None
    part: tuple[int, int] = (1, 1)
    kind: Kind = "text"
    has_sound: bool = False
