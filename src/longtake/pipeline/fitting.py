"""How a take that was bought comes onto the film's grid, and what of it is other than was asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from longtake.media import ClipFacts, FrameRate, PictureFacts, Retime, distinct_pictures
from longtake.planning import PlannedShot
from longtake.planning.handles import brief
from longtake.planning.retiming import evened, retime_of

__all__ = ["oddities", "retime_of_take", "shown_frames"]

_FROZEN = 9, 10
"""The share of its pictures from which a take that only repeats them stands still."""


def shown_frames(shot: PlannedShot) -> int:
    """How many frames of its take, from the first, the film needs: up to the end of its join into the next shot."""
    return shot.visible.end + (shot.join.after if shot.join else 0)


def retime_of_take(picture: PictureFacts, shot: PlannedShot, rate: FrameRate) -> Retime:
    """As an author's clip of that rate is retimed; but it is not played faster or slower where that leaves too little
    of it, or where its sound must stay with what was given to the model. Where it is measured, a cadence of repeated
    pictures is evened, too."""
    chosen = (evened(picture, rate) if _is_measured(shot) else None) or retime_of(picture, rate, "auto", None)
    if chosen.kind == "speed" and not _may_play(picture, chosen, shot, rate):
        is_own = evened(picture, rate) == chosen
        return Retime("flow", leaves_repeats=True) if is_own else retime_of(picture, rate, "blend", None)
    return chosen


def _is_measured(shot: PlannedShot) -> bool:
    """Whether anything of it is chosen by measure, so that what measures clips, and their flow, is here."""
    return shot.room is not None or (shot.join is not None and bool(shot.join.by))


def _may_play(picture: PictureFacts, retime: Retime, shot: PlannedShot, rate: FrameRate) -> bool:
    """Whether it may be played at that pace: its sound may, and enough of it is left, wherever it slips."""
    is_timed = shot.segment is not None and any(one.role == "audio" for one in shot.segment.inputs)
    needed = max(shown_frames(shot), shot.room.end if shot.room else 0)
    return not is_timed and picture.frames_on(rate, retime.pace) >= needed


def oddities(facts: ClipFacts, shot: PlannedShot, rate: FrameRate, *, is_judged: bool = False) -> Iterator[str]:
    """What of a take is other than was asked, each with what becomes of it. is_judged: whether a verdict on it is told
    beside, which says what of it is amiss."""
    picture, asked = facts.picture, shot.segment
    assert picture is not None
    assert asked is not None
    if picture.shown != asked.size:
        yield f"its take is {picture.shown}, not {asked.size} as it was asked for: it is conformed like a clip"
    if picture.rate != asked.rate.fraction:
        had = f"{float(picture.rate):.5g}"
        yield f"its take has {had} pictures a second, not {asked.rate} as it was asked for: it is brought to {rate}"
    if abs(picture.seconds - asked.seconds) > rate.seconds(rate.frames(asked.seconds) // 10 + 1):
        yield f"its take lasts {brief(picture.seconds)}, not {brief(asked.seconds)}: what the film shows of it is there"
    if is_judged:
        return
    yield from _cadence(picture, shot, rate)
    if is_judged:
        return
    if asked.audio and facts.sound is None:
        yield "its take has no sound, which was asked for: only music and narration are heard there"
    share, whole = _FROZEN
    if len(picture.repeats) * whole >= (picture.frames - 1) * share > 0:
        yield "its take stands still: longtake make --again buys another"


def _cadence(picture: PictureFacts, shot: PlannedShot, rate: FrameRate) -> Iterator[str]:
    """That pictures of a take repeat in a cadence, and what is done about it."""
    if evened(picture, rate) is None:
        return
    new = float(distinct_pictures(picture).rate)
    found = f"{len(picture.repeats)} of its take's {picture.frames} pictures only repeat the one before"
    ways = {
        "flow": "they are passed over, and the others move along their optical flow",
        "speed": "they are passed over, and it is played picture for picture",
        "nearest": "they are shown as they are; join: auto evens them",
    }
    yield f"{found}, {new:.4g} new ones a second: {ways[retime_of_take(picture, shot, rate).kind]}"
