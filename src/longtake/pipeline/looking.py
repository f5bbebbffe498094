"""Looking clips over: their facts, and what their measures say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from longtake.errors import MediaError
from longtake.inspection import Admitted, Verdict, admit, check_measurable
from longtake.media import ClipFacts
from longtake.pipeline.facts import StoredFacts, StoredMeasures
from longtake.store import Workspace

__all__ = ["Inspection", "looked_over"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """verdict: None for files that are not measured: stills and LUTs."""

    facts: ClipFacts
    verdict: Verdict | None


def looked_over(paths: Sequence[Path], workspace: Workspace, workers: int) -> list[Inspection | MediaError]:
    """What each file is and is good for, in the order given. Raises MissingExtraError."""
    check_measurable()

    # Only here: NumPy.
    from longtake.inspection.judging import judge

    store = workspace.store
    results = admit(paths, StoredFacts(store), workers=workers, measures=StoredMeasures(store))
    return [
        Inspection(result.facts, judge(result.facts, result.measures) if result.measures else None)
        if isinstance(result, Admitted)
        else result.error
        for result in results
    ]
