"""Rules of thumbnails: the sheets of HLS, their twin in the DASH manifest, and `thumbnails.vtt` beside the film."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from fractions import Fraction
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from longtake.packaging.verifying.bundle import Bundle
from longtake.packaging.verifying.fault import Fault, UnreadableError
from longtake.packaging.verifying.playlist_text import Listed
from longtake.packaging.verifying.rendition import Rendition, Segment
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["IMAGE_RULES", "OTHER_IMAGE_RULES", "listed_faults", "poster_faults", "sheet_faults"]

OTHER_IMAGE_RULES = ("D06", "F05")

_Found = Iterator[tuple[str, str]]
_FRAME = Fraction(1, 20)
_TILES = "http://dashif.org/guidelines/thumbnail_tile"
_MPD = "{urn:mpeg:dash:schema:mpd:2011}"
_CUE = re.compile(
    r"(\d+):([0-5]\d):([0-5]\d\.\d{3}) --> (\d+):([0-5]\d):([0-5]\d\.\d{3})\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)"
)
_Size = tuple[int, int]


@rule("H83", "thumbnails say how their sheets are laid out, as they are, and cover the film")
def _sheets(stream: Stream) -> _Found:
    pictures = stream.of("picture")
    for one in stream.of("images"):
        if not one.playlist.has("EXT-X-IMAGES-ONLY"):
            yield one.path, "EXT-X-IMAGES-ONLY is missing"
        if pictures and abs(one.seconds - pictures[0].seconds) > _FRAME:
            yield one.path, f"it lasts {float(one.seconds):.3f} s, the film {float(pictures[0].seconds):.3f}"
        for line in one.lines:
            if not all(line.attributes.get(name) for name in ("BANDWIDTH", "RESOLUTION", "CODECS", "URI")):
                yield stream.main.at(line.tag.line), "it lacks BANDWIDTH, RESOLUTION, CODECS or URI"
            elif line.number("BANDWIDTH") < one.rates[1]:
                yield stream.main.at(line.tag.line), "BANDWIDTH is below the measured average"
        for segment in one.segments:
            for what in _sheet(stream.bundle, one, segment):
                yield one.playlist.at(segment.listed.line), what


def _sheet(bundle: Bundle, one: Rendition, segment: Segment) -> Iterator[str]:
    """What is wrong with a sheet and what is said of it."""
    tiles = _tiles(segment.listed)
    if tiles is None:
        yield "EXT-X-TILES is missing, or lacks RESOLUTION, LAYOUT or DURATION"
        return
    tile, (columns, rows), seconds = tiles
    if any(line.attributes.get("RESOLUTION") != "{}x{}".format(*tile) for line in one.lines):
        yield f"its tiles are {tile[0]}x{tile[1]}, the multivariant playlist says another size"
    if (length := segment.listed.seconds) is not None and columns * rows * seconds < length - Fraction(1, 1000):
        yield f"its tiles last {float(columns * rows * seconds):.3f} s, the sheet {float(length):.3f}"
    try:
        with bundle.mapped(segment.path) as data:
            found = _jpeg_size(data)
    except (UnreadableError, OSError) as error:
        yield f"{segment.path}: {error}"
        return
    wanted = columns * tile[0], rows * tile[1]
    if found != wanted:
        yield f"{segment.path} is {found[0]}x{found[1]}, its tiles make {wanted[0]}x{wanted[1]}"


def _tiles(listed: Listed) -> tuple[_Size, _Size, Fraction] | None:
    """Size of a tile, columns and rows, and seconds of one."""
    tag = next((tag for tag in listed.tags if tag.name == "EXT-X-TILES"), None)
    if tag is None:
        return None
    try:
        told = tag.attributes
    except UnreadableError:
        return None
    size, layout = (re.fullmatch(r"(\d+)x(\d+)", told.get(name, "")) for name in ("RESOLUTION", "LAYOUT"))
    seconds = re.fullmatch(r"\d+(\.\d+)?", told.get("DURATION", ""))
    if not size or not layout or not seconds:
        return None
    return (int(size[1]), int(size[2])), (int(layout[1]), int(layout[2])), Fraction(seconds[0])


def _jpeg_size(data: memoryview) -> _Size:
    """Width and height by its header. Raises UnreadableError for what is no whole JPEG."""
    if bytes(data[:2]) != b"\xff\xd8" or bytes(data[-2:]) != b"\xff\xd9":
        raise UnreadableError("it is no JPEG, or is cut short")
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, (length,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return int(width), int(height)
        at += 2 + length
    raise UnreadableError("it is a JPEG without a size")


def listed_faults(name: str, stream: Stream) -> Iterator[Fault]:
    """What is wrong with `thumbnails.vtt`, where there is one: H83."""
    if not stream.bundle.has(name):
        return
    with stream.bundle.mapped(name) as data:
        text = bytes(data).decode("utf-8", "replace").replace("\r\n", "\n")
    head, *cues = text.rstrip("\n").split("\n\n")
    if head != "WEBVTT":
        yield Fault("H83", name, "it does not begin with WEBVTT")
    sizes: dict[str, _Size | None] = {}
    at = 0
    for cue in cues:
        found = _CUE.fullmatch(cue)
        if not found:
            yield Fault("H83", name, f"{cue[:60]!r} names no part of a picture")
            return
        start, end = _milliseconds(found.groups()[:3]), _milliseconds(found.groups()[3:6])
        if start != at or end <= start:
            yield Fault("H83", name, f"the cue at {start / 1000:.3f} s does not follow the one before it")
        at = end
        yield from (Fault("H83", name, what) for what in _part(stream.bundle, found, sizes))
    pictures = stream.of("picture")
    if pictures and abs(Fraction(at, 1000) - pictures[0].seconds) > _FRAME:
        yield Fault("H83", name, f"it ends at {at / 1000:.3f} s, the film at {float(pictures[0].seconds):.3f}")


def _milliseconds(parts: tuple[str, ...]) -> int:
    """Of hours, minutes, and seconds with three decimals."""
    return 3_600_000 * int(parts[0]) + 60_000 * int(parts[1]) + int(parts[2].replace(".", ""))


def _part(bundle: Bundle, cue: re.Match[str], sizes: dict[str, _Size | None]) -> Iterator[str]:
    """What is wrong with the part of a picture that a cue names. sizes: of pictures that were looked at."""
    uri, (left, top, width, height) = cue[7], map(int, cue.groups()[7:])
    if uri not in sizes:
        sizes[uri] = _size_of(bundle, unquote(uri))
        if sizes[uri] is None:
            yield f"{uri} is not there, or is no JPEG"
    size = sizes[uri]
    if size and (not width or not height or left + width > size[0] or top + height > size[1]):
        yield f"{cue[0].splitlines()[-1]} lies outside its picture of {size[0]}x{size[1]}"


def _size_of(bundle: Bundle, path: str) -> _Size | None:
    if not bundle.has(path):
        return None
    try:
        with bundle.mapped(path) as data:
            return _jpeg_size(data)
    except UnreadableError:
        return None


def poster_faults(name: str, stream: Stream) -> Iterator[Fault]:
    """What is wrong with the poster, where there is one: F05. It has the shape of the film, to a pixel."""
    if not stream.bundle.has(name):
        return
    size = _size_of(stream.bundle, name)
    if size is None:
        yield Fault("F05", name, "it is no JPEG, or is cut short")
        return
    shapes = [one.track.size for one in stream.of("picture") if one.track and one.track.size]
    if shapes:
        width, height = max(shapes)
        if abs(size[1] * width - size[0] * height) > max(width, height):
            yield Fault("F05", name, f"it is {size[0]}x{size[1]}, the film {width}x{height}")


def sheet_faults(root: Element, stream: Stream) -> Iterator[str]:
    """What is wrong with the thumbnails of a DASH manifest, if the stream has any: D06."""
    images = stream.of("images")
    sets = [one for one in root.iter(f"{_MPD}AdaptationSet") if one.get("contentType") == "image"]
    if bool(images) != bool(sets):
        yield "it has thumbnails and the stream has none" if sets else "it lacks the stream's thumbnails"
        return
    for adaptation in sets:
        for one in adaptation.iter(f"{_MPD}Representation"):
            yield from _representation(one, images[0])


def _representation(one: Element, images: Rendition) -> Iterator[str]:
    paths = [url.get("media", "") for url in one.iter(f"{_MPD}SegmentURL")]
    if paths != [segment.path for segment in images.segments]:
        yield "its sheets are other than the stream's"
        return
    told = [(p.get("schemeIdUri"), p.get("value")) for p in one.iter(f"{_MPD}EssentialProperty")]
    tiles = _tiles(images.segments[0].listed) if images.segments else None
    if tiles is None:
        return
    (width, height), (columns, rows), _ = tiles
    if (_TILES, f"{columns}x{rows}") not in told:
        yield f"it does not say that its sheets are {columns}x{rows}"
    if (one.get("width"), one.get("height")) != (str(columns * width), str(rows * height)):
        yield f"its sheets are said to be {one.get('width')}x{one.get('height')}"
    entries = list(one.iter(f"{_MPD}S"))
    if len(entries) != len(paths) or len({entry.get("d") for entry in entries}) > 1:
        yield "its sheets do not have an entry each, all equally long: players would miss their tiles"


IMAGE_RULES = (_sheets,)
