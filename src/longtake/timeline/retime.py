"""Retiming: which source pictures stand for each frame of a take, and how they are mixed. Pure, on exact times."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from longtake.media import AS_IT_IS, Distinct, FrameRate, PictureFacts, Retime, distinct_pictures, round_half_up

__all__ = ["ONE", "Shown", "nearest", "pictures_of"]

ONE = 256
"""A whole picture's weight."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a frame shows: picture `first` of the clip, with `weight` 256ths of picture `second` over it.

    Without a weight the two are the same picture.
    """

    first: int
    second: int
    weight: int = 0


def pictures_of(picture: PictureFacts, rate: FrameRate, retime: Retime) -> tuple[Shown, ...]:
    """For each frame of the take what it shows; numbers never fall.

    As it is, a clip of the film's own rate gives its pictures 0, 1, 2, … Raises ValueError for a take that begins after
    its clip's end.
    """
    distinct = _pictures(picture, retime)
    is_mixed = retime.kind in ("blend", "flow")
    shown, at = [], 0
    for frame in range(picture.frames_on(rate, retime.pace)):
        wanted = retime.pace.seconds(frame, rate)
        while at + 1 < len(distinct.times) and distinct.times[at + 1] <= wanted:
            at += 1
        shown.append(_shown(distinct, at, wanted, is_mixed))
    return tuple(shown)


def nearest(picture: PictureFacts, rate: FrameRate) -> tuple[int, ...]:
    """For each film frame k that the clip can fill, the number of the source picture whose time is nearest to k / rate.

    Ties go to the earlier picture. Numbers never fall; at equal rates they are 0, 1, 2, …
    """
    return tuple(shown.first for shown in pictures_of(picture, rate, AS_IT_IS))


def _pictures(picture: PictureFacts, retime: Retime) -> Distinct:
    if retime.leaves_repeats:
        return distinct_pictures(picture)
    times = tuple(tick * picture.time_base for tick in picture.ticks)
    return Distinct(tuple(range(picture.frames)), times, picture.rate, is_regular=False)


def _shown(distinct: Distinct, at: int, wanted: Fraction, is_mixed: bool) -> Shown:
    """What stands at time `wanted`, the picture at place `at` being the last that is not after it."""
    number = distinct.numbers[at]
    if at + 1 == len(distinct.numbers):
        return Shown(number, number)
    after, before = distinct.times[at + 1], distinct.times[at]
    share = (wanted - before) / (after - before)
    weight = round_half_up(share * ONE) if is_mixed else ONE * (share > Fraction(1, 2))
    following = distinct.numbers[at + 1]
    if weight == 0:
        return Shown(number, number)
    return Shown(following, following) if weight == ONE else Shown(number, following, weight)
