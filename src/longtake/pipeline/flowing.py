"""Flow joins of a film: what they need, and what became of each where flow was unreliable."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from longtake.pipeline.events import Notice
from longtake.pipeline.job import Job
from longtake.planning import Plan
from longtake.render import FlowRecord, morph_toolchain
from longtake.store import Store
from longtake.timeline import Dissolve

__all__ = ["check_flow", "flow_notices", "flow_remarks"]

_WORTH_TELLING, _MOST = 0.05, 0.5


def check_flow(plan: Plan) -> None:
    """Raises MissingExtraError where a join is a flow and OpenCV is not installed."""
    if any(shot.join and shot.join.kind == "flow" for shot in plan.shots):
        morph_toolchain()


def flow_remarks(job: Job, store: Store) -> dict[int, str]:
    """By the number of each flow join of which a part worth telling was dissolved, in words. All spans are made."""
    return {number: _told(share) for number, share in _shares(job, store).items() if share >= _WORTH_TELLING}


def flow_notices(job: Job, store: Store) -> Iterator[Notice]:
    """One for each flow join that is a dissolve for the most part."""
    shots = job.planned.plan.shots
    for number, share in _shares(job, store).items():
        if share >= _MOST:
            yield Notice(shots[number + 1].name, f"its join: {_told(share)}; or write join: cut")


def _told(share: float) -> str:
    if share > 0.995:
        return "flow was unreliable for all of the picture: dissolved"
    return f"flow was unreliable for {100 * share:.0f} % of the picture: dissolved there"


def _shares(job: Job, store: Store) -> dict[int, float]:
    """By the number of each flow join: the share of its pictures, 0 to 1, that was dissolved."""
    dissolved = dict(_pictures(job, store))
    cuts = job.timeline.starts[1:]
    return {
        number: fmean(dissolved[frame] for frame in range(cut - join.before, cut + join.after))
        for number, (cut, join) in enumerate(zip(cuts, job.timeline.joins, strict=True))
        if join.kind == "flow"
    }


def _pictures(job: Job, store: Store) -> Iterator[tuple[int, float]]:
    """Each film frame of a flow join, and the share of it that was dissolved."""
    for number, key in job.flow_keys.items():
        span = job.spans[number]
        shares = iter(FlowRecord.from_bytes(store.read(key)).dissolved)
        at: int = span.start
        for piece in span.pieces:
            if isinstance(piece, Dissolve) and piece.by_flow:
                yield from ((at + offset, next(shares) / 10_000) for offset in range(piece.frames))
            at += piece.frames
