"""A film's words as HLS subtitles: WebVTT on the grid of the pictures' segments, and whole files beside the film. Pure.

A cue over a boundary stands in both segments, unchanged (delivery rule H70); the last segment ends where the film does,
whether or not anybody still speaks (H72).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from longtake.media import FrameRate, digest_bytes
from longtake.packaging.naming import check_named
from longtake.packaging.playlists import durations, text_playlist
from longtake.packaging.segments import Segment
from longtake.packaging.text_track import TimedText

__all__ = ["SubtitleEssence", "SubtitleRendition", "SubtitleSegment", "subtitle_rendition"]

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class SubtitleEssence:
    """The words of a film in one language. language in BCP 47; name: what players call it, in that language;
    characteristics: media characteristic tags of HLS.

    part: gives the WebVTT of film frames [start, end), with its header for HLS; None where the stream has none, for the
    words stand in its pictures. sidecars: whole files by their path in the film's folder. texts: for a track of
    the film in one file, which has none where they are empty. Raises PackagingError for a language or a name that
    cannot stand in a playlist.
    """

    language: str
    name: str
    part: Callable[[int, int], bytes] | None
    sidecars: Mapping[str, bytes] = field(default_factory=dict)
    characteristics: tuple[str, ...] = ()
    texts: tuple[TimedText, ...] = ()

    def __post_init__(self) -> None:
        check_named(self.language, self.name)


@dataclass(frozen=True, slots=True)
class SubtitleSegment:
    """A segment's file name, its length in microseconds, and its bytes."""

    name: str
    micros: int
    data: bytes


@dataclass(frozen=True, slots=True)
class SubtitleRendition:
    """One folder of the package."""

    essence: SubtitleEssence
    segments: tuple[SubtitleSegment, ...]

    @property
    def folder(self) -> str:
        return f"hls/captions-{self.essence.language}"

    @property
    def uri(self) -> str:
        """The playlist, from where the multivariant playlist stands."""
        return f"captions-{self.essence.language}/{self.playlist_name}"

    @property
    def playlist(self) -> str:
        return text_playlist([(segment.name, segment.micros) for segment in self.segments])

    @property
    def playlist_name(self) -> str:
        return f"index-{digest_bytes(self.playlist.encode())[:_DIGITS]}.m3u8"

    @property
    def paths(self) -> list[str]:
        """Every file of the rendition, in the order in which they are written."""
        return [f"{self.folder}/{name}" for name in (*(one.name for one in self.segments), self.playlist_name)]


def subtitle_rendition(essence: SubtitleEssence, segments: Sequence[Segment], rate: FrameRate) -> SubtitleRendition:
    """On the pictures' grid, so that all playlists cover the same time. The essence must have parts."""
    assert essence.part is not None
    micros = durations([rate.seconds(segment.end) for segment in segments])
    return SubtitleRendition(
        essence,
        tuple(
            _segment(segment.number, length, essence.part(segment.start, segment.end))
            for segment, length in zip(segments, micros, strict=True)
        ),
    )


def _segment(number: int, micros: int, data: bytes) -> SubtitleSegment:
    return SubtitleSegment(f"seg-{number:05}-{digest_bytes(data)[:_DIGITS]}.vtt", micros, data)
