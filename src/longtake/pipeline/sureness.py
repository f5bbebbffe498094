"""Which spans of a film can still change when its joins are chosen by measure: those are not encoded ahead of takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from longtake.media import FrameRange
from longtake.pipeline.job import Job
from longtake.pipeline.seaming import REACH
from longtake.planning import Plan
from longtake.timeline import SHORTEST_SPAN, Run, Span

__all__ = ["unsure_spans"]


def unsure_spans(job: Job) -> frozenset[int]:
    """Their numbers. A take's cells stand at fixed numbers of its own, so what lies deep enough inside a shot is shown
    whatever is chosen; unless something lies over it, which stands over other frames then."""
    plan = job.planned.plan
    margin, cell = plan.rate.frames(REACH) + SHORTEST_SPAN, plan.rate.cell_frames
    loose, unsure = [*_loose(plan)], set[int]()
    for number, span in enumerate(job.spans):
        end = span.start + span.frames
        while loose and loose[0].end <= span.start:
            loose.pop(0)
        if loose and loose[0].start < end:
            is_inside = loose[0].start + margin <= span.start and end <= loose[0].end - margin
            if not (is_inside and _is_cell(span, cell)):
                unsure.add(number)
    return frozenset(unsure)


def _loose(plan: Plan) -> Iterator[FrameRange]:
    """The film frames of each shot that may slip, or has a join beside it that is still to be chosen."""
    joins = (None, *plan.joins, None)
    ends = accumulate(shot.frames for shot in plan.shots)
    for number, (shot, end) in enumerate(zip(plan.shots, ends, strict=True)):
        if shot.room or any(join and join.by for join in joins[number : number + 2]):
            yield FrameRange(end - shot.frames, end)


def _is_cell(span: Span, cell: int) -> bool:
    (piece, *others) = span.pieces
    return not others and isinstance(piece, Run) and span.frames == cell and not piece.over
