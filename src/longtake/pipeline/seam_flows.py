"""Flows among the joins of a film that were left to measure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from longtake.pipeline.stretches import SeamClip, stretch_of
from longtake.planning import Plan
from longtake.store import Store

if TYPE_CHECKING:
    from longtake.inspection.seams import Wish
    from longtake.inspection.stretch import Stretch

__all__ = ["with_flows"]

_ONE_SHAPE = Fraction(1, 50)


def with_flows(plan: Plan, clips: Sequence[SeamClip | None], wishes: Sequence[Wish], store: Store) -> list[Wish]:
    """The wishes, those of open joins also for flows where what moved is found again. Raises MediaError,
    MissingExtraError."""
    from longtake.inspection.seam_flows import or_flow  # here: NumPy

    def shown(number: int) -> Stretch | None:
        clip = clips[number]
        return stretch_of(plan.shots[number], clip, plan.rate, store) if clip else None

    found = list(wishes)
    for number, join in enumerate(plan.joins):
        if not join.by or not _are_of_one_shape(clips[number], clips[number + 1]):
            continue
        out, into = shown(number), shown(number + 1)
        if out and into:
            found[number] = or_flow(found[number], out, into)
    return found


def _are_of_one_shape(out: SeamClip | None, into: SeamClip | None) -> bool:
    """Thumbnails are of one shape whatever the pictures are; in the film, what was squeezed is found nowhere again."""
    shapes = [clip.facts.picture.shown.ratio for clip in (out, into) if clip and clip.facts.picture]
    return len(shapes) == 2 and abs(shapes[0] - shapes[1]) <= _ONE_SHAPE * shapes[0]
