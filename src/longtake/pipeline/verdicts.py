"""What is said of the clips of a film that were measured, for its report."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from longtake.inspection import verdict_rows
from longtake.media import ClipFacts, Measures
from longtake.pipeline.facts import StoredMeasures
from longtake.pipeline.planned_film import PlannedFilm
from longtake.planning import PlannedShot
from longtake.store import Store

__all__ = ["verdicts_of"]


def verdicts_of(planned: PlannedFilm, store: Store) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By the keys of shots, name and value of what their clips are good for; nothing of clips that nobody measured."""
    kept = StoredMeasures(store)
    said = planned.takes.verdicts
    found = {
        shot.key: tuple(verdict_rows(said[shot.key])) if shot.key in said else _rows(facts, kept)
        for shot in planned.plan.shots
        if (facts := _facts(shot, planned))
    }
    return {key: rows for key, rows in found.items() if rows}


def _facts(shot: PlannedShot, planned: PlannedFilm) -> ClipFacts | None:
    take = planned.takes.of(shot.key)
    return take.facts if take else planned.facts.get(shot.asset or "") if shot.kind == "footage" else None


def _rows(facts: ClipFacts, kept: StoredMeasures) -> tuple[tuple[str, str], ...]:
    from longtake.inspection.judging import judge  # here: NumPy

    try:
        text = kept.get(facts.digest)
        measures = Measures.from_json(text) if text else None
    except (KeyError, TypeError, ValueError, zlib.error):
        return ()  # torn: whoever needs it measures again
    return tuple(verdict_rows(judge(facts, measures))) if measures else ()
