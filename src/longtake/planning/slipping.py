"""Which shots may slip: show other frames of their takes, as many and in the same place in the film."""

from __future__ import annotations

from longtake.media import FrameRange
from longtake.planning.takes import Takes

__all__ = ["room_of"]


def room_of(takes: Takes, number: int) -> FrameRange | None:
    """The frames of its take among which what shot `number` shows may slip; None where it stays.

    It stays where no join beside it is chosen by measure, where the author says what shows, and where something is tied
    to what shows: words that are said, a sound or a picture that it was made from, a take that begins with its last
    shown frame.
    """
    material, joins = takes.materials[number], takes.timing.joins
    beside = joins[max(0, number - 1) : number + 1]
    if material.shot.trim != "auto" and not any(join.by for join in beside):
        return None
    loose = _is_loose_take(takes, number) if number in takes.segments else _is_loose_clip(takes, number)
    return FrameRange(0, takes.timing.ranges[number][0]) if loose else None


def _is_loose_clip(takes: Takes, number: int) -> bool:
    shot = takes.materials[number].shot
    is_placed = shot.trim != "auto" and (shot.trim is not None or shot.length == "auto")
    is_ramp = shot.speed is not None and shot.speed.is_ramp
    return takes.materials[number].kind == "footage" and not is_placed and not is_ramp


def _is_loose_take(takes: Takes, number: int) -> bool:
    material, segment = takes.materials[number], takes.segments[number]
    if not material.is_drawn or material.shot.says or material.shot.first_frame or material.shot.last_frame:
        return False
    after = takes.segments.get(number + 1)
    goes_on = after and any(one.take == material.key and one.role == "first frame" for one in after.inputs)
    return not goes_on and not any(one.role == "audio" for one in segment.inputs)
