"""How far, and when, a sound steps back under speech: a gain curve on the sample clock. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from longtake.media import SAMPLE_RATE, GainPoint, Sample, SampleRange, round_half_up
from longtake.storyboard import Duck

__all__ = ["curve_under", "merged"]

_PAUSE = SAMPLE_RATE // 2  # under shorter ones nothing comes up: it would pump (delivery rule A05)


def curve_under(speech: Iterable[SampleRange], duck: Duck) -> tuple[GainPoint, ...]:
    """The gain of a sound under speech: level until the attack, down `ahead` of the first word and until the last, then
    up again. speech: when somebody is heard, in film samples, in any order. A curve may begin before the film does.

    Between two stretches that leave no time to come up and go down again, or half a second at most, it stays down.
    """
    ahead, attack, release = (_samples(length) for length in (duck.ahead, duck.attack, duck.release))
    depth = -abs(round(100 * duck.by))
    points = []
    for start, end in merged(speech, ahead + max(_PAUSE, attack + release)):
        for at, gain in ((start - ahead - attack, 0), (start - ahead, depth), (end, depth), (end + release, 0)):
            points.append(GainPoint(Sample(at), gain))
    return tuple(points)


def merged(ranges: Iterable[SampleRange], pause: int) -> list[tuple[int, int]]:
    """The ranges in order, those with no more than `pause` between them as one."""
    found: list[tuple[int, int]] = []
    for one in sorted(ranges, key=lambda one: one.start):
        if found and one.start - found[-1][1] <= pause:
            found[-1] = found[-1][0], max(found[-1][1], one.end)
        else:
            found.append((one.start, one.end))
    return found


def _samples(seconds: Fraction) -> int:
    return round_half_up(seconds * SAMPLE_RATE)
