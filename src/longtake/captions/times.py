"""Times as subtitle files write them: whole milliseconds."""

from __future__ import annotations

from longtake.media import FrameRate, round_half_up

__all__ = ["milliseconds", "stamp"]


def milliseconds(frame: int, rate: FrameRate) -> int:
    """When a film frame begins, to the nearest millisecond."""
    return round_half_up(rate.seconds(frame) * 1000)


def stamp(milli: int, point: str) -> str:
    """`00:01:02.500`, with `point` before the milliseconds."""
    seconds, milli = divmod(milli, 1000)
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}{point}{milli:03}"
