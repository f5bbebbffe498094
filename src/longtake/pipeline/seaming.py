"""Seaming: a planned film whose clips are here gets the cut points and the kinds of joins that were left to measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from longtake.errors import InputError
from longtake.media import Digest, FrameRange, FrameRate, digest_of
from longtake.pipeline.lock import LOCK, Lock, LockedJoin, LockedSlip
from longtake.pipeline.measured import repeats_between
from longtake.pipeline.planned_film import PlannedFilm
from longtake.pipeline.seam_flows import with_flows
from longtake.pipeline.stretches import SeamClip, clip_of, stretch_of
from longtake.planning import Plan, PlannedJoin, PlannedShot
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.inspection.seams import Kind, Shown, Wish
    from longtake.inspection.stretch import Stretch

__all__ = ["REACH", "is_open", "seamed"]

REACH = Fraction(1, 2)
"""Seconds that a shot may slip from where its take is fit to be shown."""

_DISSOLVES = Fraction(1, 2), Fraction(1, 4)
"""Seconds of the dissolves that may be chosen, the better one first."""


_NO_JOIN = PlannedJoin("cut")


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
    clips = [clip_of(shot, planned) for shot in plan.shots]
    ofs = [_of(shot, clip) for shot, clip in zip(plan.shots, clips, strict=True)]
    kept = _kept_slips(plan, ofs, lock)
    made = _all_kept(plan, ofs, kept, lock) or _measured(plan, clips, ofs, kept, lock, store)
    shots = tuple(
        _chosen(shot, made.shots.get(shot.key), made.joins.get(into.key) if into else None)
        for shot, into in zip(plan.shots, [*plan.shots[1:], None], strict=True)
    )
    made = replace(made, cuts=Lock.from_json(planned.lock).cuts if planned.lock else {})
    return replace(planned, plan=replace(plan, shots=shots), lock=made.to_json())


def _all_kept(plan: Plan, ofs: Sequence[Digest], kept: Sequence[LockedSlip | None], lock: Lock) -> Lock | None:
    """The choice of an earlier make, where all of it stands: then nothing is read of any clip."""
    if any(shot.room and slip is None for shot, slip in zip(plan.shots, kept, strict=True)):
        return None
    joins = _kept_joins(plan, ofs, [slip.slip if slip else 0 for slip in kept], lock)
    if any(join.by and found is None for join, found in zip(plan.joins, joins, strict=True)):
        return None
    return _lock(plan, kept, joins)


def _measured(
    plan: Plan,
    clips: Sequence[SeamClip | None],
    ofs: Sequence[Digest],
    kept: Sequence[LockedSlip | None],
    lock: Lock,
    store: Store,
) -> Lock:
    """What is chosen anew around what stands."""
    from longtake.inspection.seam_words import join_reason, slip_reason  # here: NumPy
    from longtake.inspection.seams import chosen_seams

    shown, wishes = partial(_shown, plan, clips, kept, store), with_flows(plan, clips, _wishes(plan), store)
    slips, seams = chosen_seams(shown, wishes, plan.rate.frames(REACH))
    stood = _kept_joins(plan, ofs, [slip.frames for slip in slips], lock)
    joins = [
        found or LockedJoin(of, seam.kind, seam.frames, join_reason(seam))
        for found, of, seam in zip(stood, _join_ofs(plan, ofs, [slip.frames for slip in slips]), seams, strict=True)
    ]
    beside = zip([None, *stood], [*stood, None], strict=True)
    around = zip([None, *seams], [*seams, None], strict=True)
    chosen = [
        found if found and any(both) else LockedSlip(of, slip.frames, slip_reason(slip, *sides))
        for found, both, of, slip, sides in zip(kept, beside, ofs, slips, around, strict=True)
    ]
    return _lock(plan, chosen, joins)


def _lock(plan: Plan, slips: Sequence[LockedSlip | None], joins: Sequence[LockedJoin | None]) -> Lock:
    """Of what may slip, and of joins that are open."""
    shots = {shot.key: slip for shot, slip in zip(plan.shots, slips, strict=True) if slip and shot.room}
    into = zip(plan.joins, plan.shots[1:], joins, strict=True)
    return Lock(shots, {shot.key: found for join, shot, found in into if found and join.by})


def _of(shot: PlannedShot, clip: SeamClip | None) -> Digest:
    """What the slip of a shot rests on, its neighbours apart: those may change without moving it."""
    digest = clip.facts.digest if clip else None
    return digest_of(["slip", digest, shot.take_frames, shot.visible, shot.room])


def _join_ofs(plan: Plan, ofs: Sequence[Digest], slips: Sequence[int]) -> list[Digest]:
    """What each join rests on: both its sides as they are shown, and what it may be."""
    sides = zip(plan.joins, pairwise(ofs), pairwise(slips), _kinds(plan), strict=True)
    return [digest_of(["join", *both, *moved, join.lead or 0, kinds]) for join, both, moved, kinds in sides]


def _kept_joins(plan: Plan, ofs: Sequence[Digest], slips: Sequence[int], lock: Lock) -> list[LockedJoin | None]:
    sides = zip(plan.joins, plan.shots[1:], _join_ofs(plan, ofs, slips), strict=True)
    return [lock.join_of(into.key, of) if join.by else None for join, into, of in sides]


def _shown(
    plan: Plan, clips: Sequence[SeamClip | None], kept: Sequence[LockedSlip | None], store: Store
) -> Iterator[Shown]:
    """The clips of the film one after the other, so that only two of them are in memory."""
    from longtake.inspection.seams import Shown

    before: tuple[Stretch, Fraction] | None = None
    for shot, clip, slip in zip(plan.shots, clips, kept, strict=True):
        stretch = stretch_of(shot, clip, plan.rate, store) if clip else None
        if clip is None or stretch is None:
            before = None
            yield Shown(None)
            continue
        rate, repeats = clip.rate, 0
        if before:
            repeats = repeats_between((before[0].picture, before[1]), (stretch.picture, rate), store)
            stretch = stretch.without(repeats - before[0].left_out) if repeats else stretch
        yield Shown(stretch, slip.slip if slip else None, repeats)
        before = stretch, rate


def _kept_slips(plan: Plan, ofs: Sequence[Digest], lock: Lock) -> list[LockedSlip | None]:
    """What the lock says of each shot that may slip, as far as it leaves the joins beside it their handles."""
    joins, kept = (_NO_JOIN, *plan.joins, _NO_JOIN), list[LockedSlip | None]()
    for shot, of, before, after in zip(plan.shots, ofs, joins, joins[1:], strict=False):
        found = lock.slip_of(shot.key, of) if shot.room else None
        has_handles = found and (
            shot.visible.start + found.slip >= before.head
            and shot.visible.end + found.slip + after.tail <= shot.take_frames
        )
        if found:
            _check_slip(shot, found.slip)
        kept.append(found if has_handles else None)
    return kept


def _check_slip(shot: PlannedShot, slip: int) -> None:
    """Raises InputError for a slip that somebody wrote and that the take does not have."""
    if shot.room and not 0 <= shot.visible.start + slip - shot.room.start <= len(shot.room) - shot.frames:
        message = f"it says that shot {shot.name} slips by {slip} frames, which its take does not have"
        raise InputError(message, place=LOCK, advice=("choose anew: --relock", "or write what it was"))


def _wishes(plan: Plan) -> list[Wish]:
    from longtake.inspection.seams import Wish

    return [Wish(kinds, join.lead or 0) for join, kinds in zip(plan.joins, _kinds(plan), strict=True)]


def _kinds(plan: Plan) -> Iterator[tuple[tuple[Kind, int], ...]]:
    """What each join may become: as it is stated, or a cut or a dissolve for which both shots are long enough."""
    joins = (None, *plan.joins, None)
    for number, (out, into) in enumerate(pairwise(plan.shots)):
        before, join, after = joins[number : number + 3]
        assert join is not None
        taken = (before.after if before else 0), (after.before if after else 0)
        room = min(_spare(out, before, taken[0]), _spare(into, after, taken[1]))
        open_kinds = (kind for kind in _open_kinds(plan.rate) if kind[1] <= 2 * room)
        yield tuple(open_kinds) if join.by else ((join.kind, join.frames),)


def _open_kinds(rate: FrameRate) -> list[tuple[Kind, int]]:
    """With as many frames before the cut as after it."""
    return [("cut", 0), *(("dissolve", 2 * rate.frames(seconds / 2)) for seconds in _DISSOLVES)]


def _spare(shot: PlannedShot, other: PlannedJoin | None, taken: int) -> int:
    """How many of its frames a shot has for a join, as its other one takes some: half of them where that is open."""
    return shot.frames // 2 if other and other.by else shot.frames - taken


def _chosen(shot: PlannedShot, slip: LockedSlip | None, join: LockedJoin | None) -> PlannedShot:
    """The shot as it was chosen, with its reasons. join: after it, where that was open."""
    if shot.join and join:
        shot = replace(shot, join=replace(shot.join, kind=join.kind, frames=join.frames, why=join.why))
    if slip is None or not slip.slip:
        return shot
    visible = FrameRange(shot.visible.start + slip.slip, shot.visible.end + slip.slip)
    return replace(shot, visible=visible, reasons=(*shot.reasons, slip.why))
