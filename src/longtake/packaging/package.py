"""A film's package as it is planned, and as it stands: HLS and MP4 from the same essence, nothing encoded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from longtake.errors import PackagingError
from longtake.packaging.delivery import PackagedFile
from longtake.packaging.essence import FilmEssence
from longtake.packaging.key_pictures import key_file_paths, key_playlist_path
from longtake.packaging.renditions import Rendition, picture_rendition, sound_rendition
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.segments import Segment, segments_of, sound_segments_of
from longtake.packaging.subtitles import SubtitleRendition, subtitle_rendition
from longtake.packaging.text_track import TextTrack
from longtake.packaging.thumbnails import Thumbnails, plan_thumbnails

__all__ = [
    "DASH",
    "FILM",
    "PLAYLIST",
    "POSTER",
    "THUMBNAILS",
    "MeasuredRendition",
    "OnProgress",
    "Package",
    "PackagePlan",
    "plan_package",
]

FILM = "film.mp4"
PLAYLIST = "hls/main.m3u8"
DASH = "film.mpd"
THUMBNAILS = "thumbnails.vtt"
POSTER = "poster.jpg"

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
    made anew. recipes: of further films in one file, by path."""

    files: tuple[PackagedFile, ...]
    renditions: tuple[MeasuredRendition, ...]
    segments: int
    reused: int
    film: str = FILM
    playlist: str = PLAYLIST
    recipes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """Everything decided, nothing written. sounds, soundings: of the film's own language first; low_soundings: the same
    at a lower rate, if there are any. `paths` are all files that the package will have."""

    essence: FilmEssence
    segments: tuple[Segment, ...]
    pictures: tuple[PictureReader, ...]
    sounds: tuple[SoundReader, ...]
    rungs: tuple[Rendition, ...]
    soundings: tuple[Rendition, ...]
    subtitles: tuple[SubtitleRendition, ...] = ()
    thumbnails: Thumbnails | None = None
    low_soundings: tuple[Rendition, ...] = ()

    @property
    def span_frames(self) -> list[int]:
        return [span.length for span in self.essence.rungs[0].spans]

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        return (*self.rungs, *self.soundings, *self.low_soundings)

    @property
    def paths(self) -> tuple[str, ...]:
        written = [path for rendition in self.renditions for path in rendition.paths]
        written += [path for rendition in self.subtitles for path in rendition.paths]
        written += map(key_playlist_path, self.wound)
        if self.essence.seal:
            written += [path for rung in self.wound for path in key_file_paths(rung, self.segments)]
        written += self.thumbnails.paths if self.thumbnails else ()
        dash = [] if self.essence.seal else [DASH]
        return tuple(sorted([*dash, FILM, PLAYLIST, *written, *self.sidecars]))

    @property
    def wound(self) -> tuple[Rendition, ...]:
        """The rungs with a playlist of key pictures, of an encrypted film the smallest one."""
        return self.rungs[-1:] if self.essence.seal else self.rungs

    @property
    def sidecars(self) -> dict[str, bytes]:
        """The files of words beside the film, and its list of thumbnails, by path."""
        words = {path: data for one in self.essence.subtitles for path, data in one.sidecars.items()}
        return words | ({THUMBNAILS: self.thumbnails.vtt} if self.thumbnails else {})

    @property
    def text_tracks(self) -> tuple[TextTrack, ...]:
        """The words that the film in one file holds."""
        top = self.pictures[0].video
        size, frames = self.essence.rungs[0].rung.size, sum(self.span_frames)
        worded = [one for one in self.essence.subtitles if one.texts]
        return tuple(TextTrack.of(one.texts, one.language, size, top.ticks, frames) for one in worded)

    @property
    def folders(self) -> tuple[str, ...]:
        pictured = [self.thumbnails.folder] if self.thumbnails else []
        return (*(one.folder for one in self.renditions), *(one.folder for one in self.subtitles), *pictured)

    @property
    def parts(self) -> int:
        """What progress counts: the segments of each rendition, and the spans of the film in one file."""
        segments = [len(rendition.segments) for rendition in self.renditions]
        segments += [len(rendition.segments) for rendition in self.subtitles]
        return len(self.essence.rungs[0].spans) + sum(segments)


def plan_package(essence: FilmEssence) -> PackagePlan:
    """Cuts the film into segments and names every file; loads only the first span of each rung and piece of sound.

    Raises PackagingError where the essence cannot become a film that plays.
    """
    rate = essence.rate
    segments = segments_of([span.length for span in essence.rungs[0].spans], rate)
    pictures = tuple(PictureReader(rung, rate, essence.load) for rung in essence.rungs)
    _check_depths(pictures)
    samples, heard = rate.samples(segments[-1].end), sound_segments_of(segments, rate) if essence.sound else ()
    sounds = tuple(SoundReader(one, samples, essence.load) for one in essence.sounds)
    low = tuple(SoundReader(one, samples, essence.load) for one in essence.low_sounds)
    return PackagePlan(
        essence,
        segments,
        pictures,
        sounds,
        tuple(picture_rendition(reader, segments, rate, essence.seal) for reader in pictures),
        tuple(sound_rendition(sound, heard, essence.seal) for sound in sounds),
        tuple(subtitle_rendition(one, segments, rate) for one in essence.subtitles if one.part),
        plan_thumbnails(essence.thumbnails, rate.seconds(segments[-1].end)) if essence.thumbnails else None,
        tuple(sound_rendition(sound, heard, essence.seal) for sound in low),
    )


def _check_depths(pictures: Sequence[PictureReader]) -> None:
    top = pictures[0]
    for other in pictures[1:]:
        if other.video.reorder_depth != top.video.reorder_depth:
            raise PackagingError(
                f"rung {other.name} has reorder depth {other.video.reorder_depth}, rung {top.name} has "
                f"{top.video.reorder_depth}: their media times would differ",
                advice=("encode all rungs with the same B-frame settings",),
            )
