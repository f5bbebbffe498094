"""A film's loudness: as a person wishes it, in words, and in the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from longtake.errors import InputError
from longtake.media import LoudnessTarget
from longtake.pipeline.events import Listener
from longtake.pipeline.job import Job
from longtake.pipeline.planned_film import PlannedFilm
from longtake.publishing import LoudnessFacts
from longtake.storyboard.loudness import OFF, loudness_text, parse_loudness
from longtake.storyboard.units import Refused

__all__ = ["checked_loudness", "loudness_facts", "loudness_words", "sound_json", "with_loudness"]

Preparing = Callable[[Listener], PlannedFilm]
"""Gives the plan, telling of its progress."""


def checked_loudness(text: str | None) -> str | None:
    """A loudness as a plan has it. Raises InputError with the ways out."""
    if text is None:
        return None
    try:
        return loudness_text(parse_loudness(text))
    except Refused as error:
        raise InputError(str(error), place="loudness", advice=error.advice) from None


def with_loudness(prepare: Preparing, loudness: str | None) -> Preparing:
    """The same film at that loudness instead of the author's; None leaves it."""
    if loudness is None:
        return prepare

    def prepared(say: Listener) -> PlannedFilm:
        planned = prepare(say)
        wanted = "" if loudness == "streaming" else loudness
        return replace(planned, plan=replace(planned.plan, loudness=wanted))

    return prepared


def sound_json(job: Job) -> dict[str, Any]:
    """For the manifest: the level in dB and dBTP, and what the sound is at it. Texts are exact."""
    level, found = job.level, job.loudness
    if level is None or found is None:
        return {"loudness": OFF}
    return {
        "loudness": job.planned.plan.loudness or "streaming",
        "level": {"gain": _decibels(level.gain), "ceiling": _decibels(level.ceiling)},
        "integrated": None if found.integrated is None else _decibels(found.integrated),
        "range": _decibels(found.spread),
        "true_peak": _decibels(found.peak),
        **({"languages": in_tongues} if (in_tongues := dict(_in_tongues(job))) else {}),
    }


def _in_tongues(job: Job) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same of the sound in each other language."""
    for one in job.tongues:
        if one.level and one.loudness and one.loudness.integrated is not None:
            level = {"gain": _decibels(one.level.gain), "ceiling": _decibels(one.level.ceiling)}
            told = {"integrated": _decibels(one.loudness.integrated), "true_peak": _decibels(one.loudness.peak)}
            yield one.language, {"level": level, **told}


def loudness_facts(job: Job) -> LoudnessFacts | None:
    """For the report."""
    level, found = job.level, job.loudness
    if level is None or found is None or found.integrated is None:
        return None
    target = parse_loudness(job.planned.plan.loudness or "streaming")
    wanted = target.integrated if isinstance(target, LoudnessTarget) else None
    return LoudnessFacts(wanted, found.integrated, found.spread, found.peak, level.gain, found.short_term)


def loudness_words(job: Job) -> str:
    """For people, in a line; "" where nothing was measured or nothing is heard."""
    found = job.loudness
    if found is None or found.integrated is None:
        return ""
    return f"{found.integrated / 100:.1f} LUFS · range {found.spread / 100:.1f} LU · peaks {found.peak / 100:.1f} dBTP"


def _decibels(millibels: int) -> str:
    return str(Decimal(millibels).scaleb(-2))
