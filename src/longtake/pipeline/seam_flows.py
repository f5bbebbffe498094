"""Flows among the joins that were left to measure: where two clips are of one view, and what moved can be followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from longtake.media import THUMB_SIZE
from longtake.pipeline.stretches import SeamClip, stretch_of
from longtake.planning import Plan
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.inspection.following import Followed
    from longtake.inspection.seams import Kind, Seam, Slip, Wish
    from longtake.inspection.stretch import Stretch

__all__ = ["with_flows"]

_SEEN = 1.0
"""Levels by which a cut steps beyond what moves anyway, from which it is seen."""


def with_flows(
    plan: Plan,
    clips: Sequence[SeamClip | None],
    wishes: Sequence[Wish],
    slips: Sequence[Slip],
    seams: Sequence[Seam],
    store: Store,
) -> tuple[Seam, ...]:
    """The seams, those of open joins as flows where a cut between two pictures of one view would be seen and flow suits
    it better than a dissolve; where they are cut stands already. Raises MediaError, MissingExtraError."""
    chosen = list(seams)
    for number, (join, wish, seam) in enumerate(zip(plan.joins, wishes, seams, strict=True)):
        if not join.by or not seam.parts or not seam.parts.alike or seam.parts.step < _SEEN:
            continue
        sides = [
            stretch_of(shot, clip, plan.rate, store) if clip else None
            for shot, clip in zip(plan.shots[number : number + 2], clips[number : number + 2], strict=True)
        ]
        out, into = sides
        if out and into:
            chosen[number] = _flowing(seam, _moved(out, slips[number]), _moved(into, slips[number + 1]), wish.kinds)
    return tuple(chosen)


def _moved(stretch: Stretch, slip: Slip) -> Stretch:
    start, end = stretch.visible.start + slip.frames, stretch.visible.end + slip.frames
    return replace(stretch, visible=replace(stretch.visible, start=start, end=end))


def _flowing(seam: Seam, out: Stretch, into: Stretch, kinds: Sequence[tuple[Kind, int]]) -> Seam:
    """The seam as the longest flow that its handles allow, if flow suits it."""
    from longtake.inspection.following import flow_suits

    frames = max((frames for _, frames in kinds if frames and _has_handles(out, into, frames)), default=0)
    if not frames:
        return seam
    seen = _followed(out, into)
    return replace(seam, kind="flow", frames=frames) if seen and flow_suits(seen) else seam


def _has_handles(out: Stretch, into: Stretch, frames: int) -> bool:
    """Whether both sides have so many frames that are fit to be shown."""
    tail, head = out.visible.end + frames - frames // 2, into.visible.start - frames // 2
    return tail <= out.fit.end and head >= into.fit.start


def _followed(out: Stretch, into: Stretch) -> Followed | None:
    """Between the two pictures that stand in the middle of a join; None where no thumbnails of them were kept."""
    import numpy as np

    from longtake.inspection.following import Follower

    lumas = [side.thumbs(np.array([at]))[0] for side, at in ((out, out.visible.end), (into, into.visible.start))]
    if any(np.isnan(luma).any() for luma in lumas):
        return None
    width, height = THUMB_SIZE
    one, other = (luma.reshape(height, width).astype(np.uint8) for luma in lumas)
    return Follower()(one, other)
