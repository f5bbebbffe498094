"""Flows among the joins of a film that were left to measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.media import FrameRange
from longtake.pipeline.stretches import SeamClip, stretch_of
from longtake.planning import Plan
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.inspection.seams import Seam, Slip, Wish
    from longtake.inspection.stretch import Stretch

__all__ = ["with_flows"]

_ONE_SHAPE = Fraction(1, 50)


def with_flows(
    plan: Plan,
    clips: Sequence[SeamClip | None],
    wishes: Sequence[Wish],
    slips: Sequence[Slip],
    seams: Sequence[Seam],
    store: Store,
) -> tuple[Seam, ...]:
    """The seams, those of open joins as flows where that suits them. Raises MediaError, MissingExtraError."""
    from longtake.inspection.seam_flows import as_flow, is_seen  # here: NumPy

    def shown(number: int) -> Stretch | None:
        shot, clip, slip = plan.shots[number], clips[number], slips[number].frames
        stretch = stretch_of(shot, clip, plan.rate, store) if clip else None
        visible = FrameRange(shot.visible.start + slip, shot.visible.end + slip)
        return replace(stretch, visible=visible) if stretch else None

    chosen = list(seams)
    for number, (join, seam) in enumerate(zip(plan.joins, seams, strict=True)):
        if not join.by or not is_seen(seam) or not _are_of_one_shape(clips[number], clips[number + 1]):
            continue
        out, into = shown(number), shown(number + 1)
        if out and into:
            chosen[number] = as_flow(seam, out, into, wishes[number].kinds)
    return tuple(chosen)


def _are_of_one_shape(out: SeamClip | None, into: SeamClip | None) -> bool:
    """Thumbnails are of one shape whatever the pictures are; in the film, what was squeezed is found nowhere again."""
    shapes = [clip.facts.picture.shown.ratio for clip in (out, into) if clip and clip.facts.picture]
    return len(shapes) == 2 and abs(shapes[0] - shapes[1]) <= _ONE_SHAPE * shapes[0]
