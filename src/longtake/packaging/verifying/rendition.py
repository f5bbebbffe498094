"""A rendition as a player finds it: its media playlist, the lines that name it, and the segments that it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal, NamedTuple

from longtake.packaging.verifying.ciphers import Cipher
from longtake.packaging.verifying.cues import Cue
from longtake.packaging.verifying.headers import Header, TrackHeader
from longtake.packaging.verifying.playlist_text import Listed, Playlist, Tag, whole_number
from longtake.packaging.verifying.rates import rates_of
from longtake.packaging.verifying.samples import Fragment

__all__ = ["Line", "Rendition", "Role", "Segment"]

Role = Literal["picture", "sound", "subtitles", "key pictures", "images"]


class Segment(NamedTuple):
    """path: in the film's folder; size in bytes of it or of the range that is named; seconds: by EXTINF, 0 where that
    cannot be read. fragments: () where it is no media segment; text, cues: of one of subtitles; cipher: how it is
    encrypted, if it is."""

    path: str
    listed: Listed
    size: int
    seconds: Fraction
    fragments: tuple[Fragment, ...] = ()
    text: str = ""
    cues: tuple[Cue, ...] = ()
    cipher: Cipher | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the multivariant playlist that names a rendition."""

    tag: Tag
    attributes: dict[str, str]
    uri: str

    def number(self, name: str) -> int:
        """0 where it is not there or is no number."""
        return whole_number(self.attributes.get(name))


@dataclass(frozen=True)
class Rendition:
    """One media playlist and what it leads to. lines: those that name it."""

    role: Role
    playlist: Playlist
    lines: tuple[Line, ...]
    header_path: str | None
    header: Header | None
    segments: tuple[Segment, ...]

    @property
    def path(self) -> str:
        return self.playlist.path

    @property
    def track(self) -> TrackHeader | None:
        return self.header.tracks[0] if self.header and self.header.tracks else None

    @cached_property
    def told(self) -> tuple[int, list[int]]:
        """How long each segment is by EXTINF, in ticks, and how many ticks a second has."""
        seconds = [segment.seconds for segment in self.segments]
        scale = lcm(*{length.denominator for length in seconds})
        return scale, [length.numerator * (scale // length.denominator) for length in seconds]

    @cached_property
    def seconds(self) -> Fraction:
        """By EXTINF."""
        scale, ticks = self.told
        return Fraction(sum(ticks), scale)

    @cached_property
    def rates(self) -> tuple[Fraction, Fraction]:
        """Peak and average, in bits a second, of its segments."""
        scale, ticks = self.told
        return rates_of([segment.size for segment in self.segments], ticks, scale)

    @cached_property
    def frame(self) -> Fraction:
        """How long a sample lasts, by the longest of the first fragment; 0 where none is known."""
        first = next((fragment for segment in self.segments[:1] for fragment in segment.fragments), None)
        return Fraction(first.longest, self.track.scale) if first and self.track else Fraction(0)

    @cached_property
    def ticks(self) -> tuple[int, ...]:
        """How long each segment's samples last together, in ticks of the track."""
        return tuple(sum(fragment.ticks for fragment in segment.fragments) for segment in self.segments)
