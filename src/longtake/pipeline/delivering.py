"""Delivering a film: its files are put into the output folder, each written beside and renamed, and listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic_core import to_json

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
from longtake.pipeline.events import Listener, Progress
from longtake.pipeline.fidelity import fidelity_of
from longtake.pipeline.flowing import flow_remarks
from longtake.pipeline.further import further_files, further_paths
from longtake.pipeline.job import Job
from longtake.pipeline.lock import LOCK
from longtake.pipeline.low_sound import low_essences
from longtake.pipeline.manifest import manifest_json
from longtake.pipeline.posters import cover_of, poster_files, poster_paths
from longtake.pipeline.releasing import load_verifier, release
from longtake.pipeline.reporting import JoinTold, Strips, report_facts
from longtake.pipeline.seam_rows import seam_rows
from longtake.pipeline.standing_film import MANIFEST, StandingFilm
from longtake.pipeline.stems import stem_files
from longtake.pipeline.tiling import thumbnails_of
from longtake.pipeline.tongues import own_language
from longtake.pipeline.verdicts import verdicts_of
from longtake.publishing import compile_page, report_page
from longtake.store import OutputFolder, Store

if TYPE_CHECKING:
    from longtake.packaging.verifying import Verification

__all__ = ["PLAN", "REPORT", "Begun", "begun", "deliver", "package"]

PLAN, REPORT = "plan.json", "report.html"


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
    """A package on its way. standing: the film in its folder; known: the files of that which were untouched when it was
    begun."""

    plan: PackagePlan
    standing: StandingFilm
    known: Mapping[str, PackagedFile]
    writer: PackageWriter

    @classmethod
    def of(cls, job: Job, store: Store, folder: OutputFolder) -> Begun:
        plan, standing = plan_package(_essence(job, store)), StandingFilm.read(folder.path)
        known = standing.untouched(folder)
        return cls(plan, standing, known, PackageWriter(folder.path, plan, known=known))


def package(
    job: Job, store: Store, folder: OutputFolder, begun: Begun | None, say: Listener
) -> tuple[Packaged, PackageWriter, Verification]:
    """Writes film and stream from the store, and verifies them; their writer publishes them. Segments that stand in the
    folder already are not made again."""
    if begun and begun.known != begun.standing.untouched(folder):  # somebody touched them since
        begun.writer.abandon()
        begun = None
    begun = begun or Begun.of(job, store, folder)

    def told(done: int, total: int, reused: int) -> None:
        progress = Progress("package", done, total, reused)
        if progress.is_worth_telling:
            say(progress)

    try:
        further = further_files(job, begun.plan, store)
        folder.forget()
        others = [MANIFEST, PLAN, REPORT, *poster_paths(job), *([LOCK] if job.planned.lock else [])]
        folder.claim([*begun.plan.paths, *further_paths(job), *stem_files(job), *others])
        packaged = begun.writer.finish(told, further, begun.standing.recipes)
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
    manifest = manifest_json(job, packaged, files, fidelity, told.seams)
    _write(folder, MANIFEST, [to_json(manifest, indent=1)])  # as json does, in a tenth of the time
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
    essence = FilmEssence(
        plan.title, job.film.rate, rungs, sound, store.read, words, dubs, chapters, cover, job.seal, thumbnails
    )
    low = tuple(low_essences(job, essence.sounds))
    return replace(essence, low_sounds=low, low_rungs=len(job.ladder.low_rungs)) if low else essence


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
