"""The DASH manifest of a film: the very files of its HLS stream, listed for players that read MPD (D01 to D06). Pure.

Segments are listed by name and not by a template, for their names follow from their content: that is what lets an edit
leave all others in place. Words are one whole WebVTT file, since dash.js plays no segments of them (D05). It is
told line by line: as a tree, an hour's segments would be megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count
from math import ceil

from longtake.media import SAMPLE_RATE, FrameRate, Size
from longtake.packaging.markup import document, element
from longtake.packaging.playlists import Rates
from longtake.packaging.segments import TARGET_SECONDS

__all__ = ["Listed", "Pictured", "Spoken", "Text", "manifest"]

_NAMESPACE = "urn:mpeg:dash:schema:mpd:2011"
_PROFILE = "urn:mpeg:dash:profile:isoff-main:2011"
_ROLES = "urn:mpeg:dash:role:2011"
_TILES = "http://dashif.org/guidelines/thumbnail_tile"
_CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"


@dataclass(frozen=True, slots=True)
class Listed:
    """A rendition. folder: of its files, from the manifest's; lengths: of its segments, in ticks of `scale`; size: of
    pictures."""

    name: str
    folder: str
    codec: str
    rates: Rates
    init: str
    segments: Sequence[str]
    lengths: Sequence[int]
    scale: int
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is heard in a language, in BCP 47: one rendition, or several of other rates."""

    listed: Sequence[Listed]
    language: str
    channels: int


@dataclass(frozen=True, slots=True)
class Text:
    """Words, as one WebVTT file. path: from the manifest's folder."""

    path: str
    language: str
    rates: Rates


@dataclass(frozen=True, slots=True)
class Pictured:
    """Sheets of thumbnails. size: of one; layout: columns and rows, such as 5x5; seconds: of each of them. paths: from
    the manifest's folder."""

    size: Size
    layout: str
    paths: Sequence[str]
    seconds: Fraction
    rates: Rates


def manifest(
    pictures: Sequence[Listed],
    sounds: Sequence[Spoken],
    texts: Sequence[Text],
    rate: FrameRate,
    frames: int,
    sheets: Pictured | None = None,
) -> Iterator[bytes]:
    """Its lines. frames: of the film."""
    numbers = count(1)
    sets = [_pictures(next(numbers), pictures, rate)]
    sets += [_sound(next(numbers), sound, is_main=at == 0) for at, sound in enumerate(sounds)]
    sets += [_text(next(numbers), text) for text in texts]
    sets += [_sheets(next(numbers), sheets)] if sheets else []
    attributes = {
        "xmlns": _NAMESPACE,
        "profiles": _PROFILE,
        "type": "static",
        "mediaPresentationDuration": _duration(rate.seconds(frames)),
        "minBufferTime": _duration(Fraction(TARGET_SECONDS)),
    }
    return document(element("MPD", attributes, element("Period", {"id": "film", "start": "PT0S"}, *sets)))


def _duration(seconds: Fraction) -> str:
    """As `xs:duration` has it, to the microsecond, rounded up: no segment ends after it."""
    whole, micros = divmod(ceil(seconds * 1_000_000), 1_000_000)
    return f"PT{whole}.{micros:06}".rstrip("0").rstrip(".") + "S"


def _adaptation(number: int, kind: str, mime: str, parts: Iterable[Iterable[str]], **more: str) -> Iterator[str]:
    return element("AdaptationSet", {"id": str(number), "contentType": kind, "mimeType": mime} | more, *parts)


def _pictures(number: int, pictures: Sequence[Listed], rate: FrameRate) -> Iterator[str]:
    told = [_role("main")]
    for one in pictures:
        assert one.size
        shape = {"width": str(one.size.width), "height": str(one.size.height), "sar": "1:1"}
        told.append(_representation(one, shape | {"frameRate": str(rate)}))
    return _adaptation(number, "video", "video/mp4", told, segmentAlignment="true", startWithSAP="1")


def _sound(number: int, sound: Spoken, *, is_main: bool) -> Iterator[str]:
    channels = {"schemeIdUri": _CHANNELS, "value": str(sound.channels)}
    told = [
        _representation(one, {"audioSamplingRate": str(SAMPLE_RATE)}, element("AudioChannelConfiguration", channels))
        for one in sound.listed
    ]
    timing = {"lang": sound.language, "segmentAlignment": "true", "startWithSAP": "1"}
    return _adaptation(number, "audio", "audio/mp4", [_role("main" if is_main else "dub"), *told], **timing)


def _text(number: int, text: Text) -> Iterator[str]:
    names = {"id": f"words-{text.language}", "bandwidth": str(max(1, ceil(text.rates.peak)))}
    told = element("Representation", names, element("BaseURL", {}, text=text.path))
    return _adaptation(number, "text", "text/vtt", [_role("subtitle"), told], lang=text.language)


def _sheets(number: int, sheets: Pictured) -> Iterator[str]:
    shape = {"width": str(sheets.size.width), "height": str(sheets.size.height)}
    names = {"id": "thumbnails", "bandwidth": str(ceil(sheets.rates.peak))}
    layout = element("EssentialProperty", {"schemeIdUri": _TILES, "value": sheets.layout})
    length, scale = sheets.seconds.as_integer_ratio()
    listed = _segments(scale, [length] * len(sheets.paths), sheets.paths)
    return _adaptation(number, "image", "image/jpeg", [element("Representation", names | shape, layout, listed)])


def _role(value: str) -> Iterator[str]:
    return element("Role", {"schemeIdUri": _ROLES, "value": value})


def _representation(one: Listed, more: dict[str, str], *parts: Iterable[str]) -> Iterator[str]:
    """parts: what stands before its segments."""
    names = {"id": one.name, "codecs": one.codec, "bandwidth": str(ceil(one.rates.peak))}
    init = element("Initialization", {"sourceURL": f"{one.folder}/{one.init}"})
    paths = (f"{one.folder}/{name}" for name in one.segments)
    return element("Representation", names | more, *parts, _segments(one.scale, one.lengths, paths, init))


def _segments(scale: int, lengths: Iterable[int], paths: Iterable[str], *parts: Iterable[str]) -> Iterator[str]:
    """parts: what stands before the timeline."""
    timeline = element("SegmentTimeline", {}, _entries(lengths))
    urls = chain.from_iterable(element("SegmentURL", {"media": path}) for path in paths)
    timing = {"timescale": str(scale), "presentationTimeOffset": "0"}
    return element("SegmentList", timing, *parts, timeline, urls)


def _entries(lengths: Iterable[int]) -> Iterator[str]:
    """An entry for each segment, never a repeat: dash.js takes the number of an entry for that of its address."""
    at = 0
    for length in lengths:
        yield from element("S", {"t": str(at), "d": str(length)})
        at += length
