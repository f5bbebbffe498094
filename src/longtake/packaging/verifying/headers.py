"""What the `moov` of a file says of its tracks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from longtake.packaging.verifying.box_tree import Box, boxes_in, child, children
from longtake.packaging.verifying.fault import UnreadableError

__all__ = ["Edit", "Header", "TrackHeader", "header_of"]

_ENTRIES = ("avc1", "avc3", "hvc1", "hev1", "mp4a", "wvtt", "tx3g", "text")


@dataclass(frozen=True, slots=True)
class Edit:
    """duration in ticks of the movie; media_time in ticks of the track, -1 for an empty edit; rate of 65536 is 1."""

    duration: int
    media_time: int
    rate: int


@dataclass(frozen=True, slots=True)
class TrackHeader:
    """handler: `vide`, `soun`, …; entry: kind of its sample entry; codec: as CODECS names it; size and configuration
    (profile, compatibility, level) of pictures; colour: primaries, transfer, matrix, full range flag; samples: listed
    in the header itself; durations in their own ticks; is_enabled: whether it plays unless another is chosen."""

    number: int
    handler: str
    scale: int
    duration: int
    shown: int
    edits: tuple[Edit, ...]
    entry: str
    codec: str
    samples: int
    size: tuple[int, int] | None = None
    level: int = 0
    has_square_pixels: bool = False
    colour: tuple[int, int, int, int] | None = None
    channels: int = 0
    sample_rate: int = 0
    language: str = "und"
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """kinds: of the boxes that the file begins with, in order; brands: the major one first; scale, duration: the
    movie's; is_fragmented: whether fragments are announced."""

    kinds: tuple[str, ...]
    brands: tuple[str, ...]
    scale: int
    duration: int
    tracks: tuple[TrackHeader, ...]
    is_fragmented: bool


def header_of(data: memoryview) -> Header:
    """Raises UnreadableError for what is no media file, or one whose header is cut short."""
    tops = list(boxes_in(data))
    found = {box.kind: box for box in reversed(tops)}
    if "ftyp" not in found or "moov" not in found:
        raise UnreadableError(f"it holds {', '.join(box.kind for box in tops) or 'nothing'}, not ftyp and moov")
    movie = found["moov"]
    scale, duration = _clock(_needed(movie, "mvhd"), 12)
    tracks = tuple(_track(box) for box in children(movie) if box.kind == "trak")
    brands = tuple(_brands(found["ftyp"]))
    kinds = tuple(box.kind for box in tops)
    return Header(kinds, brands, scale, duration, tracks, child(movie, "mvex/trex") is not None)


def _needed(box: Box, path: str) -> Box:
    found = child(box, path)
    if found is None:
        raise UnreadableError(f"there is no {path} in its {box.kind} box")
    return found


def _brands(box: Box) -> Iterator[str]:
    for at in (0, *range(8, len(box.body) - 3, 4)):
        yield bytes(box.body[at : at + 4]).decode("latin-1")


def _clock(box: Box, at: int) -> tuple[int, int]:
    """Scale and duration of `mvhd` or `mdhd`, whose numbers are longer in version 1. at: of the scale in version 0."""
    if box.numbers("B")[0]:
        scale, duration = box.numbers("IQ", at + 8)
    else:
        scale, duration = box.numbers("II", at)
    if not scale:
        raise UnreadableError(f"its {box.kind} box at byte {box.start} counts no ticks a second")
    return scale, duration


def _track(box: Box) -> TrackHeader:
    head, media = _needed(box, "tkhd"), _needed(box, "mdia")
    if head.numbers("B")[0]:
        (number,), (shown,) = head.numbers("I", 20), head.numbers("Q", 28)
    else:
        (number,), (shown,) = head.numbers("I", 12), head.numbers("I", 20)
    scale, duration = _clock(_needed(media, "mdhd"), 12)
    handler = bytes(_needed(media, "hdlr").body[8:12]).decode("latin-1")
    table = _needed(media, "minf/stbl")
    entry = next((one for one in children(_needed(table, "stsd")) if one.kind in _ENTRIES), None)
    if entry is None:
        raise UnreadableError(f"track {number} has no sample entry that is known here")
    sizes = child(table, "stsz")
    samples = sizes.numbers("I", 8)[0] if sizes else 0
    language = child(media, "elng")
    track = TrackHeader(
        number,
        handler,
        scale,
        duration,
        shown,
        tuple(_edits(child(box, "edts/elst"))),
        entry.kind,
        _codec(entry),
        samples,
        language=bytes(language.body[4:]).rstrip(b"\0").decode("latin-1") if language else "und",
        is_enabled=bool(head.numbers("I")[0] & 1),
    )
    return _detailed(track, entry)


def _edits(box: Box | None) -> Iterator[Edit]:
    if box is None:
        return
    version, (count,) = box.numbers("B")[0], box.numbers("I", 4)
    layout, length = ("QqI", 20) if version else ("IiI", 12)
    for number in range(count):
        yield Edit(*box.numbers(layout, 8 + number * length))


def _codec(entry: Box) -> str:
    if entry.kind in ("avc1", "avc3"):
        return f"{entry.kind}.{bytes(_needed(entry, 'avcC').body[1:4]).hex()}"
    if entry.kind == "mp4a":
        return f"mp4a.40.{_object_type(_needed(entry, 'esds'))}"
    return entry.kind


def _object_type(box: Box) -> int:
    """The audio object type, from descriptor 3 through 4 to 5."""
    data, at = box.body, 4
    for tag, skipped in ((3, 3), (4, 13), (5, 0)):
        if at >= len(data) or data[at] != tag:
            raise UnreadableError(f"its esds box at byte {box.start} has no descriptor {tag}")
        at += 1
        while at < len(data) and data[at] & 0x80:
            at += 1
        at += 1 + skipped
    if at >= len(data):
        raise UnreadableError(f"its esds box at byte {box.start} is cut short")
    return data[at] >> 3


def _detailed(track: TrackHeader, entry: Box) -> TrackHeader:
    """With what its sample entry says of pictures or of sound."""
    if entry.kind == "mp4a":
        channels, _, _, rate = entry.numbers("HHII", 16)
        return replace(track, channels=channels, sample_rate=rate >> 16)
    if entry.kind not in ("avc1", "avc3", "hvc1", "hev1"):
        return track
    pixels, colour = child(entry, "pasp"), child(entry, "colr")
    tags = colour.numbers("HHHB", 4) if colour and bytes(colour.body[:4]) == b"nclx" else None
    width, height = entry.numbers("HH", 24)
    return replace(
        track,
        size=(width, height),
        level=_needed(entry, "avcC").numbers("B", 3)[0] if entry.kind.startswith("avc") else 0,
        has_square_pixels=pixels is not None and len(set(pixels.numbers("II"))) == 1,
        colour=(tags[0], tags[1], tags[2], tags[3]) if tags else None,
    )
