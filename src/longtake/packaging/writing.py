"""Writing a film's package: nothing is made that is there already, and the film in one file may be begun early.

The film in one file is written in film order, beside the one that stands. So its beginning can be written while later
spans are still being encoded.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from math import ceil
from pathlib import Path

from longtake.packaging.announcing import Told, dash_manifest, main_playlist
from longtake.packaging.delivery import Delivery, PackagedFile
from longtake.packaging.essence import FilmEssence
from longtake.packaging.further import FURTHER_FOLDERS, FurtherFile, write_further
from longtake.packaging.one_file import OneFile, written
from longtake.packaging.package import (
    DASH,
    FILM,
    PLAYLIST,
    MeasuredRendition,
    OnProgress,
    Package,
    PackagePlan,
    plan_package,
)
from longtake.packaging.playlists import Rates
from longtake.packaging.putting import put_keys, put_rendition, put_segments
from longtake.packaging.renditions import Rendition
from longtake.packaging.segments import packets_for
from longtake.packaging.tape import Tape
from longtake.packaging.tracks import Track

__all__ = ["PackageWriter", "package_film"]


def package_film(
    folder: str | Path,
    essence: FilmEssence,
    *,
    known: Mapping[str, PackagedFile] | None = None,
    on_progress: OnProgress | None = None,
) -> Package:
    """Plans and writes in one go: see `plan_package` and `PackageWriter`."""
    writer = PackageWriter(folder, plan_package(essence), known=known)
    package = writer.finish(on_progress)
    writer.publish()
    return package


class PackageWriter:
    """Writes the planned film into `folder`, which a film may stand in already.

    known: files of an earlier package of this folder, by path; those that the plan names too, and that have their size
    still, are not made again. Segments come first and the multivariant playlist last; until that is renamed into place
    the old film plays. Raises PackagingError, with what was there before untouched, if the disk refuses or a span
    does not fit its rung.
    """

    def __init__(
        self, folder: str | Path, plan: PackagePlan, *, known: Mapping[str, PackagedFile] | None = None
    ) -> None:
        self._plan = plan
        self._delivery = Delivery(Path(folder), known or {})
        self._delivery.sweep(["", "hls", *plan.folders, *FURTHER_FOLDERS])
        self._film = _written_film(self._delivery, plan)

    def begin(self, spans: int) -> None:
        """Writes the beginning of the film in one file, beside the one that stands, and nothing else: at most the first
        `spans` spans, whose essence must be there, and no further than their segments stand in the folder. The last one
        waits: with it the film is finished, and asks for its cover, which is taken when all spans are there."""
        end = min(spans, self._spans_at_hand(), len(self._plan.span_frames) - 1)
        with self._untouched():
            while end and next(self._film) < end:
                pass

    def finish(
        self,
        on_progress: OnProgress | None = None,
        further: Sequence[FurtherFile] = (),
        recipes: Mapping[str, str] | None = None,
    ) -> Package:
        """Writes what is left. The film takes its place when it is published. further: films in one file beside it;
        recipes: of those that stand in the folder, by path."""
        delivery, plan = self._delivery, self._plan
        progress = _Progress(plan.parts, on_progress)
        with self._untouched():
            streamed = [put_rendition(delivery, rendition, progress.step) for rendition in plan.renditions]
            worded = [put_segments(delivery, subtitles, progress.step) for subtitles in plan.subtitles]
            files = [file for _, listed in (*streamed, *worded) for file in listed]
            segments = progress.done
            for spans in self._film:
                progress.come_to(segments + spans)
            progress.come_to(plan.parts)
            rates = [rates for rates, _ in streamed]
            with ThreadPoolExecutor(1, "longtake-digest") as thread:
                film = thread.submit(delivery.describe, FILM)  # its digest is taken beside what Python does
                files += [_write_beside(delivery, path, [data]) for path, data in plan.sidecars.items()]
                files += [write_further(delivery, one, recipes or {}) for one in further]
                files += self._announced(rates, [rates for rates, _ in worded])
                files.append(film.result())
            delivery.check(files)
        measured = tuple(map(_measured, plan.renditions, rates))
        listed = tuple(sorted(files, key=lambda file: file.path))
        made_of = {one.path: one.recipe for one in further}
        return Package(listed, measured, segments, progress.reused, recipes=made_of)

    def _announced(self, rates: Sequence[Rates], worded: Sequence[Rates]) -> list[PackagedFile]:
        """Writes what is told of the segments, when all are there: key pictures, thumbnails, the manifests. rates: of
        the renditions; worded: of the subtitles."""
        delivery, plan = self._delivery, self._plan
        keys = [put_keys(delivery, plan, rendition) for rendition in plan.wound]
        files = [file for _, listed in keys for file in listed]
        told = Told(rates, worded, [rates for rates, _ in keys])
        if plan.thumbnails:
            sheets, pictured = put_segments(delivery, plan.thumbnails)
            told, files = replace(told, sheets=sheets), files + pictured
        if not plan.essence.seal:  # DASH knows no segments that are encrypted whole
            files.append(_write_beside(delivery, DASH, dash_manifest(plan, told)))
        return [*files, _write_beside(delivery, PLAYLIST, [main_playlist(plan, told)])]

    @property
    def waiting(self) -> Mapping[str, Path]:
        """Where the files are that take their places when the film is published, by path."""
        return self._delivery.waiting

    def publish(self) -> None:
        """Puts the finished film in its place."""
        with self._untouched():
            self._delivery.publish()

    def abandon(self) -> None:
        """Removes what was written; what was there before is as it was."""
        self._film.close()
        self._delivery.take_back()

    @contextmanager
    def _untouched(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abandon()
            raise

    def _spans_at_hand(self) -> int:
        """How many spans, from the first, lie in segments that stand in the folder, with the sounds that are heard
        there: those may reach into the next segment of sound."""
        segments = self._plan.segments
        whole = self._standing(self._plan.rungs[0])
        for sounding in self._plan.soundings:
            if (heard := self._standing(sounding)) < len(segments):
                whole = min(whole, max(0, heard - 1))
        return segments[whole].first_span if whole < len(segments) else segments[-1].end_span

    def _standing(self, rendition: Rendition) -> int:
        """How many of its segments stand in the folder, from the first."""
        names = rendition.paths[1:-1]
        return next((at for at, name in enumerate(names) if not self._delivery.at_hand(name)), len(names))


class _Progress:
    def __init__(self, total: int, listener: OnProgress | None) -> None:
        self._total, self._listener = total, listener
        self.done = self.reused = 0

    def step(self, reused: bool) -> None:
        self.reused += reused
        self.come_to(self.done + 1)

    def come_to(self, done: int) -> None:
        if done > self.done and self._listener:
            self._listener(done, self._total, self.reused)
        self.done = done


def _written_film(delivery: Delivery, plan: PackagePlan) -> Generator[int, None, None]:
    """Writes the film in one file a span at a time; says before each how many are written, and that all are."""
    essence = plan.essence
    film = OneFile(
        essence.title,
        essence.rate,
        plan.span_frames,
        plan.pictures[0].video.track,
        _sound_tracks(plan),
        packets_for(essence.rate.samples(sum(plan.span_frames))),
        plan.text_tracks,
        essence.chapters,
        essence.language,
    )
    cover = partial(essence.load, essence.cover) if essence.cover else None
    with delivery.beside(FILM) as file:
        heard = [Tape(delivery, sounding) for sounding in plan.soundings]
        yield from written(file, film, Tape(delivery, plan.rungs[0]), heard, cover)


def _sound_tracks(plan: PackagePlan) -> list[Track]:
    """Of several, the first plays unless another is chosen."""
    tracks = [reader.sound.track for reader in plan.sounds]
    if len(tracks) < 2:
        return tracks
    return [replace(track, alternate=1, is_enabled=number == 0) for number, track in enumerate(tracks)]


def _write_beside(delivery: Delivery, path: str, content: Iterable[bytes]) -> PackagedFile:
    with delivery.beside(path) as file:
        file.writelines(content)
    return delivery.describe(path)


def _measured(rendition: Rendition, rates: Rates) -> MeasuredRendition:
    playlist = f"{rendition.folder}/{rendition.playlist_name}"
    return MeasuredRendition(rendition.name, playlist, ceil(rates.peak), ceil(rates.average))
