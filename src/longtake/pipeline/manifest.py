"""The manifest: what a finished film tells programs of itself, each of its files and where each shot comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from longtake.packaging import Package as Packaged
from longtake.packaging import PackagedFile
from longtake.pipeline.encrypting import encryption_json
from longtake.pipeline.fidelity import renditions_json
from longtake.pipeline.job import Job
from longtake.pipeline.laddering import ladder_json
from longtake.pipeline.loudness import sound_json
from longtake.pipeline.materials import Drawn
from longtake.pipeline.provenance import missing_json, take_json
from longtake.pipeline.rates import rates_json, rates_of_package
from longtake.pipeline.reporting import made_by
from longtake.pipeline.seam_rows import SeamRow, seams_json
from longtake.pipeline.stems import stems_json
from longtake.pipeline.targeting import targets_json
from longtake.planning import PlannedOverlay, PlannedShot, PlannedTitle, QuoteRow
from longtake.publishing import FidelityFacts
from longtake.timeline import Clip

__all__ = ["manifest_json"]

_FORMAT = 1


def manifest_json(
    job: Job,
    packaged: Packaged,
    files: Iterable[PackagedFile],
    fidelity: Mapping[str, FidelityFacts],
    seams: Iterable[SeamRow],
) -> dict[str, Any]:
    """files: all that stand in the folder; fidelity: by the name of each picture rung."""
    plan = job.planned.plan
    return {
        "manifest": _FORMAT,
        "title": plan.title,
        "film": job.digest,
        "frames": plan.frames,
        "rate": str(plan.rate),
        "size": str(plan.size),
        "made_by": dict(made_by()),
        **({"emulated": True} if job.planned.takes.is_emulated else {}),
        "shots": [
            _provenance(job, clip, shot, row)
            for clip, shot, row in zip(job.timeline.clips, plan.shots, plan.quote.rows, strict=True)
        ],
        "laid_over": [_laid(over) for over in (*chain(*(_over(shot) for shot in plan.shots)), *plan.overlays)],
        "files": [
            {"path": file.path, "size": file.size, "sha256": file.sha256} | _recipe(packaged.recipes.get(file.path))
            for file in sorted(files, key=lambda file: file.path)
        ],
        "renditions": rates_json(renditions_json(job, fidelity), rates_of_package(packaged, fidelity)),
        "sound": sound_json(job),
        "seams": seams_json(seams),
        **ladder_json(job),
        **encryption_json(job),
        **({"targets": targets_json(job)} if job.targets else {}),
        **stems_json(job),
    }


def _recipe(recipe: str | None) -> dict[str, str]:
    return {"recipe": recipe} if recipe else {}


def _over(shot: PlannedShot) -> tuple[PlannedTitle | PlannedOverlay, ...]:
    return (*shot.overlays, *shot.titles)


def _laid(over: PlannedTitle | PlannedOverlay) -> dict[str, Any]:
    """What lies over the film, in the order in which it is laid: words in a font (None: our own), or a picture's file.
    The digest of a sequence is that of all its files."""
    what = {"title": over.text, "font": over.font} if isinstance(over, PlannedTitle) else {"overlay": over.asset}
    return {**what, "sha256": over.digest, "frames": [over.start, over.start + over.frames]}


def _provenance(job: Job, clip: Clip, shot: PlannedShot, row: QuoteRow) -> dict[str, Any]:
    """Where a shot's pictures come from: a model, the author, or they are drawn."""
    source, takes = clip.source, job.planned.takes
    landed, missing = takes.landed.get(shot.key), takes.missing.get(shot.key)
    take: dict[str, Any] = {}
    if landed:
        take = {"take": take_json(landed, shot, takes)}
    elif missing:
        take = {"stands_in_for": missing_json(missing, shot)}
    maker = f"{landed.purchase.intent.model} of {landed.purchase.intent.provider}" if landed else "the author"
    is_drawn = isinstance(job.materials[source.key], Drawn)
    lut = {"lut": {"file": shot.lut.asset, "sha256": shot.lut.digest}} if shot.lut else {}
    return {
        "shot": shot.name,
        "key": shot.key,
        "kind": shot.kind,
        "made_by": "longtake" if is_drawn else maker,
        "file": shot.asset,
        "sha256": landed.arrival.digest if landed else shot.digest,
        **lut,
        **take,
        "source": source.key,
        "frames": [shot.start, shot.start + shot.frames],
        "of_source": [shot.visible.start, shot.visible.end],
        "price": str(row.price),
    }
