"""A film's words as HLS subtitles: WebVTT on the grid of the pictures' segments, and whole files beside the film. Pure.

A cue over a boundary stands in both segments, unchanged (delivery rule H70); the last segment ends where the film does,
whether or not anybody still speaks (H72).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from longtake.media import FrameRate, digest_bytes
from longtake.packaging.naming import check_named
from longtake.packaging.playlists import durations, text_playlist
from longtake.packaging.segments import TARGET_SECONDS, PlannedSegment, Segment
from longtake.packaging.text_track import TimedText

__all__ = ["SubtitleEssence", "SubtitleRendition", "subtitle_rendition"]

_DIGITS = 10

Part = Callable[[int, int], bytes]
"""Gives the WebVTT of film frames [start, end), with its header for HLS."""


@dataclass(frozen=True, slots=True)
class SubtitleEssence:
    """The words of a film in one language. language in BCP 47; name: what players call it, in that language;
    characteristics: media characteristic tags of HLS.

    part: None where the stream has none, for the words stand in its pictures. sidecars: whole files by their path in
    the film's folder. texts: for a track of the film in one file, which has none where they are empty. Raises
    PackagingError for a language or a name that cannot stand in a playlist.
    """

    language: str
    name: str
    part: Part | None
    sidecars: Mapping[str, bytes] = field(default_factory=dict)
    characteristics: tuple[str, ...] = ()
    texts: tuple[TimedText, ...] = ()

    def __post_init__(self) -> None:
        check_named(self.language, self.name)


@dataclass(frozen=True, slots=True)
class SubtitleRendition:
    """One folder of the package. made: gives the bytes of a segment, by its number from 0."""

    essence: SubtitleEssence
    segments: tuple[PlannedSegment, ...]
    made: Callable[[int], bytes]

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
    def target(self) -> int:
        """TARGETDURATION of its playlist, in seconds."""
        return TARGET_SECONDS

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
    made = partial(_segment, essence.part, segments)
    lengths = durations([rate.seconds(segment.end) for segment in segments])
    planned = (PlannedSegment(_name(number, made(number)), micros) for number, micros in enumerate(lengths))
    return SubtitleRendition(essence, tuple(planned), made)


def _name(number: int, data: bytes) -> str:
    return f"seg-{number:05}-{digest_bytes(data)[:_DIGITS]}.vtt"


def _segment(part: Part, segments: Sequence[Segment], number: int) -> bytes:
    return part(segments[number].start, segments[number].end)
