"""A reading of MP4 files and playlists of its own, so that tests do not believe the code they test."""

from __future__ import annotations

import itertools
import re
import struct
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

CONTAINERS = {"moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf", "udta", "ilst"}
ENTRIES = {"stsd": 8, "avc1": 78, "mp4a": 28, "dref": 8, "meta": 4}
NOT_SYNC = 0x10000


@dataclass
class Box:
    kind: str
    start: int
    body: bytes
    inside: list[Box]

    def all(self, path: str) -> list[Box]:
        head, _, rest = path.partition("/")
        found = [box for box in self.inside if box.kind == head]
        return [deep for box in found for deep in box.all(rest)] if rest else found

    def one(self, path: str) -> Box:
        (found,) = self.all(path)
        return found

    def numbers(self, layout: str, at: int = 0) -> tuple[int, ...]:
        return struct.unpack_from(f">{layout}", self.body, at)

    @property
    def version(self) -> int:
        return self.body[0]

    @property
    def flags(self) -> int:
        return int.from_bytes(self.body[1:4], "big")


def read(data: bytes) -> Box:
    """A file as one box without a kind."""
    return Box("", 0, data, _inside(data, 0, len(data)))


def _inside(data: bytes, start: int, end: int) -> list[Box]:
    boxes = []
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            header = 16
        assert header <= size <= end - start, f"{kind!r} at {start} says {size} bytes, {end - start} are left"
        name = kind.decode("latin-1")
        deep = header + ENTRIES.get(name, 0)
        inner = _inside(data, start + deep, start + size) if name in CONTAINERS or name in ENTRIES else []
        boxes.append(Box(name, start, data[start + header : start + size], inner))
        start += size
    return boxes


@dataclass
class Sample:
    data: bytes
    duration: int
    flags: int
    offset: int

    @property
    def is_sync(self) -> bool:
        return not self.flags & NOT_SYNC

    @property
    def nal_types(self) -> list[int]:
        types, at = [], 0
        while at < len(self.data):
            (length,) = struct.unpack_from(">I", self.data, at)
            types.append(self.data[at + 4] & 31)
            at += 4 + length
        assert at == len(self.data)
        return types


@dataclass
class Fragment:
    sequence: int
    decode_time: int
    tfhd_flags: int
    samples: list[Sample]
    truns: int

    @property
    def duration(self) -> int:
        return sum(sample.duration for sample in self.samples)


def fragments(data: bytes) -> list[Fragment]:
    """Fragments of a segment, each moof with the mdat behind it."""
    return [_fragment(data, moof) for moof in read(data).all("moof")]


def _fragment(data: bytes, moof: Box) -> Fragment:
    tfhd, trun = moof.one("traf/tfhd"), moof.one("traf/trun")
    assert tfhd.flags & 0x28 == 0x28, "this reader wants a default duration and default flags"
    _, duration, flags = tfhd.numbers("III", 4)
    assert moof.one("traf/tfdt").version == 1
    samples, at = [], 8
    count, data_at = trun.numbers("Ii", 4)
    where = moof.start + data_at
    at = 12
    for _ in range(count):
        row = {}
        for bit in (0x100, 0x200, 0x400, 0x800):
            if trun.flags & bit:
                (row[bit],) = trun.numbers("i" if bit == 0x800 and trun.version else "I", at)
                at += 4
        size = row[0x200]
        samples.append(
            Sample(data[where : where + size], row.get(0x100, duration), row.get(0x400, flags), row.get(0x800, 0))
        )
        where += size
    assert at == len(trun.body)
    return Fragment(
        moof.one("mfhd").numbers("I", 4)[0],
        moof.one("traf/tfdt").numbers("Q", 4)[0],
        tfhd.flags,
        samples,
        len(moof.all("traf/trun")),
    )


@dataclass
class MediaPlaylist:
    path: Path
    lines: list[str]
    tags: dict[str, str]
    init: Path
    segments: list[tuple[Path, Fraction]] = field(default_factory=list)

    @property
    def seconds(self) -> Fraction:
        return sum((length for _, length in self.segments), Fraction(0))

    @property
    def scale(self) -> int:
        moov = read(self.init.read_bytes()).one("moov")
        return moov.one("trak/mdia/mdhd").numbers("I", 12)[0]

    @property
    def skip(self) -> int:
        """Media time at which the one edit starts."""
        return read(self.init.read_bytes()).one("moov/trak/edts/elst").numbers("i", 12)[0]

    def fragments(self) -> list[list[Fragment]]:
        return [fragments(path.read_bytes()) for path, _ in self.segments]


def read_media_playlist(path: Path) -> MediaPlaylist:
    lines = path.read_text("utf-8").splitlines()
    tags = dict(re.findall(r"^#(EXT-X-[A-Z-]+)(?::(.*))?$", "\n".join(lines), re.M))
    init = path.parent / attributes(tags["EXT-X-MAP"])["URI"]
    playlist = MediaPlaylist(path, lines, tags, init)
    for tag, name in itertools.pairwise(lines):
        if tag.startswith("#EXTINF:"):
            playlist.segments.append((path.parent / name, Fraction(tag.removeprefix("#EXTINF:").rstrip(","))))
    return playlist


def attributes(text: str) -> dict[str, str]:
    pairs = re.findall(r'([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(?:,|$)', text)
    assert len(dict(pairs)) == len(pairs), f"an attribute stands twice in {text}"
    return {name: value.strip('"') for name, value in pairs}


@dataclass
class Multivariant:
    path: Path
    lines: list[str]
    media: list[dict[str, str]]
    variants: list[tuple[dict[str, str], MediaPlaylist]]
    sounds: list[MediaPlaylist]

    @property
    def pictures(self) -> list[MediaPlaylist]:
        """Best rung first, as the ladder has them."""
        ordered = sorted(self.variants, key=lambda pair: -int(pair[0]["RESOLUTION"].split("x")[0]))
        return [playlist for _, playlist in ordered]

    @property
    def playlists(self) -> list[MediaPlaylist]:
        return [*self.pictures, *self.sounds]


def read_multivariant(path: Path) -> Multivariant:
    lines = path.read_text("utf-8").splitlines()
    media = [attributes(line.partition(":")[2]) for line in lines if line.startswith("#EXT-X-MEDIA:")]
    variants = [
        (attributes(line.partition(":")[2]), read_media_playlist(path.parent / uri))
        for line, uri in itertools.pairwise(lines)
        if line.startswith("#EXT-X-STREAM-INF:")
    ]
    return Multivariant(path, lines, media, variants, [read_media_playlist(path.parent / row["URI"]) for row in media])
