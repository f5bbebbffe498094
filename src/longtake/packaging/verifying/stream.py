"""A film's folder as a player finds it: from the multivariant playlist to every segment that it leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import unquote

from longtake.packaging.verifying.fault import Fault, UnreadableError
from longtake.packaging.verifying.headers import Header, TrackHeader, header_of
from longtake.packaging.verifying.mapped import mapped
from longtake.packaging.verifying.playlist_text import Listed, Playlist, Tag, playlist_of
from longtake.packaging.verifying.samples import Fragment, fragments_of

__all__ = ["Line", "Rendition", "Role", "Segment", "Stream"]

Role = Literal["picture", "sound", "subtitles", "key pictures", "images"]
_Read = TypeVar("_Read")
_MEDIA: dict[str, Role] = {"AUDIO": "sound", "SUBTITLES": "subtitles"}


@dataclass(frozen=True, slots=True)
class Segment:
    """path: in the film's folder; size in bytes of it or of the range that is named. fragments: () where it is no media
    segment; opening: the first bytes of its first sample; text of one of subtitles."""

    path: str
    listed: Listed
    size: int
    fragments: tuple[Fragment, ...] = ()
    opening: bytes = b""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the multivariant playlist that names a rendition."""

    tag: Tag
    attributes: dict[str, str]
    uri: str

    def number(self, name: str) -> int:
        """0 where it is not there or is no number."""
        value = self.attributes.get(name, "")
        return int(value) if value.isdigit() else 0


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
    def seconds(self) -> Fraction:
        """By EXTINF."""
        return sum((segment.listed.seconds or Fraction(0) for segment in self.segments), Fraction(0))

    @cached_property
    def ticks(self) -> tuple[int, ...]:
        """How long each segment's samples last together, in ticks of the track."""
        return tuple(sum(fragment.ticks for fragment in segment.fragments) for segment in self.segments)

    @property
    def shown(self) -> Fraction:
        """Seconds of media, without what the edit skips."""
        track = self.track
        skip = track.edits[0].media_time if track and track.edits and track.handler == "soun" else 0
        return Fraction(sum(self.ticks) - max(0, skip), track.scale) if track and track.scale else Fraction(0)


@dataclass(frozen=True)
class Stream:
    """main: the multivariant playlist; faults: of what could not be read at all."""

    folder: Path
    main: Playlist
    renditions: tuple[Rendition, ...]
    faults: tuple[Fault, ...]

    def of(self, *roles: Role) -> tuple[Rendition, ...]:
        return tuple(rendition for rendition in self.renditions if rendition.role in roles)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Of variants, in the order in which they stand."""
        found = [line for rendition in self.of("picture") for line in rendition.lines]
        return tuple(sorted(found, key=lambda line: line.tag.line))

    def named(self, line: Line) -> Rendition | None:
        return next((one for one in self.renditions if line in one.lines), None)

    @classmethod
    def read(cls, folder: Path, path: str) -> Stream:
        """Reads all that `path`, the multivariant playlist, leads to. What cannot be read is a fault, no error."""
        reader = _Reader(folder)
        main = reader.playlist(path)
        renditions = tuple(reader.renditions(main)) if main else ()
        return cls(folder, main or Playlist(path, (), ()), renditions, tuple(reader.faults))


class _Reader:
    """Reads files and notes what cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []

    def playlist(self, path: str) -> Playlist | None:
        found = self._read("H01", path, lambda data: playlist_of(path, bytes(data)))
        if found:
            try:
                self.faults += found.faults()
            except UnreadableError as error:
                self.faults.append(Fault("H02", path, str(error)))
        return found

    def renditions(self, main: Playlist) -> Iterator[Rendition]:
        named: dict[tuple[Role, str], list[Line]] = {}
        for role, line in self._lines(main):
            named.setdefault((role, posixpath.join(posixpath.dirname(main.path), unquote(line.uri))), []).append(line)
        for (role, path), lines in named.items():
            playlist = self.playlist(path)
            if playlist:
                yield self._rendition(role, playlist, tuple(lines))

    def _lines(self, main: Playlist) -> Iterator[tuple[Role, Line]]:
        roles: dict[str, Role] = {"EXT-X-I-FRAME-STREAM-INF": "key pictures", "EXT-X-IMAGE-STREAM-INF": "images"}
        try:
            for listed in main.listed:
                tag = next((tag for tag in listed.tags if tag.name == "EXT-X-STREAM-INF"), None)
                if tag:
                    yield "picture", Line(tag, tag.attributes, listed.uri)
            for tag in main.tags:
                role = roles.get(tag.name)
                if tag.name == "EXT-X-MEDIA":
                    role = _MEDIA.get(tag.attributes.get("TYPE", ""))
                if role and "URI" in tag.attributes:
                    yield role, Line(tag, tag.attributes, tag.attributes["URI"])
        except UnreadableError as error:
            self.faults.append(Fault("H02", main.path, str(error)))

    def _rendition(self, role: Role, playlist: Playlist, lines: tuple[Line, ...]) -> Rendition:
        beside = posixpath.dirname(playlist.path)
        uri = next((tag.attributes.get("URI") for tag in playlist.all("EXT-X-MAP")), None)
        path = posixpath.join(beside, unquote(uri)) if uri else None
        header = self._read("H30", path, header_of) if path else None
        segments = tuple(
            segment
            for listed in playlist.listed
            if (segment := self._segment(role, posixpath.join(beside, unquote(listed.uri)), listed))
        )
        return Rendition(role, playlist, lines, path, header, segments)

    def _segment(self, role: Role, path: str, listed: Listed) -> Segment | None:
        def media(data: memoryview) -> Segment:
            fragments = fragments_of(data)
            first = fragments[0].data_at
            return Segment(path, listed, len(data), fragments, bytes(data[first : first + 64]))

        def words(data: memoryview) -> Segment:
            return Segment(path, listed, len(data), text=bytes(data).decode("utf-8"))

        def plain(data: memoryview) -> Segment:
            start, end = listed.range or (0, len(data))
            if end > len(data):
                raise UnreadableError(f"bytes {start} to {end} are named, it has {len(data)}")
            return Segment(path, listed, end - start)

        if role in ("picture", "sound"):
            return self._read("H30", path, media)
        return self._read("H70", path, words) if role == "subtitles" else self._read("H81", path, plain)

    def _read(self, rule: str, path: str, read: Callable[[memoryview], _Read]) -> _Read | None:
        target = self._folder / path
        try:
            if not target.resolve().is_relative_to(self._folder.resolve()):
                self.faults.append(Fault("H06", path, "it lies outside the film's folder"))
                return None
            with mapped(target) as data:
                return read(data)
        except (UnreadableError, UnicodeDecodeError) as error:
            self.faults.append(Fault(rule, path, str(error)))
        except OSError as error:
            self.faults.append(Fault("H05", path, f"it cannot be read: {error.strerror or error}"))
        return None
