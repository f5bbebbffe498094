"""Matching a film's colours where clips of one scene meet: which may be, by what was measured, and what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.inspection import admit, check_measurable
from longtake.libav.matching import can_match
from longtake.media import (
    AS_IT_IS,
    ClipFacts,
    Correction,
    Digest,
    Fading,
    FrameRate,
    Match,
    PictureFacts,
    PictureMeasures,
    Size,
)
from longtake.media.matching import GAIN, LEVEL
from longtake.pipeline.facts import StoredFacts, StoredMeasures
from longtake.pipeline.fitting import retime_of_take
from longtake.pipeline.measured import measures_of
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import Plan, PlannedJoin, PlannedShot
from longtake.store import Store
from longtake.timeline import pictures_of

if TYPE_CHECKING:
    from longtake.inspection.matching import Side

__all__ = ["check_matchable", "matched"]

_SECONDS = 2
_LEVELS_A_SECOND = 3
"""A correction fades over two seconds, or more slowly where it would change more levels a second than this."""


@dataclass(frozen=True, slots=True)
class _Clip:
    """A shot of the plan with the file that it shows."""

    shot: PlannedShot
    digest: Digest
    picture: PictureFacts
    path: Path
    window: tuple[float, float, float, float]

    @property
    def is_coloured(self) -> bool:
        """Whether a stage of colour comes after what is corrected here."""
        return self.shot.lut is not None or self.picture.grading() is not None

    @property
    def matrix(self) -> str:
        """By which its code values are corrected."""
        return "bt709" if self.is_coloured else self.picture.read_as().matrix


_NO_JOIN = PlannedJoin("cut")


def check_matchable(plan: Plan) -> None:
    """Raises MissingExtraError where colours are to be matched and what measures clips is not installed."""
    if any(_is_wished(out, into) for out, into in pairwise(plan.shots)):
        check_measurable()


def matched(planned: PlannedFilm, store: Store, workers: int) -> PlannedFilm:
    """The film with what is done to each clip's colours, and why. Clips of seams that may be matched are measured, if
    they are not yet."""
    shots = planned.plan.shots
    places = [at for at in range(1, len(shots)) if _is_wished(shots[at - 1], shots[at])]
    if not places:
        return planned
    clips = {at: clip for place in places for at in (place - 1, place) if (clip := _clip(shots[at], planned))}
    _measure(clips.values(), store, workers)
    read = lru_cache(maxsize=2)(partial(_picture, store))  # of a long film never more than two clips' in memory
    made = list(shots)
    for at in places:
        sides = clips.get(at - 1), clips.get(at)
        if sides[0] and sides[1] and _are_comparable(sides[0], sides[1]):
            made[at - 1 : at + 1] = _joined(made, at, (sides[0], sides[1]), read, planned.plan.rate)
    return replace(planned, plan=replace(planned.plan, shots=tuple(made)))


def _is_wished(out: PlannedShot, into: PlannedShot) -> bool:
    """An author's word on one of the two shots is enough, and so is a join that is chosen by measure; off is
    stronger."""
    is_asked = "auto" in (out.match, into.match) or (out.join is not None and bool(out.join.by))
    return is_asked and "off" not in (out.match, into.match)


def _clip(shot: PlannedShot, planned: PlannedFilm) -> _Clip | None:
    """None for what is drawn or only seen in parts, and for what this stage cannot work on."""
    take = planned.takes.of(shot.key)
    if shot.views or (take is None and (shot.kind != "footage" or shot.asset is None)):
        return None
    facts, path = (take.facts, take.path) if take else _own(shot, planned)
    if facts.picture is None or not can_match(facts.picture):
        return None
    return _Clip(shot, facts.digest, facts.picture, path, _window(facts.picture, shot, planned.plan.size))


def _window(picture: PictureFacts, shot: PlannedShot, frame: Size) -> tuple[float, float, float, float]:
    """What the film shows of its pictures: left, top, right and bottom as shares of them."""
    from longtake.render import upright
    from longtake.render.geometry import placement

    whole, crop = upright(picture), placement(upright(picture), picture.shown.ratio, frame, shot.fit).crop
    if crop is None:
        return 0.0, 0.0, 1.0, 1.0
    right, bottom = crop.left + crop.width, crop.top + crop.height
    return crop.left / whole.width, crop.top / whole.height, right / whole.width, bottom / whole.height


def _own(shot: PlannedShot, planned: PlannedFilm) -> tuple[ClipFacts, Path]:
    assert shot.asset
    return planned.facts[shot.asset], planned.files[shot.asset].path


def _measure(clips: Iterable[_Clip], store: Store, workers: int) -> None:
    """Puts measures of those that have none into the store, side by side."""
    kept = StoredMeasures(store)
    lacking = {clip.digest: clip.path for clip in clips if kept.get(clip.digest) is None}
    if lacking:
        admit(list(lacking.values()), StoredFacts(store), workers=workers, measures=kept)


def _picture(store: Store, digest: Digest, path: Path) -> PictureMeasures | None:
    return measures_of(digest, path, store).picture


def _are_comparable(out: _Clip, into: _Clip) -> bool:
    """Whether code values of both sides can be held against each other where they are corrected: as BT.709's, or as
    they are if the same stage of colour follows."""
    from longtake.inspection.matching import MATRICES

    one, other = out.picture, into.picture
    if out.is_coloured or into.is_coloured:
        return (one.read_as(), one.grading(), out.shot.lut) == (other.read_as(), other.grading(), into.shot.lut)
    return {one.read_as().matrix, other.read_as().matrix} <= MATRICES.keys()


def _joined(
    shots: Sequence[PlannedShot],
    at: int,
    clips: tuple[_Clip, _Clip],
    read: Callable[[Digest, Path], PictureMeasures | None],
    rate: FrameRate,
) -> list[PlannedShot]:
    """The two shots that meet at shot number `at`, matched if they show one scene."""
    from longtake.inspection.matching import matched as found_to_match

    out, into, join = shots[at - 1], shots[at], shots[at - 1].join or _NO_JOIN
    before, after = (read(clip.digest, clip.path) for clip in clips)
    if before is None or after is None:
        return [out, into]
    found = found_to_match(
        _side(clips[0], before, out.visible.end - 1, rate), _side(clips[1], after, into.visible.start, rate)
    )
    if found is None:
        return [out, into]
    tail = _fading(found.out, out.visible.end - join.before, _room(shots, at - 1), rate)
    head = _fading(found.into, into.visible.start + join.after, _room(shots, at), rate)
    return [
        _with(out, Match(out.matched.head if out.matched else None, tail), tail, f"at its end with {into.name}"),
        _with(into, Match(head), head, f"at its beginning with {out.name}"),
    ]


def _side(clip: _Clip, picture: PictureMeasures, frame: int, rate: FrameRate) -> Side:
    """The clip at a cut, of which that frame of its take stands next to it."""
    from longtake.inspection.matching import Side

    shot = clip.shot
    retime = retime_of_take(clip.picture, shot, rate) if shot.segment else shot.retime or AS_IT_IS
    number = pictures_of(clip.picture, rate, retime)[frame].first
    return Side(picture, min(number, picture.frames - 1), clip.window, clip.matrix)


def _room(shots: Sequence[PlannedShot], at: int) -> int:
    """Frames of a shot that no join covers, over which a correction fades: it is gone at the shot's other end."""
    lead = shots[at - 1].join or _NO_JOIN if at else _NO_JOIN
    trail = shots[at].join or _NO_JOIN
    return max(1, shots[at].frames - lead.after - trail.before)


def _fading(correction: Correction, whole: int, room: int, rate: FrameRate) -> Fading:
    levels = Fraction(abs(correction.luma), LEVEL)
    seconds = max(Fraction(_SECONDS), levels / _LEVELS_A_SECOND)
    return Fading(correction, whole, min(room, rate.frames(seconds)))


def _with(shot: PlannedShot, match: Match, fading: Fading, where: str) -> PlannedShot:
    one = fading.correction
    levels = ", ".join(f"{name} {getattr(one, field) / LEVEL:+.1f}" for name, field in _NAMES)
    told = f"matched {where}: {levels}, contrast ×{one.gain / GAIN:.2f}, fading over {fading.frames} frames"
    return replace(shot, matched=match, reasons=(*shot.reasons, told))


_NAMES = (("luma", "luma"), ("Cb", "cb"), ("Cr", "cr"))
