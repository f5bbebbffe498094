"""What was measured of a film's sampled spans, gathered rung by rung for the report and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median_low
from typing import Any

from longtake.pipeline.job import Job
from longtake.publishing import FidelityFacts
from longtake.render import Fidelity
from longtake.store import Store

__all__ = ["fidelity_of", "renditions_json"]


def fidelity_of(job: Job, store: Store) -> dict[str, FidelityFacts]:
    """By the name of each picture rung; every sampled span has been measured."""
    found = {}
    for rung, keys in zip(job.ladder.rungs, job.fidelity_keys, strict=True):
        ssims = [Fidelity.from_bytes(store.read(key)).ssim for key in keys]
        found[rung.name] = FidelityFacts(median_low(ssims), min(ssims), len(ssims))
    return found


def renditions_json(job: Job, fidelity: Mapping[str, FidelityFacts]) -> list[dict[str, Any]]:
    """How each rung was encoded and what came through, for the manifest. SSIM is text, exact to four places."""
    return [
        {
            "name": rung.name,
            "size": str(rung.size),
            "encoder": rung.encoder,
            "preset": rung.preset,
            "crf": rung.crf,
            "spans": len(job.spans),
            "spans_measured": fidelity[rung.name].spans,
            "ssim": {"median": _unit(fidelity[rung.name].median), "worst": _unit(fidelity[rung.name].worst)},
        }
        for rung in job.ladder.rungs
    ]


def _unit(ten_thousandths: int) -> str:
    return str(Decimal(ten_thousandths).scaleb(-4))
