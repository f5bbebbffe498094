"""Appraisals: verdicts on takes that were bought, by the rubric of the stage of their film, told with the ways out.

Nothing is bought by a verdict. Where measuring is not installed there is none; what an emulator draws is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from longtake.errors import MissingExtraError
from longtake.inspection import Admitted, Verdict, admit, check_measurable
from longtake.media import Digest
from longtake.pipeline.facts import StoredFacts, StoredMeasures
from longtake.planning import Plan, PlannedShot
from longtake.store import Workspace

if TYPE_CHECKING:
    from longtake.generation.landing import Landed
    from longtake.inspection.asked import Asked

__all__ = ["advised", "appraisals_of", "verdict_json"]

_AT_ONCE = 2
"""Takes that are measured at a time: each takes a core."""


def appraisals_of(takes: Sequence[Landed], plan: Plan, workspace: Workspace) -> dict[Digest, Verdict]:
    """By the digests of the takes; those that could not be measured are not among them."""
    bought = [one for one in takes if one.purchase.intent.realm == "live"]
    try:
        check_measurable()
    except MissingExtraError:
        return {}
    if not bought:
        return {}

    # Only here: NumPy.
    from longtake.inspection.judging import judge
    from longtake.inspection.rubric import RUBRICS

    shots, store = {shot.key: shot for shot in plan.shots}, workspace.store
    paths = [one.arrival.path for one in bought]
    results = admit(paths, StoredFacts(store), workers=_AT_ONCE, measures=StoredMeasures(store))
    rubric = RUBRICS[plan.stage or "final"]
    return {
        one.arrival.digest: judge(result.facts, result.measures, rubric, _asked(shots[one.commission.shot]))
        for one, result in zip(bought, results, strict=True)
        if isinstance(result, Admitted) and result.measures
    }


def advised(verdict: Verdict | None, name: str) -> Iterator[str]:
    """What a person should know of a shot's take, with the way out: nothing where it may be shown."""
    for reason in verdict.reasons if verdict else ():
        if reason.kind in ("retry", "refuse"):
            word = "should not be shown" if reason.kind == "refuse" else "may be better made again"
            yield f"its take {word}: {reason.what}; longtake make --again {name} buys another"


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    reasons = [{"kind": one.kind, "what": one.what, "advice": one.advice} for one in verdict.reasons]
    return {"kind": verdict.kind, "reasons": reasons}


def _asked(shot: PlannedShot) -> Asked:
    from longtake.inspection.asked import Asked

    segment = shot.segment
    assert segment is not None
    return Asked(segment.size, segment.rate.fraction, segment.seconds, segment.audio)
