"""Retiming: which source picture stands for each frame of the film's grid. Pure arithmetic on exact times."""

from __future__ import annotations

from fractions import Fraction

from longtake.media import FrameRate, PictureFacts

__all__ = ["NEAREST", "nearest"]

NEAREST = "nearest"


def nearest(picture: PictureFacts, rate: FrameRate) -> tuple[int, ...]:
    """For each film frame k that the clip can fill, the number of the source picture whose time is nearest to k / rate.

    Ties go to the earlier picture. Numbers never fall; at equal rates they are 0, 1, 2, …
    """
    numbers, at = [], 0
    tick = Fraction(1, 1) / (rate.fraction * picture.time_base)  # one film frame in the clip's ticks
    ticks = picture.ticks
    for frame in range(picture.frames_on(rate)):
        wanted = frame * tick
        while at + 1 < len(ticks) and abs(ticks[at + 1] - wanted) < abs(ticks[at] - wanted):
            at += 1
        numbers.append(at)
    return tuple(numbers)
