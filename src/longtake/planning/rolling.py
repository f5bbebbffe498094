"""Cuts that go to beats: which beat each takes, and the film with its cuts moved. Pure.

A cut is rolled: the shot before it shows so many frames more, the one after it so many fewer. What stays of both stands
where it stood in the film, so nothing that is said, heard or sung along moves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from longtake.media import SAMPLE_RATE, Beats, Frame, FrameRange, FrameRate, round_half_up
from longtake.planning.lengths import SHORTEST_SECONDS
from longtake.planning.plan import Plan, PlannedOverlay, PlannedScene, PlannedShot, PlannedTitle

__all__ = ["Roll", "beat_frames", "rolled", "rolls_of"]

_Laid = TypeVar("_Laid", PlannedOverlay, PlannedTitle)


@dataclass(frozen=True, slots=True)
class Roll:
    """By how many frames the cut before a shot moves to a beat; None where it can't, and why. music: whose beat."""

    shot: str
    frames: int | None
    why: str = ""
    music: str = ""


def beat_frames(plan: Plan, beats: Mapping[str, Beats]) -> list[tuple[int, str]]:
    """The film frames nearest to every beat that is heard, with its music, in order. beats: by the music's text. Where
    music begins is one, too."""
    found = dict[int, str]()
    for cue in plan.cues:
        if cue.kind != "music":
            continue
        offset = cue.start - (cue.source_start or 0)
        heard = [at + offset for at in beats.get(cue.asset, Beats()).at]
        first = [] if cue.cross_in or not heard else [int(cue.start)]
        for at in (*first, *heard):
            if cue.start <= at < cue.start + cue.samples:
                found.setdefault(_frame(at, plan.rate), cue.asset)
    return sorted(found.items())


def _frame(sample: int, rate: FrameRate) -> int:
    return round_half_up(Fraction(sample, SAMPLE_RATE) * rate.fraction)


def rolls_of(plan: Plan, beats: Sequence[tuple[int, str]], kept: Mapping[str, int]) -> Iterator[Roll]:
    """What becomes of each cut that goes to a beat, in film order, so that every shot stays long enough. kept: by the
    key of the shot that comes in, frames that were chosen before and still hold."""
    shots, start = plan.shots, 0
    for before, out, into in zip((None, *shots), shots, shots[1:], strict=False):
        join, cut = out.join, into.start
        if join and join.on and join.roll is None:
            yield Roll(into.key, None, f"{into.name} goes on from {out.name}")
        elif join and join.on and join.roll:
            first = start + _least(before, out, plan.rate)
            last = into.start + into.frames - _least(out, into, plan.rate)
            room = FrameRange(max(0, min(cut, max(join.roll.start, first))), max(cut, min(join.roll.end - 1, last)) + 1)
            roll = _roll(into, cut, room, beats, kept, plan.rate)
            yield roll
            cut = Frame(cut + (roll.frames or 0))
        start = cut


def _roll(
    into: PlannedShot,
    cut: int,
    room: FrameRange,
    beats: Sequence[tuple[int, str]],
    kept: Mapping[str, int],
    rate: FrameRate,
) -> Roll:
    if into.key in kept and room.start <= cut + kept[into.key] < room.end:
        return Roll(into.key, kept[into.key])
    at = bisect_left(beats, (cut, ""))
    near = sorted(beats[max(0, at - 2) : at + 2], key=lambda beat: (abs(beat[0] - cut), beat[0]))
    reach = rate.frames(_REACH)
    near = [beat for beat in near if abs(beat[0] - cut) <= reach]
    if not near:
        return Roll(into.key, None, f"no beat is near {into.name}")
    for frame, music in near:
        if room.start <= frame < room.end:
            return Roll(into.key, frame - cut, music=music)
    off = float(rate.seconds(abs(near[0][0] - cut)))
    way = "later" if near[0][0] > cut else "earlier"
    return Roll(into.key, None, f"{into.name} would begin {off:.2f} s {way}, beyond its handles")


_REACH = Fraction(3, 4)
"""Seconds that a cut may move: to the nearest beat of music as slow as there is."""


def _least(before: PlannedShot | None, shot: PlannedShot, rate: FrameRate) -> int:
    """Frames that a shot shows at least: half a second, or all that it has, and the joins at both its ends."""
    joined = (before.join.after if before and before.join else 0) + (shot.join.before if shot.join else 0)
    return max(min(shot.frames, rate.frames(SHORTEST_SECONDS)), joined)


def rolled(plan: Plan, rolls: Mapping[str, int]) -> Plan:
    """The film with its cuts moved. rolls: frames by the key of the shot that comes in, below 0 for earlier."""
    moves = [rolls.get(shot.key, 0) for shot in plan.shots] + [0]
    shots = tuple(
        _moved(shot, begin, end) if begin or end else shot
        for shot, begin, end in zip(plan.shots, moves, moves[1:], strict=False)
    )
    return replace(plan, shots=shots, scenes=tuple(_scene(scene, shots) for scene in plan.scenes))


def _moved(shot: PlannedShot, begin: int, end: int) -> PlannedShot:
    old = FrameRange(shot.start, shot.start + shot.frames)
    new = FrameRange(old.start + begin, old.end + end)
    return replace(
        shot,
        start=Frame(new.start),
        visible=FrameRange(shot.visible.start + begin, shot.visible.end + end),
        titles=tuple(_laid(one, old, new) for one in shot.titles),
        overlays=tuple(_laid(one, old, new) for one in shot.overlays),
    )


def _laid(one: _Laid, old: FrameRange, new: FrameRange) -> _Laid:
    """What begins or ends with its shot still does; nothing is there before it."""
    end = one.start + one.frames
    start = new.start if one.start == old.start else max(one.start, new.start)
    end = new.end if end == old.end else end
    return replace(one, start=Frame(start), frames=max(1, end - start))


def _scene(scene: PlannedScene, shots: Sequence[PlannedShot]) -> PlannedScene:
    own = [shot for shot in shots if shot.scene == scene.name]
    return replace(scene, start=own[0].start, frames=sum(shot.frames for shot in own)) if own else scene
