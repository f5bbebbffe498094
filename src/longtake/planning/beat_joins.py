"""Which cuts go to a beat of the music, and how far the handles at both their sides let them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from longtake.media import Beats, FrameRange
from longtake.planning.music import loop_of
from longtake.planning.plan import PlannedShot
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.takes import Takes
from longtake.storyboard import Remark, Storyboard, each_music
from longtake.storyboard.cutting import is_cut_on_beat

__all__ = ["beat_joined", "wrong_beats"]


def beat_joined(storyboard: Storyboard, takes: Takes, shots: tuple[PlannedShot, ...]) -> tuple[PlannedShot, ...]:
    """The shots, those joins marked that go to a beat, each with the film frames within which its cut may lie."""
    marked = list(shots)
    for number, material in enumerate(takes.materials[1:]):
        join = shots[number].join
        scene = storyboard.scenes[material.scene]
        if join is None or material.part[0] > 1 or not is_cut_on_beat(storyboard, scene, material.shot):
            continue
        marked[number] = replace(shots[number], join=replace(join, on="beat", roll=_roll(takes, shots, number)))
    return tuple(marked)


def wrong_beats(storyboard: Storyboard, beats: Mapping[str, Beats]) -> Iterator[Remark]:
    """Music that is to go round or to fade by beats, in which none can be followed. beats: as far as it was listened
    to."""
    for path, music in each_music(storyboard):
        found = beats.get(music.file)
        if found is None:
            continue
        if music.loop == "on-beat" and loop_of(found) is None:
            message = f"{music.file} has no beats that it could go round by"
            yield Remark((*path, "loop"), message, ("write loop: on", "or the part that goes round: loop: 8s..24s"))
        if music.fade.end == "on-beat" and not found.at:
            message = f"{music.file} has no beats that it could fade from"
            yield Remark((*path, "fade", "out"), message, ("write how long: fade: {out: 2s}",))


def _roll(takes: Takes, shots: tuple[PlannedShot, ...], number: int) -> FrameRange | None:
    """The film frames at which shot `number + 1` could begin: a later cut shows more of the take before it and less of
    its own, an earlier one the other way round. None where the one take begins with the last picture of the other."""
    out, into = shots[number], shots[number + 1]
    join = out.join
    if join is None or _goes_on(takes, number, join):
        return None
    cut = into.start
    later = _handle_after(takes, number, out) - join.tail
    earlier = _handle_before(takes, number + 1, into) - join.head
    later, earlier = min(later, into.frames - 1), min(earlier, out.frames - 1)
    return FrameRange(cut - max(0, earlier), cut + max(0, later) + 1)


def _goes_on(takes: Takes, number: int, join: PlannedJoin) -> bool:
    after = takes.segments.get(number + 1)
    key = takes.materials[number].key
    return bool(join.continues) or bool(after and any(one.take == key for one in after.inputs))


def _handle_after(takes: Takes, number: int, shot: PlannedShot) -> int:
    return 0 if _is_bound(takes, number) else shot.take_frames - shot.visible.end


def _handle_before(takes: Takes, number: int, shot: PlannedShot) -> int:
    return 0 if _is_bound(takes, number) else shot.visible.start


def _is_bound(takes: Takes, number: int) -> bool:
    """Whether it shows no more than it does: only what is fit of its clip, or a ramp of speed over just that."""
    shot = takes.materials[number].shot
    return shot.trim == "auto" or (shot.speed is not None and shot.speed.is_ramp)
