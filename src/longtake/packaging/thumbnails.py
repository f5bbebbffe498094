"""Thumbnails as players want them: sheets of small pictures, and three lists of them (H83, D06). Pure.

HLS lists the sheets in an image playlist, DASH in a set of its own, and `thumbnails.vtt` names a part of a sheet for
each of its times, for players that take neither. A sheet is named by the pictures that it shows: an edit that keeps the
film's length makes anew only those that show it.

All sheets last equally long, at most 25 s, and each is full. Players find a tile by arithmetic, and differ where the
last sheet is shorter: shaka-player divides what is left of the film by the tiles of a whole sheet, dash.js takes the
time modulo the length of that sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from longtake.media import Digest, Size, digest_bytes, digest_of, round_half_up
from longtake.packaging.playlists import Rates, durations

__all__ = [
    "COLUMNS",
    "ROWS",
    "Sheet",
    "ThumbnailEssence",
    "Thumbnails",
    "Tile",
    "image_line",
    "plan_thumbnails",
    "tiles_for",
]

COLUMNS = ROWS = 5
TILES = COLUMNS * ROWS
"""Of a sheet, and the seconds that it covers at most."""

_FOLDER = "thumbnails"
_VERSION = "longtake sheets 1"  # raised whenever the same pictures would give other bytes
_DIGITS = 10
_MICRO = 1_000_000
_NANO = 1_000_000_000

Tile = tuple[Digest, int]
"""The key of a span's thumbnails in the store, and which of them."""


@dataclass(frozen=True, slots=True)
class ThumbnailEssence:
    """tiles: for equal parts of the film, as many as `tiles_for` says; size: of each, in pixels.

    sheet: gives the JPEG of 25 tiles, laid out from the upper left in rows of five. maker: names what makes sheets, for
    their names.
    """

    size: Size
    tiles: Sequence[Tile]
    sheet: Callable[[Sequence[Tile]], bytes]
    maker: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's file name, what it shows, and for how long, in microseconds."""

    name: str
    tiles: Sequence[Tile]
    micros: int


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """A film's sheets, which are the segments of their playlist. each: seconds that one lasts."""

    essence: ThumbnailEssence
    segments: tuple[Sheet, ...]
    each: Fraction

    @property
    def folder(self) -> str:
        return f"hls/{_FOLDER}"

    @property
    def target(self) -> int:
        """Whole seconds that a sheet lasts at most."""
        return ceil(self.each)

    def made(self, number: int) -> bytes:
        """The bytes of a sheet."""
        return self.essence.sheet(self.segments[number].tiles)

    @property
    def size(self) -> Size:
        """Of a whole sheet."""
        return Size(COLUMNS * self.essence.size.width, ROWS * self.essence.size.height)

    @property
    def playlist(self) -> str:
        longest = max(sheet.micros for sheet in self.segments)
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:6",
            f"#EXT-X-TARGETDURATION:{max(1, (longest + _MICRO // 2) // _MICRO)}",
            "#EXT-X-MEDIA-SEQUENCE:0",
            "#EXT-X-PLAYLIST-TYPE:VOD",
            "#EXT-X-IMAGES-ONLY",
        ]
        nanos = round_half_up(self.each / TILES * _NANO)
        tile = f"{nanos // _NANO}.{nanos % _NANO:09}"
        tiles = f"#EXT-X-TILES:RESOLUTION={self.essence.size},LAYOUT={COLUMNS}x{ROWS},DURATION={tile}"
        for sheet in self.segments:
            lines += [f"#EXTINF:{sheet.micros // _MICRO}.{sheet.micros % _MICRO:06},", tiles, sheet.name]
        return "\n".join([*lines, "#EXT-X-ENDLIST", ""])

    @property
    def playlist_name(self) -> str:
        return f"index-{digest_bytes(self.playlist.encode())[:_DIGITS]}.m3u8"

    @property
    def paths(self) -> list[str]:
        """Every file of them in the stream's folder, in the order in which they are written."""
        return [f"{self.folder}/{name}" for name in (*(sheet.name for sheet in self.segments), self.playlist_name)]

    @property
    def vtt(self) -> bytes:
        """Beside the film: for each part of it which part of which sheet."""
        return "\n\n".join(["WEBVTT", *self._cues(), ""]).encode()

    def _cues(self) -> Iterator[str]:
        width, height = self.essence.size.width, self.essence.size.height
        parts = [f"#xywh={tile % COLUMNS * width},{tile // COLUMNS * height},{width},{height}" for tile in range(TILES)]
        length, scale = (1000 * self.each / TILES).as_integer_ratio()  # whole numbers: an hour has 3600 cues
        start = _stamp(0)
        for number, sheet in enumerate(self.segments):
            for at, part in enumerate(parts, number * TILES + 1):
                end = _stamp((2 * at * length + scale) // (2 * scale))
                yield f"{start} --> {end}\n{self.folder}/{sheet.name}{part}"
                start = end


def tiles_for(seconds: Fraction) -> int:
    """How many tiles a film of that length has: whole sheets, so that none lasts longer than a second."""
    return TILES * ceil(seconds / TILES)


def plan_thumbnails(essence: ThumbnailEssence, seconds: Fraction) -> Thumbnails:
    """seconds: of the film."""
    assert len(essence.tiles) == tiles_for(seconds)
    parts = [essence.tiles[at : at + TILES] for at in range(0, len(essence.tiles), TILES)]
    each = seconds / len(parts)
    lengths = durations([each * (number + 1) for number in range(len(parts))])
    named = (
        Sheet(_name(essence, number, tiles), tiles, micros)
        for number, (tiles, micros) in enumerate(zip(parts, lengths, strict=True))
    )
    return Thumbnails(essence, tuple(named), each)


def _name(essence: ThumbnailEssence, number: int, tiles: Sequence[Tile]) -> str:
    digest = digest_of([_VERSION, essence.maker, str(essence.size), [list(tile) for tile in tiles]])
    return f"sheet-{number:05}-{digest[:_DIGITS]}.jpg"


def _stamp(millis: int) -> str:
    """A time in milliseconds, as WebVTT has it."""
    hours, rest = divmod(millis, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02}.{rest % 1000:03}"


def image_line(thumbnails: Thumbnails, rates: Rates) -> str:
    """As a multivariant playlist names them."""
    return (
        f"#EXT-X-IMAGE-STREAM-INF:BANDWIDTH={ceil(rates.peak)},AVERAGE-BANDWIDTH={ceil(rates.average)},"
        f'RESOLUTION={thumbnails.essence.size},CODECS="jpeg",URI="{_FOLDER}/{thumbnails.playlist_name}"'
    )
