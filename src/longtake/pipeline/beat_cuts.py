"""Cuts of a planned film that go to beats: chosen once, told, and kept in its lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from longtake.errors import InputError
from longtake.media import Digest, digest_of
from longtake.pipeline.lock import LOCK, Lock, LockedCut
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import Notice, Plan, PlannedShot
from longtake.planning.rolling import Roll, beat_frames, rolled, rolls_of

__all__ = ["with_beat_cuts"]

_NAMED = 3


def with_beat_cuts(planned: PlannedFilm, lock: Lock) -> PlannedFilm:
    """The film with the cuts that go to beats moved there, and its lock. lock: of an earlier make; what it says of cuts
    that did not change stands. Raises InputError for a lock that says what cannot be."""
    plan = planned.plan
    if not any(join.on for join in plan.joins):
        return planned
    ofs = {into.key: _of(plan, out, into) for out, into in pairwise(plan.shots)}
    kept = {key: found.frames for key, of in ofs.items() if (found := lock.cut_of(key, of))}
    for out, into in pairwise(plan.shots):
        _check(out, into, kept.get(into.key))
    rolls = list(rolls_of(plan, beat_frames(plan, planned.beats), kept))
    of_shot = {roll.shot: roll for roll in rolls}
    moved = {roll.shot: roll.frames for roll in rolls if roll.frames is not None}
    cuts = {key: LockedCut(ofs[key], frames) for key, frames in moved.items()}
    made = rolled(plan, moved)
    shots = tuple(_told(shot, of_shot.get(shot.key), plan) for shot in made.shots)
    made = replace(made, shots=shots, notices=(*plan.notices, _notice(rolls, plan)))
    kept_else = Lock.from_json(planned.lock) if planned.lock else Lock()
    return replace(planned, plan=made, lock=replace(kept_else, cuts=cuts).to_json())


def _check(out: PlannedShot, into: PlannedShot, frames: int | None) -> None:
    """Raises InputError for a move that somebody wrote and that the handles do not allow."""
    roll = out.join.roll if out.join else None
    if frames and not (roll and roll.start <= into.start + frames < roll.end):
        message = f"it says that the cut before {into.name} moves by {frames} frames, beyond its handles"
        raise InputError(message, place=LOCK, advice=("choose anew: --relock", "or write what it was"))


def _of(plan: Plan, out: PlannedShot, into: PlannedShot) -> Digest:
    """What the choice of a cut rests on: where it is and may be, and the music around it."""
    join = out.join
    heard = [
        [cue.digest, cue.start, cue.source_start, cue.samples]
        for cue in plan.cues
        if cue.kind == "music" and cue.start <= plan.rate.samples(into.start) + plan.rate.samples(into.frames)
    ]
    return digest_of(["cut", str(plan.rate), into.start, join.roll if join else None, heard])


def _told(shot: PlannedShot, roll: Roll | None, plan: Plan) -> PlannedShot:
    """The shot with what became of the cut that it begins with. roll: None where that goes to no beat."""
    if roll is None:
        return shot
    why = "begins on a beat"
    if roll.frames is None:
        why = f"begins on no beat: {roll.why}"
    elif roll.frames:
        way = "later" if roll.frames > 0 else "earlier"
        why = f"{why}: {float(plan.rate.seconds(abs(roll.frames))):.2f} s {way} than it was timed"
    return replace(shot, reasons=(*shot.reasons, why))


def _notice(rolls: Sequence[Roll], plan: Plan) -> Notice:
    """What moved and what could not."""
    found = [roll.frames for roll in rolls if roll.frames is not None]
    moved = [abs(frames) for frames in found if frames]
    message = f"{len(found)} of {len(rolls)} cuts are on a beat"
    if moved:
        message += f", {len(moved)} of them moved by at most {float(plan.rate.seconds(max(moved))):.2f} s"
    stay = [roll.why for roll in rolls if roll.frames is None]
    if stay:
        more = f", and {len(stay) - _NAMED} more" if len(stay) > _NAMED else ""
        message += f"; the others stay: {', '.join(stay[:_NAMED])}{more}"
    return Notice("cut", message)
