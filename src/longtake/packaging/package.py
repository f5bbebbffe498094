"""Packaging a film: HLS and MP4 from the same essence, nothing encoded, nothing made that is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from pathlib import Path

from longtake.errors import PackagingError
from longtake.packaging.delivery import Delivery, PackagedFile
from longtake.packaging.essence import FilmEssence
from longtake.packaging.film_file import FilmWriter, TrackPlan
from longtake.packaging.interleaving import turns_of
from longtake.packaging.playlists import Rates, SoundLine, Variant, multivariant_playlist, rates_of
from longtake.packaging.renditions import Rendition, picture_rendition, sound_rendition
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.segments import Segment, segments_of, sound_segments_of
from longtake.packaging.tape import Tape

__all__ = [
    "FILM",
    "PLAYLIST",
    "MeasuredRendition",
    "OnProgress",
    "Package",
    "PackagePlan",
    "package_film",
    "plan_package",
    "write_package",
]

FILM = "film.mp4"
PLAYLIST = "hls/main.m3u8"

OnProgress = Callable[[int, int, int], None]
"""Called with how many parts are done, how many there are, and how many of those done were there already."""


@dataclass(frozen=True, slots=True)
class MeasuredRendition:
    """What a rendition came to. peak and average in bits a second, container included, rounded up."""

    name: str
    playlist: str
    peak: int
    average: int


@dataclass(frozen=True, slots=True)
class Package:
    """A film in its folder. files: every file, sorted by path; segments: of all renditions, `reused` of them not
    made anew."""

    files: tuple[PackagedFile, ...]
    renditions: tuple[MeasuredRendition, ...]
    segments: int
    reused: int
    film: str = FILM
    playlist: str = PLAYLIST


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """Everything decided, nothing written. `paths` are all files that the package will have."""

    essence: FilmEssence
    segments: tuple[Segment, ...]
    pictures: tuple[PictureReader, ...]
    sound: SoundReader | None
    rungs: tuple[Rendition, ...]
    sounding: Rendition | None

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        return (*self.rungs, self.sounding) if self.sounding else self.rungs

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted([FILM, PLAYLIST, *(path for rendition in self.renditions for path in rendition.paths)]))

    @property
    def parts(self) -> int:
        """What progress counts: the segments of each rendition, and the spans of the film in one file."""
        return len(self.essence.rungs[0].spans) + sum(len(rendition.segments) for rendition in self.renditions)


def package_film(
    folder: str | Path,
    essence: FilmEssence,
    *,
    known: Mapping[str, PackagedFile] | None = None,
    on_progress: OnProgress | None = None,
) -> Package:
    """Plans and writes in one go: see `plan_package` and `write_package`."""
    return write_package(folder, plan_package(essence), known=known, on_progress=on_progress)


def plan_package(essence: FilmEssence) -> PackagePlan:
    """Cuts the film into segments and names every file; loads only the first span of each rung and piece of sound.

    Raises PackagingError where the essence cannot become a film that plays.
    """
    rate = essence.rate
    segments = segments_of(_span_frames(essence), rate)
    pictures = tuple(PictureReader(rung, rate, essence.load) for rung in essence.rungs)
    _check_depths(pictures)
    samples = rate.samples(segments[-1].end)
    sound = SoundReader(essence.sound, samples, essence.load) if essence.sound else None
    return PackagePlan(
        essence,
        segments,
        pictures,
        sound,
        tuple(picture_rendition(reader, segments, rate) for reader in pictures),
        sound_rendition(sound, sound_segments_of(segments, rate)) if sound else None,
    )


def write_package(
    folder: str | Path,
    plan: PackagePlan,
    *,
    known: Mapping[str, PackagedFile] | None = None,
    on_progress: OnProgress | None = None,
) -> Package:
    """Writes the planned film into `folder`, which a film may stand in already.

    known: files of an earlier package of this folder, by path; those that the plan names too, and that have their size
    still, are not made again. Segments come first and the multivariant playlist last; until that is renamed into place
    the old film plays. Raises PackagingError, with what was there before untouched, if the disk refuses or a span
    does not fit its rung.
    """
    delivery = Delivery(Path(folder), known or {})
    progress = _Progress(plan.parts, on_progress)
    delivery.sweep(["", "hls", *(rendition.folder for rendition in plan.renditions)])
    try:
        written = [_write_rendition(delivery, rendition, progress) for rendition in plan.renditions]
        files = [file for _, listed in written for file in listed]
        segments = [listed[1:-1] for _, listed in written]
        files.append(_write_film(delivery, plan, segments, progress))
        rates = [rates for rates, _ in written]
        files.append(_write_main(delivery, plan, rates))
        delivery.check(files)
        delivery.publish()
    except BaseException:
        delivery.take_back()
        raise
    measured = tuple(map(_measured, plan.renditions, rates))
    listed = tuple(sorted(files, key=lambda file: file.path))
    return Package(listed, measured, sum(map(len, segments)), progress.reused)


class _Progress:
    def __init__(self, total: int, listener: OnProgress | None) -> None:
        self._total, self._listener = total, listener
        self._done = self.reused = 0

    def step(self, *, reused: bool = False) -> None:
        self._done += 1
        self.reused += reused
        if self._listener:
            self._listener(self._done, self._total, self.reused)


def _span_frames(essence: FilmEssence) -> list[int]:
    return [span.length for span in essence.rungs[0].spans]


def _check_depths(pictures: Sequence[PictureReader]) -> None:
    top = pictures[0]
    for other in pictures[1:]:
        if other.video.reorder_depth != top.video.reorder_depth:
            raise PackagingError(
                f"rung {other.name} has reorder depth {other.video.reorder_depth}, rung {top.name} has "
                f"{top.video.reorder_depth}: their media times would differ",
                advice=("encode all rungs with the same B-frame settings",),
            )


def _write_rendition(delivery: Delivery, rendition: Rendition, progress: _Progress) -> tuple[Rates, list[PackagedFile]]:
    init, *names, playlist = rendition.paths
    files = [delivery.at_hand(init) or delivery.put(init, rendition.init)]
    for name, segment in zip(names, rendition.segments, strict=True):
        standing = delivery.at_hand(name)
        files.append(standing or delivery.put(name, segment.make()))
        progress.step(reused=standing is not None)
    rates = rates_of([(file.size, segment.micros) for file, segment in zip(files[1:], rendition.segments, strict=True)])
    files.append(delivery.at_hand(playlist) or delivery.put(playlist, rendition.playlist.encode()))
    return rates, files


def _write_film(
    delivery: Delivery, plan: PackagePlan, segments: Sequence[Sequence[PackagedFile]], progress: _Progress
) -> PackagedFile:
    """segments: of each rendition, as they stand in the folder."""
    top, sound, frames = plan.pictures[0], plan.sound, _span_frames(plan.essence)
    turns = list(turns_of(frames, plan.essence.rate))
    plans = [TrackPlan(top.video.track, sum(frames), len(turns))]
    if sound:
        plans.append(TrackPlan(sound.sound.track, turns[-1].sound_end, len(turns)))
    with delivery.beside(FILM) as file:
        writer = FilmWriter(file, plans, sum(frames) * top.video.ticks.frame, plan.essence.title)
        seen = Tape(delivery, plan.rungs[0], segments[0])
        heard = Tape(delivery, plan.sounding, segments[-1]) if plan.sounding else None
        for _, of_span in groupby(turns, key=lambda turn: turn.span):
            for turn in of_span:
                writer.add(0, seen.take(turn.end - turn.first))
                if heard and turn.sound_end > turn.sound_first:
                    writer.add(1, heard.take(turn.sound_end - turn.sound_first))
            progress.step()
        writer.finish()
    return delivery.describe(FILM)


def _write_main(delivery: Delivery, plan: PackagePlan, rates: Sequence[Rates]) -> PackagedFile:
    """The multivariant playlist; its rates are known only now."""
    variants = [
        Variant(f"{rendition.name}/{rendition.playlist_name}", essence.rung.size, rendition.codec, measured)
        for essence, rendition, measured in zip(plan.essence.rungs, plan.rungs, rates, strict=False)
    ]
    text = multivariant_playlist(variants, plan.essence.rate, _sound_line(plan, rates[-1])).encode()
    with delivery.beside(PLAYLIST) as file:
        file.write(text)
    return delivery.describe(PLAYLIST)


def _sound_line(plan: PackagePlan, rates: Rates) -> SoundLine | None:
    essence, reader, rendition = plan.essence.sound, plan.sound, plan.sounding
    if not (essence and reader and rendition):
        return None
    uri = f"{rendition.name}/{rendition.playlist_name}"
    channels = reader.sound.channels
    return SoundLine(rendition.name, essence.name, essence.language, channels, uri, rendition.codec, rates)


def _measured(rendition: Rendition, rates: Rates) -> MeasuredRendition:
    playlist = f"{rendition.folder}/{rendition.playlist_name}"
    return MeasuredRendition(rendition.name, playlist, ceil(rates.peak), ceil(rates.average))
