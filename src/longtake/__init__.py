"""Longtake assembles long films out of short clips: one MP4 and an HLS ladder from a storyboard file.

    import longtake

    package = longtake.make("storyboard.yaml", "out/film", on_event=print)
    package.film, package.playlist, package.manifest

Importing this module is light; what a function needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from longtake.errors import LongtakeError

if TYPE_CHECKING:
    from longtake.directing import Direction
    from longtake.inspection import describe
    from longtake.pipeline.adapting import read_script, save_storyboard
    from longtake.pipeline.api import (
        assemble,
        assemble_async,
        contact_sheet,
        estimate,
        inspect,
        models,
        plan,
        schema,
        seams,
        status,
        voices,
    )
    from longtake.pipeline.approving import Judgement, approve, reject
    from longtake.pipeline.bookkeeping import (
        JobEntry,
        abandon_job,
        accept_duplicate,
        adopt_job,
        budget,
        budgets,
        job,
        jobs,
        open_budget,
        usage,
    )
    from longtake.pipeline.changes import changes
    from longtake.pipeline.checking import check
    from longtake.pipeline.composing import Composed, compose
    from longtake.pipeline.contract import ProviderContract
    from longtake.pipeline.estimating import Estimate
    from longtake.pipeline.events import Event, Notice, Planned, Progress, Reused, Watchable
    from longtake.pipeline.exporting import export_shotstack
    from longtake.pipeline.finished import Package
    from longtake.pipeline.looking import Inspection
    from longtake.pipeline.moviepy_bridge import from_moviepy
    from longtake.pipeline.narrators import EmbeddedVoice, embedded_voices, get_voice, say
    from longtake.pipeline.planned_film import PlannedFilm
    from longtake.pipeline.proposing import propose
    from longtake.pipeline.receiving import callback_receiver
    from longtake.pipeline.refreshing import Refreshed, refresh_models
    from longtake.pipeline.seam_rows import SeamRow
    from longtake.pipeline.staff import Workers
    from longtake.pipeline.starting import make, make_async
    from longtake.pipeline.status import Status
    from longtake.pipeline.verifying import verify
    from longtake.planning import Timings, speech_key
    from longtake.storyboard.scripts import Adaptation

__all__ = [
    "Adaptation",
    "Composed",
    "Direction",
    "EmbeddedVoice",
    "Estimate",
    "Event",
    "Inspection",
    "JobEntry",
    "Judgement",
    "LongtakeError",
    "Notice",
    "Package",
    "Planned",
    "PlannedFilm",
    "Progress",
    "ProviderContract",
    "Refreshed",
    "Reused",
    "SeamRow",
    "Status",
    "Timings",
    "Watchable",
    "Workers",
    "abandon_job",
    "accept_duplicate",
    "adopt_job",
    "approve",
    "assemble",
    "assemble_async",
    "budget",
    "budgets",
    "callback_receiver",
    "changes",
    "check",
    "compose",
    "contact_sheet",
    "describe",
    "embedded_voices",
    "estimate",
    "export_shotstack",
    "from_moviepy",
    "get_voice",
    "inspect",
    "job",
    "jobs",
    "make",
    "make_async",
    "models",
    "open_budget",
    "plan",
    "propose",
    "read_script",
    "refresh_models",
    "reject",
    "save_storyboard",
    "say",
    "schema",
    "seams",
    "speech_key",
    "status",
    "usage",
    "verify",
    "voices",
]

_HOMES = {
    "longtake.directing": ("Direction",),
    "longtake.inspection": ("describe",),
    "longtake.pipeline.adapting": ("read_script", "save_storyboard"),
    "longtake.pipeline.api": (
        "assemble",
        "assemble_async",
        "contact_sheet",
        "estimate",
        "inspect",
        "models",
        "plan",
        "schema",
        "seams",
        "status",
        "voices",
    ),
    "longtake.pipeline.changes": ("changes",),
    "longtake.pipeline.checking": ("check",),
    "longtake.pipeline.composing": ("Composed", "compose"),
    "longtake.pipeline.contract": ("ProviderContract",),
    "longtake.pipeline.approving": ("Judgement", "approve", "reject"),
    "longtake.pipeline.bookkeeping": (
        "JobEntry",
        "abandon_job",
        "accept_duplicate",
        "adopt_job",
        "budget",
        "budgets",
        "job",
        "jobs",
        "open_budget",
        "usage",
    ),
    "longtake.pipeline.estimating": ("Estimate",),
    "longtake.pipeline.events": ("Event", "Notice", "Planned", "Progress", "Reused", "Watchable"),
    "longtake.pipeline.exporting": ("export_shotstack",),
    "longtake.pipeline.looking": ("Inspection",),
    "longtake.pipeline.finished": ("Package",),
    "longtake.pipeline.moviepy_bridge": ("from_moviepy",),
    "longtake.pipeline.narrators": ("EmbeddedVoice", "embedded_voices", "get_voice", "say"),
    "longtake.pipeline.planned_film": ("PlannedFilm",),
    "longtake.pipeline.proposing": ("propose",),
    "longtake.pipeline.receiving": ("callback_receiver",),
    "longtake.pipeline.refreshing": ("Refreshed", "refresh_models"),
    "longtake.pipeline.seam_rows": ("SeamRow",),
    "longtake.pipeline.staff": ("Workers",),
    "longtake.pipeline.starting": ("make", "make_async"),
    "longtake.pipeline.status": ("Status",),
    "longtake.pipeline.verifying": ("verify",),
    "longtake.planning": ("Timings", "speech_key"),
    "longtake.storyboard.scripts": ("Adaptation",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
