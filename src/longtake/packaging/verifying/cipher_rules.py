"""Rules of encrypted streams: that each segment opens with the key, and that the key is nobody else's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from longtake.packaging.verifying.ciphers import ciphers_of
from longtake.packaging.verifying.fault import Fault
from longtake.packaging.verifying.playlist_text import Playlist
from longtake.packaging.verifying.rendition import Rendition, Role
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["CIPHER_RULES", "key_faults"]

_Found = Iterator[tuple[str, str]]
_KEYED: tuple[Role, ...] = ("picture", "sound", "key pictures")
_TEXTS = (".m3u8", ".json", ".html", ".vtt", ".srt", ".log", ".txt", ".mpd")
_IV = re.compile(r"0[xX][0-9A-Fa-f]{32}")


@rule("H90", "whole segments are encrypted with AES-128, behind a header in the clear, in all renditions or in none")
def _sealed(stream: Stream) -> _Found:
    found = {one.path: ciphers_of(one.playlist) for one in stream.of(*_KEYED)}
    is_sealed = any(cipher for ciphers in found.values() for cipher in ciphers)
    for one in stream.of(*_KEYED):
        yield from _keys(one)
        if is_sealed and (open_ones := found[one.path].count(None)):
            yield one.path, f"{open_ones} of its segments are in the clear, others of the stream are under a key"


def _keys(one: Rendition) -> _Found:
    playlist, tags = one.playlist, [tag.name for tag in one.playlist.tags]
    for tag in playlist.all("EXT-X-KEY"):
        attributes, place = tag.attributes, playlist.at(tag.line)
        if attributes.get("METHOD") == "NONE":
            continue
        if not attributes.get("URI"):
            yield place, "it names no key"
        elif reason := _out_of_reach(playlist, attributes["URI"]):
            yield place, reason
        if not _IV.fullmatch(attributes.get("IV", "0x" + 32 * "0")):
            yield place, f"IV is {attributes['IV']}, not 16 bytes in hexadecimal digits"
        if "IV" not in attributes and "EXT-X-MAP" in tags[tags.index("EXT-X-KEY") :]:
            yield place, "the header stands behind it, so that it would be encrypted too, and no IV is written"


def _out_of_reach(playlist: Playlist, uri: str) -> str:
    """Why a relative address leads nowhere in the film's folder; of others nobody knows."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", uri):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(playlist.path), unquote(uri.partition("?")[0])))
    return "the key's address leads out of the film's folder" if path.startswith("..") else ""


@rule("H92", "nothing is encrypted in a way that some players lack")
def _methods(stream: Stream) -> _Found:
    for one in stream.renditions:
        for tag in one.playlist.all("EXT-X-KEY"):
            if (method := tag.attributes.get("METHOD", "")) not in ("AES-128", "NONE"):
                yield one.playlist.at(tag.line), f"METHOD is {method or 'missing'}, not AES-128"


CIPHER_RULES = (_sealed, _methods)


def key_faults(folder: Path, path: Path, key: bytes) -> Iterator[Fault]:
    """Of the key's own file, and of texts that tell it."""
    place = _place(path, folder)
    if len(key) != 16:
        yield Fault("H90", place, f"a key has 16 bytes, this one {len(key)}")
        return
    if path.stat().st_mode & 0o077:
        yield Fault("H93", place, "others than its owner can read the key")
    told = re.compile(re.escape(key.hex().encode()), re.IGNORECASE)
    for one in sorted(folder.rglob("*")):
        if one.suffix in _TEXTS and one.is_file() and (key in (data := one.read_bytes()) or told.search(data)):
            yield Fault("H93", _place(one, folder), "the key stands in it")


def _place(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
