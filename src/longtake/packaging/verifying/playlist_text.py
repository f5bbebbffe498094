"""A playlist as it is written: its tags, attributes and addresses, with their lines.

A long film's have tens of thousands of lines, so what stands on one is a tuple: it is made faster than a dataclass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from longtake.packaging.verifying.fault import Fault, UnreadableError

__all__ = ["Listed", "Playlist", "Tag", "playlist_of", "whole_number"]

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(?:,|$)')
_ONCE = (
    "EXT-X-VERSION",
    "EXT-X-TARGETDURATION",
    "EXT-X-MEDIA-SEQUENCE",
    "EXT-X-PLAYLIST-TYPE",
    "EXT-X-INDEPENDENT-SEGMENTS",
    "EXT-X-I-FRAMES-ONLY",
    "EXT-X-ENDLIST",
)
_OF_MANY = ("EXT-X-STREAM-INF", "EXT-X-I-FRAME-STREAM-INF", "EXT-X-MEDIA", "EXT-X-IMAGE-STREAM-INF")
_OF_ONE = ("EXTINF", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-ENDLIST", "EXT-X-MAP", "EXT-X-BYTERANGE")
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,18})?")
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_RANGE = re.compile(r"([0-9]{1,18})@([0-9]{1,18})")


@lru_cache(4096)  # most segments are as long as others
def _seconds_of(value: str) -> Fraction | None:
    """Of EXTINF, with or without a title."""
    seconds = value.partition(",")[0]
    return Fraction(seconds) if _SECONDS.fullmatch(seconds) else None


class Tag(NamedTuple):
    """name without its `#`; value after the colon, "" where there is none."""

    name: str
    value: str
    line: int

    @property
    def attributes(self) -> dict[str, str]:
        """Without quotation marks. Raises UnreadableError where the list is not written as RFC 8216 wants it."""
        found, at = {}, 0
        while at < len(self.value):
            match = _ATTRIBUTE.match(self.value, at)
            if not match or match[1] in found:
                raise UnreadableError(
                    f"line {self.line}: {self.name} has no attribute list at {self.value[at:][:40]!r}"
                )
            found[match[1]], at = match[2].strip('"'), match.end()
        return found


class Listed(NamedTuple):
    """An address on a line of its own, and the tags since the one before. seconds: by EXTINF; range: first byte and the
    one after the last, of EXT-X-BYTERANGE with an offset; each None where there is none that can be read."""

    uri: str
    line: int
    tags: tuple[Tag, ...]
    seconds: Fraction | None
    range: tuple[int, int] | None

    @classmethod
    def of(cls, uri: str, line: int, tags: tuple[Tag, ...]) -> Listed:
        seconds, named = None, None
        for name, value, _ in reversed(tags):  # the first of a name counts
            if name == "EXTINF":
                seconds = _seconds_of(value)
            elif name == "EXT-X-BYTERANGE":
                found = _RANGE.fullmatch(value)
                named = (int(found[2]), int(found[2]) + int(found[1])) if found else None
        return cls(uri, line, tags, seconds, named)

    def value(self, name: str) -> str | None:
        return next((tag.value for tag in self.tags if tag.name == name), None)


@dataclass(frozen=True, slots=True)
class Playlist:
    """path: in the film's folder."""

    path: str
    tags: tuple[Tag, ...]
    listed: tuple[Listed, ...]

    def all(self, name: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name == name]

    def value(self, name: str) -> str | None:
        return next((tag.value for tag in self.tags if tag.name == name), None)

    def has(self, name: str) -> bool:
        return self.value(name) is not None

    @property
    def is_of_many(self) -> bool:
        return any(self.has(name) for name in _OF_MANY)

    @property
    def version(self) -> int:
        return whole_number(self.value("EXT-X-VERSION"), 1)

    def at(self, line: int) -> str:
        return f"{self.path}:{line}"

    def faults(self) -> Iterator[Fault]:
        """What is wrong with how it is written: H02 and H06."""
        if self.is_of_many and any(self.has(name) for name in _OF_ONE):
            yield Fault("H02", self.path, "it mixes tags of a multivariant playlist with those of a media playlist")
        for name in _ONCE:
            if len(self.all(name)) > 1:
                yield Fault("H02", self.at(self.all(name)[1].line), f"{name} stands there twice")
        for line, uri in self._uris():
            if reason := _bad_address(uri):
                yield Fault("H06", self.at(line), f"the address {uri!r} {reason}")

    def _uris(self) -> Iterator[tuple[int, str]]:
        yield from ((listed.line, listed.uri) for listed in self.listed)
        for tag in self.tags:
            if 'URI="' in tag.value and tag.name != "EXT-X-KEY":  # a key may lie anywhere
                yield tag.line, tag.attributes.get("URI", "")


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """A decimal integer as playlists write it: no more than 20 digits."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,20}", text) else otherwise


def _bad_address(uri: str) -> str:
    if _PLAIN.fullmatch(uri):
        return ""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", uri):
        return "is not relative"
    if ".." in uri.split("/"):
        return "leads out of its folder"
    return "" if re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,;=:@/%-]+", uri) else "is not percent-encoded"


def playlist_of(path: str, data: bytes) -> Playlist:
    """Raises UnreadableError (rule H01) for what is no playlist."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"byte {error.start} is no UTF-8") from None
    if re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", text):
        raise UnreadableError("it holds control characters")
    lines = text.split("\n")
    if lines[0].rstrip("\r") != "#EXTM3U":
        raise UnreadableError(f"its first line is {lines[0][:40]!r}, not #EXTM3U")
    tags: list[Tag] = []
    listed: list[Listed] = []
    words = dict[str, str]()  # names, and most values, stand on thousands of lines, and once in memory
    since = 0
    for number, line in enumerate((line.rstrip("\r") for line in lines[1:]), 2):
        if line.startswith("#EXT"):
            name, _, value = line[1:].partition(":")
            tags.append(Tag(words.setdefault(name, name), words.setdefault(value, value), number))
        elif line and not line.startswith("#"):
            listed.append(Listed.of(line, number, tuple(tags[since:])))
            since = len(tags)
    return Playlist(path, tuple(tags), tuple(listed))
