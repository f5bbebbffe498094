"""A film's folder as a player finds it: from the multivariant playlist to every segment that it leads to."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.ciphers import Cipher, UndecipheredError, ciphers_of, in_the_clear
from longtake.packaging.verifying.cues import cues_of
from longtake.packaging.verifying.fault import UNFIT, Fault, UnreadableError
from longtake.packaging.verifying.headers import Header, header_of
from longtake.packaging.verifying.playlist_text import Listed, Playlist, playlist_of
from longtake.packaging.verifying.readings import Media, Readings
from longtake.packaging.verifying.rendition import Line, Rendition, Role, Segment
from longtake.packaging.verifying.samples import fragments_of, key_picture_of

__all__ = ["Stream"]

_Read = TypeVar("_Read")
_NO_TIME = Fraction(0)
_MEDIA: dict[str, Role] = {"AUDIO": "sound", "SUBTITLES": "subtitles"}


@dataclass(frozen=True)
class Stream:
    """main: the multivariant playlist; faults: of what could not be read at all; key: of encrypted segments, if it is
    at hand."""

    bundle: Bundle
    main: Playlist
    renditions: tuple[Rendition, ...]
    faults: tuple[Fault, ...]
    key: bytes | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        return self.bundle.folder

    @cached_property
    def media(self) -> dict[str, Segment]:
        """The segments of picture and sound by their paths."""
        return {segment.path: segment for one in self.of("picture", "sound") for segment in one.segments}

    def of(self, *roles: Role) -> tuple[Rendition, ...]:
        return tuple(rendition for rendition in self.renditions if rendition.role in roles)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Of variants, in the order in which they stand."""
        found = [line for rendition in self.of("picture") for line in rendition.lines]
        return tuple(sorted(found, key=lambda line: line.tag.line))

    def named(self, line: Line) -> Rendition | None:
        return next((one for one in self.renditions if line in one.lines), None)

    def bytes_of(self, segment: Segment) -> bytes:
        """A segment's file in the clear. Raises OSError, UnreadableError."""
        with self.bundle.mapped(segment.path) as data:
            return bytes(in_the_clear(data, segment.cipher, self.key))

    @classmethod
    def read(cls, bundle: Bundle, path: str, readings: Readings, key: bytes | None = None) -> Stream:
        """Reads all that `path`, the multivariant playlist, leads to, as far as no reading of it is kept. What cannot
        be read is a fault, no error. key: of encrypted segments."""
        reader = _Reader(bundle, readings, key)
        main = reader.playlist(path)
        renditions = tuple(reader.renditions(main)) if main else ()
        return cls(bundle, main or Playlist(path, (), ()), renditions, tuple(reader.faults), key)


def _beside(playlist: str, uri: str) -> str:
    """The path of what a playlist names."""
    if "%" in uri or uri.startswith("/"):
        return posixpath.join(posixpath.dirname(playlist), unquote(uri))
    return playlist[: playlist.rfind("/") + 1] + uri


