"""The movie header: what `moov` says of the tracks, in a fragmented file and in a whole one."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from longtake.packaging.boxes import box, full_box
from longtake.packaging.languages import packed_language
from longtake.packaging.tracks import Track

__all__ = ["header_box", "movie_box", "track_box", "track_head"]

_UNITY = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_ENABLED = 7  # the track is enabled, in the movie and in its preview
_OFFERED = 2  # the track is in the movie, for whoever switches it on
_MEDIA_HEADERS = {
    b"vide": full_box(b"vmhd", 0, 1, bytes(8)),
    b"soun": full_box(b"smhd", 0, 0, bytes(4)),
    b"sbtl": full_box(b"nmhd", 0, 0),
    b"text": box(  # QuickTime's: of no graphics mode, in its place
        b"gmhd", full_box(b"gmin", 0, 0, struct.pack(">4Hh2x", 0x40, 0x8000, 0x8000, 0x8000, 0)), box(b"text", _UNITY)
    ),
}
_HANDLERS = {
    b"vide": b"VideoHandler\0",
    b"soun": b"SoundHandler\0",
    b"sbtl": b"SubtitleHandler\0",
    b"text": b"ChapterHandler\0",
}  # the names that probes take for no title


def movie_box(header: bytes, tracks: Iterable[bytes], *others: bytes) -> bytes:
    return box(b"moov", header, *tracks, *others)


def header_box(scale: int, duration: int, next_track: int) -> bytes:
    """`mvhd`; duration in ticks of `scale`, 0 where fragments follow. No creation time: same film, same bytes."""
    fields = struct.pack(">IH10x", 1 << 16, 1 << 8)
    return _timed(b"mvhd", 0, struct.pack(">I", scale), duration, fields, _UNITY, struct.pack(">24xI", next_track))


def track_box(track: Track, number: int, tables: bytes) -> bytes:
    """`trak` with its one edit, of a file whose samples come in fragments. tables: what stands beside `stsd`."""
    return track_head(track, number, len(tables)) + tables


def track_head(track: Track, number: int, tables: int, *, media: int = 0, shown: int = 0, chapters: int = 0) -> bytes:
    """`trak` up to its tables, which end it: so many bytes, which need not be held at once.

    media: duration of the media in ticks of the track; shown: of the presentation in ticks of the movie; both 0 where
    fragments follow. chapters: number of the track that names its chapters; 0 where none does.
    """
    volume = 1 << 8 if track.handler == b"soun" else 0
    flags = _ENABLED if track.is_enabled else _OFFERED
    width, height = (track.size.width << 16, track.size.height << 16) if track.size else (0, 0)
    where = struct.pack(">8xHHH2x", 0, track.alternate, volume)
    return box(
        b"trak",
        _timed(b"tkhd", flags, struct.pack(">II", number, 0), shown, where, _UNITY, struct.pack(">II", width, height)),
        *([box(b"edts", _edit(shown, track.skip))] if track.has_edit else ()),
        *([box(b"tref", box(b"chap", struct.pack(">I", chapters)))] if chapters else ()),
        box(b"mdia", *_media(track, media, tables), tail=tables),
        tail=tables,
    )


def _timed(kind: bytes, flags: int, before: bytes, duration: int, *after: bytes) -> bytes:
    """A box with creation and modification time (none) and a duration, in 64 bits only where it needs them."""
    wide = duration >= 1 << 32
    times, width = (bytes(16), ">Q") if wide else (bytes(8), ">I")
    return full_box(kind, int(wide), flags, times, before, struct.pack(width, duration), *after)


def _edit(shown: int, skip: int) -> bytes:
    """One edit that skips `skip` ticks of media; shown 0 means to the end of whatever fragments follow."""
    wide = shown >= 1 << 32
    return full_box(b"elst", int(wide), 0, struct.pack(">IQqHH" if wide else ">IIiHH", 1, shown, skip, 1, 0))


def _media(track: Track, duration: int, tables: int) -> tuple[bytes, ...]:
    reference = box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))
    description = full_box(b"stsd", 0, 0, struct.pack(">I", 1), track.entry)
    # mdhd has room for three letters only; elng holds the language as playlists write it (BCP 47).
    language = () if track.language == "und" else (full_box(b"elng", 0, 0, track.language.encode() + b"\0"),)
    return (
        _timed(
            b"mdhd", 0, struct.pack(">I", track.scale), duration, struct.pack(">HH", packed_language(track.language), 0)
        ),
        *language,
        full_box(b"hdlr", 0, 0, struct.pack(">4x4s12x", track.handler), _HANDLERS[track.handler]),
        box(b"minf", _MEDIA_HEADERS[track.handler], reference, box(b"stbl", description, tail=tables), tail=tables),
    )
