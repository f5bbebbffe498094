"""Seaming: a planned film whose clips are here gets the cut points and the kinds of joins that were left to measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from longtake.errors import InputError
from longtake.media import Digest, FrameRange, FrameRate, digest_of
from longtake.pipeline.lock import LOCK, Lock, LockedJoin, LockedSlip
from longtake.pipeline.preparing import PlannedFilm
from longtake.pipeline.seam_flows import with_flows
from longtake.pipeline.stretches import SeamClip, clip_of, repeats_of, stretch_of
from longtake.planning import Plan, PlannedJoin, PlannedShot
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.inspection.seams import Kind, Seam, Shown, Slip, Wish

__all__ = ["REACH", "is_open", "seamed"]

REACH = Fraction(1, 2)
"""Seconds that a shot may slip from where its take is fit to be shown."""

_DISSOLVES = Fraction(1, 2), Fraction(1, 4)
"""Seconds of the dissolves that may be chosen, the better one first."""


def is_open(plan: Plan) -> bool:
    """Whether anything of it is left to measure."""
    return any(join.by for join in plan.joins) or any(shot.room for shot in plan.shots)


def seamed(planned: PlannedFilm, lock: Lock, store: Store) -> PlannedFilm:
    """The film with everything chosen, and its lock. lock: of an earlier make of it; what it says of shots that did not
    change stands. Raises MediaError for a clip that is gone, MissingExtraError where clips cannot be measured,
    InputError for a lock that says what cannot be."""
    plan = planned.plan
    if not is_open(plan):
        return planned
    from longtake.inspection.seams import chosen_seams  # here: NumPy

    clips = [clip_of(shot, planned) for shot in plan.shots]
    ofs = [_of(shot, clip) for shot, clip in zip(plan.shots, clips, strict=True)]
    shown = _shown(plan, clips, ofs, lock, store)
    wishes = _wishes(plan)
    slips, seams = chosen_seams(shown, wishes, plan.rate.frames(REACH))
    seams = with_flows(plan, clips, wishes, slips, seams, store)
    seams = tuple(
        replace(seam, kind=kept[0], frames=kept[1]) if kept else seam
        for seam, kept in zip(seams, _kept_joins(plan, ofs, slips, lock), strict=True)
    )
    shots = tuple(_chosen(plan, number, slips[number], seams) for number in range(len(plan.shots)))
    return replace(planned, plan=replace(plan, shots=shots), lock=_locked(plan, ofs, slips, seams).to_json())


def _of(shot: PlannedShot, clip: SeamClip | None) -> Digest:
    """What the slip of a shot rests on, its neighbours apart: those may change without moving it."""
    digest = clip.facts.digest if clip else None
    return digest_of(["slip", digest, shot.take_frames, shot.visible, shot.room])


def _of_join(shots: tuple[Digest, Digest], slips: tuple[Slip, Slip], lead: int | None) -> Digest:
    return digest_of(["join", *shots, *(slip.frames for slip in slips), lead or 0])


def _shown(
    plan: Plan, clips: Sequence[SeamClip | None], ofs: Sequence[Digest], lock: Lock, store: Store
) -> Iterator[Shown]:
    """The clips of the film one after the other, so that only two of them are in memory."""
    from longtake.inspection.seams import Shown

    before = None
    for shot, clip, of in zip(plan.shots, clips, ofs, strict=True):
        stretch = stretch_of(shot, clip, plan.rate, store) if clip else None
        repeats = repeats_of(before, stretch)
        if stretch and before and repeats:
            stretch = stretch.without(repeats - before.left_out)
        yield Shown(stretch, _kept_slip(shot, lock.slip_of(shot.key, of)), repeats)
        before = stretch


def _kept_slip(shot: PlannedShot, slip: int | None) -> int | None:
    """The slip that the lock says, if the shot may slip at all."""
    if slip is None or shot.room is None:
        return None
    if not shot.room.start <= shot.visible.start + slip <= shot.visible.end + slip <= shot.room.end:
        message = f"it says that shot {shot.name} slips by {slip} frames, which its take does not have"
        raise InputError(message, place=LOCK, advice=("choose anew: --relock", "or write what it was"))
    return slip


def _wishes(plan: Plan) -> list[Wish]:
    """What each join may become: as it is stated, or a cut or a dissolve for which both shots are long enough."""
    from longtake.inspection.seams import Wish

    open_kinds = _open_kinds(plan.rate)
    joins, wishes = (None, *plan.joins, None), list[Wish]()
    for number, (out, into) in enumerate(pairwise(plan.shots)):
        before, join, after = joins[number : number + 3]
        assert join is not None
        room = min(
            _spare(out, before, before.after if before else 0), _spare(into, after, after.before if after else 0)
        )
        kinds = [(kind, frames) for kind, frames in open_kinds if frames <= 2 * room] if join.by else None
        wishes.append(Wish(tuple(kinds or [(join.kind, join.frames)]), join.lead or 0))
    return wishes


def _open_kinds(rate: FrameRate) -> list[tuple[Kind, int]]:
    """With as many frames before the cut as after it."""
    return [("cut", 0), *(("dissolve", 2 * rate.frames(seconds / 2)) for seconds in _DISSOLVES)]


def _spare(shot: PlannedShot, other: PlannedJoin | None, taken: int) -> int:
    """How many of its frames a shot has for a join, as its other one takes some: half of them where that is open."""
    return shot.frames // 2 if other and other.by else shot.frames - taken


def _kept_joins(
    plan: Plan, ofs: Sequence[Digest], slips: Sequence[Slip], lock: Lock
) -> Iterator[tuple[Kind, int] | None]:
    sides = zip(plan.joins, plan.shots[1:], pairwise(ofs), pairwise(slips), strict=True)
    for join, into, both, moved in sides:
        yield lock.join_of(into.key, _of_join(both, moved, join.lead)) if join.by else None


def _locked(plan: Plan, ofs: Sequence[Digest], slips: Sequence[Slip], seams: Sequence[Seam]) -> Lock:
    clips = zip(plan.shots, ofs, slips, strict=True)
    shots = {shot.key: LockedSlip(of, slip.frames) for shot, of, slip in clips if shot.room}
    sides = zip(plan.joins, plan.shots[1:], pairwise(ofs), pairwise(slips), seams, strict=True)
    joins = {
        into.key: LockedJoin(_of_join(both, moved, join.lead), seam.kind, seam.frames)
        for join, into, both, moved, seam in sides
        if join.by
    }
    return Lock(shots, joins)


def _chosen(plan: Plan, number: int, slip: Slip, seams: Sequence[Seam]) -> PlannedShot:
    """The shot as it was chosen, with its reasons."""
    from longtake.inspection.seam_words import join_reason, slip_reason

    shot = plan.shots[number]
    before, after = seams[number - 1] if number else None, seams[number] if number < len(seams) else None
    why = slip_reason(slip, before, after)
    visible = FrameRange(shot.visible.start + slip.frames, shot.visible.end + slip.frames)
    join = shot.join
    if join and join.by and after:
        join = replace(join, kind=after.kind, frames=after.frames, why=join_reason(after))
    return replace(shot, visible=visible, join=join, reasons=(*shot.reasons, *([why] if why else [])))