class _Reader:
    """Reads files and notes what cannot be read."""

    def __init__(self, bundle: Bundle, readings: Readings, key: bytes | None) -> None:
        self._bundle, self._readings, self._key = bundle, readings, key
        self._sizes: dict[str, int] = {}  # of segments that were read
        self.faults: list[Fault] = []

    def playlist(self, path: str) -> Playlist | None:
        found = self._read("H01", path, lambda: playlist_of(path, self._bytes(path)))
        if found:
            try:
                self.faults += found.faults()
            except UnreadableError as error:
                self.faults.append(Fault("H02", path, str(error)))
        return found

    def renditions(self, main: Playlist) -> Iterator[Rendition]:
        named: dict[tuple[Role, str], list[Line]] = {}
        for role, line in self._lines(main):
            named.setdefault((role, _beside(main.path, line.uri)), []).append(line)
        for (role, path), lines in named.items():
            playlist = self.playlist(path)
            read = partial(self._rendition, role, playlist, tuple(lines)) if playlist else None
            if read and (found := self._read("H02", path, read)):
                yield found

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
        path = self._header_path(playlist)
        header = self._read("H30", path, lambda: self._header(path)) if path else None
        segments = tuple(
            segment
            for listed, cipher in zip(playlist.listed, self._ciphers(playlist), strict=False)
            if (segment := self._segment(role, _beside(playlist.path, listed.uri), listed, cipher))
        )
        return Rendition(role, playlist, lines, path, header, segments)

    def _header_path(self, playlist: Playlist) -> str | None:
        tag = next(iter(playlist.all("EXT-X-MAP")), None)
        if tag is None:
            return None
        try:
            uri = tag.attributes.get("URI")
        except UnreadableError as error:
            self.faults.append(Fault("H02", playlist.path, str(error)))
            return None
        return _beside(playlist.path, uri) if uri else None

    def _ciphers(self, playlist: Playlist) -> list[Cipher | None]:
        """Of each segment; none at all where it is encrypted and the key is missing."""
        try:
            found = ciphers_of(playlist)
        except UnreadableError as error:
            self.faults.append(Fault("H02", playlist.path, str(error)))
            return []
        if any(found) and self._key is None:
            told = "its segments are encrypted and the key is not at hand: give it with --key"
            self.faults.append(Fault("H90", playlist.path, told))
            return []
        return found

    def _segment(self, role: Role, path: str, listed: Listed, cipher: Cipher | None) -> Segment | None:
        seconds = _NO_TIME if listed.seconds is None else listed.seconds
        if role == "key pictures" and not cipher and listed.range and listed.range[1] <= self._sizes.get(path, 0):
            return Segment(path, listed, listed.range[1] - listed.range[0], seconds)  # of a file that was read

        def media() -> Segment:
            found = self._readings.media(path, lambda: self._media(path, role, cipher))
            if self._bundle.size(path) != found.size:
                raise UnreadableError(f"it has {self._bundle.size(path)} bytes, {found.size} were read before")
            self._sizes[path] = found.size
            return Segment(path, listed, found.size, seconds, found.fragments, cipher=cipher)

        def words() -> Segment:
            data = self._bytes(path)
            text = bytes(in_the_clear(memoryview(data), cipher, self._key)).decode("utf-8")
            return Segment(path, listed, len(data), seconds, text=text, cues=cues_of(text), cipher=cipher)

        def plain() -> Segment:
            size = self._sizes.get(path) or self._bundle.size(path)
            start, end = listed.range or (0, size)
            if not end:
                raise UnreadableError("it is empty")
            if end > size:
                raise UnreadableError(f"bytes {start} to {end} are named, it has {size}")
            return Segment(path, listed, end - start, seconds)

        if role in ("picture", "sound") or (cipher and role == "key pictures" and not listed.range):
            return self._read("H81" if role == "key pictures" else "H30", path, media)
        return self._read("H70", path, words) if role == "subtitles" else self._read("H81", path, plain)

    def _media(self, path: str, role: Role, cipher: Cipher | None) -> Media:
        with self._bundle.mapped(path) as data:
            clear = in_the_clear(data, cipher, self._key)
            if role == "key pictures":
                return Media(len(data), (key_picture_of(clear),))
            try:
                return Media(len(data), fragments_of(clear, in_units=role == "picture"))
            except UNFIT as error:
                if cipher:  # a wrong IV garbles the first block alone, which padding does not tell
                    raise UndecipheredError(f"it opens to no media, so its IV may be wrong: {error}") from None
                raise

    def _header(self, path: str) -> Header:
        with self._bundle.mapped(path) as data:
            return header_of(data)

    def _bytes(self, path: str) -> bytes:
        with self._bundle.mapped(path) as data:
            return bytes(data)

    def _read(self, rule: str, path: str, read: Callable[[], _Read]) -> _Read | None:
        try:
            if path not in self._sizes and self._bundle.leads_out(path):
                self.faults.append(Fault("H06", path, "it lies outside the film's folder"))
                return None
            return read()
        except OSError as error:
            self.faults.append(Fault("H05", path, f"it cannot be read: {error.strerror or error}"))
        except UndecipheredError as error:
            self.faults.append(Fault("H90", path, str(error)))
        except UNFIT as error:
            self.faults.append(Fault(rule, path, str(error) or type(error).__name__))
        return None
