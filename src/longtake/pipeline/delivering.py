"""Delivering a film: its files are put into the output folder, each written beside and renamed, and listed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from longtake.media import digest_bytes, digest_file
from longtake.packaging import (
    FilmEssence,
    PackagedFile,
    PackagePlan,
    PackageWriter,
    RungEssence,
    SoundEssence,
    Stored,
    plan_package,
)
from longtake.packaging import Package as Packaged
from longtake.pipeline.chapters import chapters_of
from longtake.pipeline.cover import cover_of
from longtake.pipeline.encrypting import encryption_json
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.fidelity import fidelity_of, renditions_json
from longtake.pipeline.flowing import flow_remarks
from longtake.pipeline.further import further_files, further_paths
from longtake.pipeline.job import Job
from longtake.pipeline.laddering import ladder_json
from longtake.pipeline.lock import LOCK
from longtake.pipeline.loudness import sound_json
from longtake.pipeline.materials import Drawn
from longtake.pipeline.posters import poster_files, poster_paths
from longtake.pipeline.provenance import missing_json, take_json
from longtake.pipeline.rates import rates_json, rates_of_package
from longtake.pipeline.releasing import load_verifier, release
from longtake.pipeline.reporting import JoinTold, Strips, made_by, report_facts
from longtake.pipeline.seam_rows import seam_rows, seams_json
from longtake.pipeline.stems import stem_files, stems_json
from longtake.pipeline.targeting import targets_json
from longtake.pipeline.tiling import thumbnails_of
from longtake.pipeline.tongues import own_language
from longtake.pipeline.verdicts import verdicts_of
from longtake.planning import PlannedOverlay, PlannedShot, PlannedTitle, QuoteRow
from longtake.publishing import compile_page, report_page
from longtake.store import OutputFolder, Store
from longtake.timeline import Clip

if TYPE_CHECKING:
    from longtake.packaging.verifying import Verification

__all__ = ["MANIFEST", "PLAN", "REPORT", "Begun", "begun", "deliver", "package"]

MANIFEST, PLAN, REPORT = "manifest.json", "plan.json", "report.html"
_FORMAT = 1


def begun(job: Job, store: Store, folder: OutputFolder) -> Begun | None:
    """The package, and of its film as much as needs no encoder any more is written beside the one that stands; None
    where its very beginning needs one. The film that stands is not touched."""
    package = None
    if spans := job.made_spans(store.has):
        package = Begun.of(job, store, folder)
        package.writer.begin(spans)
    compile_page()
    load_verifier()
    return package


@dataclass(frozen=True, slots=True)
class Begun:
    """A package on its way. known: the files that stood in the folder, untouched, when it was begun."""

    plan: PackagePlan
    known: Mapping[str, PackagedFile]
    writer: PackageWriter

    @classmethod
    def of(cls, job: Job, store: Store, folder: OutputFolder) -> Begun:
        plan, known = plan_package(_essence(job, store)), _known(folder)
        return cls(plan, known, PackageWriter(folder.path, plan, known=known))


def package(
    job: Job, store: Store, folder: OutputFolder, begun: Begun | None, say: Listener
) -> tuple[Packaged, PackageWriter, Verification]:
    """Writes film and stream from the store, and verifies them; their writer publishes them. Segments that stand in the
    folder already are not made again."""
    if begun and begun.known != _known(folder):  # somebody touched them since
        begun.writer.abandon()
        begun = None
    begun = begun or Begun.of(job, store, folder)

    def told(done: int, total: int, reused: int) -> None:
        progress = Progress("package", done, total, reused)
        if progress.is_worth_telling:
            say(progress)

    try:
        recipes, further = _recipes(folder), further_files(job, begun.plan, store)
        folder.forget()
        others = [MANIFEST, PLAN, REPORT, *poster_paths(job), *([LOCK] if job.planned.lock else [])]
        folder.claim([*begun.plan.paths, *further_paths(job), *stem_files(job), *others])
        packaged = begun.writer.finish(told, further, recipes)
        return packaged, begun.writer, release(packaged, begun.writer, folder, say, job.seal)
    except BaseException:
        begun.writer.abandon()
        raise


def deliver(
    job: Job,
    packaged: Packaged,
    writer: PackageWriter,
    strips: Strips,
    store: Store,
    folder: OutputFolder,
    kept: Iterable[str] = (),
) -> None:
    """Publishes the film; writes report, plan and manifest, none of which takes its place before the film has its own;
    removes what the film no longer has, and notes that it stands. kept: files that stay and are none of the film's.
    """
    fidelity = fidelity_of(job, store)
    plan_file = PackagedFile(PLAN, len(job.told), digest_bytes(job.told))
    told = JoinTold(
        flow_remarks(job, store),
        seam_rows(job.planned.plan, strips.seams, store.read),
        verdicts_of(job.planned, store),
    )
    page = report_page(report_facts(job, packaged, plan_file, strips, store.read, fidelity, told))
    report = _write(folder, REPORT, _while(writer.publish, (part.encode() for part in page)))
    files = [*packaged.files, _write(folder, PLAN, [job.told]), report]
    files += [_write(folder, name, [data]) for name, data in poster_files(job, strips.shots, store).items()]
    if job.planned.lock:
        files.append(_write(folder, LOCK, [job.planned.lock.encode()]))
    files += [_write(folder, path, content()) for path, content in stem_files(job).items()]
    rates = rates_of_package(packaged, fidelity)
    rows = rates_json(renditions_json(job, fidelity), rates)
    measured = {"renditions": rows, "sound": sound_json(job), "seams": seams_json(told.seams)}
    further = {"targets": targets_json(job)} if job.targets else {}
    chosen = ladder_json(job) | encryption_json(job) | further | stems_json(job)
    manifest = _manifest(job, files, packaged.recipes) | measured | chosen
    _write(folder, MANIFEST, [json.dumps(manifest, indent=1, ensure_ascii=False).encode()])
    names = [MANIFEST, *(file.path for file in files)]
    folder.keep_only([*names, *kept])
    folder.remember(job.digest, names)


def _essence(job: Job, store: Store) -> FilmEssence:
    rungs = tuple(
        RungEssence(rung, [Stored(key, span.frames) for key, span in zip(keys, job.spans, strict=True)])
        for rung, keys in zip(job.ladder.rungs, job.span_keys, strict=True)
    )
    pieces = [Stored(key, piece.packets) for key, piece in zip(job.piece_keys, job.pieces, strict=True)]
    sound = SoundEssence(job.ladder.sound, pieces, *own_language(job.planned))
    words = tuple(captions.essence for captions in job.captions)
    dubs = tuple(tongue.essence(job.ladder) for tongue in job.tongues)
    plan, cover, chapters = job.planned.plan, cover_of(job).key, chapters_of(job.planned.plan)
    thumbnails = None if job.seal else thumbnails_of(job, store.read)  # else the stream's pictures lay in the clear
    return FilmEssence(
        plan.title, job.film.rate, rungs, sound, store.read, words, dubs, chapters, cover, job.seal, thumbnails
    )


def _known(folder: OutputFolder) -> dict[str, PackagedFile]:
    """The files of the film that stands here, as far as nobody touched them since."""
    try:
        listed = json.loads((folder.path / MANIFEST).read_bytes())["files"]
        rows = [PackagedFile(row["path"], row["size"], row["sha256"]) for row in listed]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    intact = folder.intact()
    return {row.path: row for row in rows if row.path in intact}


def _recipes(folder: OutputFolder) -> dict[str, str]:
    """Of the further films that stand here, by path."""
    try:
        rows = json.loads((folder.path / MANIFEST).read_bytes())["files"]
        return {row["path"]: row["recipe"] for row in rows if "recipe" in row}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _while(publish: Callable[[], None], content: Iterable[bytes]) -> Iterator[bytes]:
    """The content, written while the film is published, which is the system's work; it ends only when that is over.
    Nothing begins before the content is asked for: a folder takes no new file while one is put in its place."""
    with ThreadPoolExecutor(1, "longtake-publish") as thread:
        published = thread.submit(publish)
        yield from content
        published.result()


def _write(folder: OutputFolder, name: str, content: Iterable[bytes]) -> PackagedFile:
    folder.write(name, content)
    path = folder.path / name
    return PackagedFile(name, path.stat().st_size, digest_file(path))


def _manifest(job: Job, files: list[PackagedFile], recipes: Mapping[str, str]) -> dict[str, Any]:
    """recipes: of further films, by path."""
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
            {"path": file.path, "size": file.size, "sha256": file.sha256} | _recipe(recipes.get(file.path))
            for file in sorted(files, key=lambda file: file.path)
        ],
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
