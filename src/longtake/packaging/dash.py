"""The DASH manifest of a film: the very files of its HLS stream, listed for players that read MPD (D01 to D06). Pure.

Segments are listed by name and not by a template, for their names follow from their content: that is what lets an edit
leave all others in place. Words are one whole WebVTT file, since dash.js plays no segments of them (D05).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from longtake.media import SAMPLE_RATE, FrameRate, Size
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
    """A rendition of sound. language in BCP 47."""

    listed: Listed
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
) -> bytes:
    """frames: of the film."""
    root = Element(
        "MPD",
        {
            "xmlns": _NAMESPACE,
            "profiles": _PROFILE,
            "type": "static",
            "mediaPresentationDuration": _duration(rate.seconds(frames)),
            "minBufferTime": _duration(Fraction(TARGET_SECONDS)),
        },
    )
    period = SubElement(root, "Period", {"id": "film", "start": "PT0S"})
    _pictures(period, pictures, rate)
    for number, sound in enumerate(sounds, 2):
        _sound(period, number, sound, is_main=number == 2)
    for number, text in enumerate(texts, 2 + len(sounds)):
        _text(period, number, text)
    if sheets:
        _sheets(period, 2 + len(sounds) + len(texts), sheets)
    indent(root, " ")
    return bytes(tostring(root, "utf-8", xml_declaration=True)) + b"\n"


def _duration(seconds: Fraction) -> str:
    """As `xs:duration` has it, to the microsecond, rounded up: no segment ends after it."""
    whole, micros = divmod(ceil(seconds * 1_000_000), 1_000_000)
    return f"PT{whole}.{micros:06}".rstrip("0").rstrip(".") + "S"


def _adaptation(period: Element, number: int, kind: str, mime: str, **more: str) -> Element:
    names = {"id": str(number), "contentType": kind, "mimeType": mime}
    return SubElement(period, "AdaptationSet", names | more)


def _pictures(period: Element, pictures: Sequence[Listed], rate: FrameRate) -> None:
    timing = {"segmentAlignment": "true", "startWithSAP": "1"}
    adaptation = _adaptation(period, 1, "video", "video/mp4", **timing)
    _role(adaptation, "main")
    for one in pictures:
        assert one.size
        shape = {"width": str(one.size.width), "height": str(one.size.height), "sar": "1:1"}
        _representation(adaptation, one, shape | {"frameRate": str(rate)})


def _sound(period: Element, number: int, sound: Spoken, *, is_main: bool) -> None:
    timing = {"lang": sound.language, "segmentAlignment": "true", "startWithSAP": "1"}
    adaptation = _adaptation(period, number, "audio", "audio/mp4", **timing)
    _role(adaptation, "main" if is_main else "dub")
    representation = _representation(adaptation, sound.listed, {"audioSamplingRate": str(SAMPLE_RATE)})
    channels = Element("AudioChannelConfiguration", {"schemeIdUri": _CHANNELS, "value": str(sound.channels)})
    representation.insert(0, channels)


def _text(period: Element, number: int, text: Text) -> None:
    adaptation = _adaptation(period, number, "text", "text/vtt", lang=text.language)
    _role(adaptation, "subtitle")
    bandwidth = str(max(1, ceil(text.rates.peak)))
    representation = SubElement(adaptation, "Representation", {"id": f"words-{text.language}", "bandwidth": bandwidth})
    SubElement(representation, "BaseURL").text = text.path


def _sheets(period: Element, number: int, sheets: Pictured) -> None:
    adaptation = _adaptation(period, number, "image", "image/jpeg")
    shape = {"width": str(sheets.size.width), "height": str(sheets.size.height)}
    names = {"id": "thumbnails", "bandwidth": str(ceil(sheets.rates.peak))}
    representation = SubElement(adaptation, "Representation", names | shape)
    SubElement(representation, "EssentialProperty", {"schemeIdUri": _TILES, "value": sheets.layout})
    length, scale = sheets.seconds.as_integer_ratio()
    listed = SubElement(representation, "SegmentList", {"timescale": str(scale), "presentationTimeOffset": "0"})
    _timeline(listed, [length] * len(sheets.paths))
    for path in sheets.paths:
        SubElement(listed, "SegmentURL", {"media": path})


def _role(adaptation: Element, value: str) -> None:
    SubElement(adaptation, "Role", {"schemeIdUri": _ROLES, "value": value})


def _representation(adaptation: Element, one: Listed, more: dict[str, str]) -> Element:
    names = {"id": one.name, "codecs": one.codec, "bandwidth": str(ceil(one.rates.peak))}
    representation = SubElement(adaptation, "Representation", names | more)
    listed = SubElement(representation, "SegmentList", {"timescale": str(one.scale), "presentationTimeOffset": "0"})
    SubElement(listed, "Initialization", {"sourceURL": f"{one.folder}/{one.init}"})
    _timeline(listed, one.lengths)
    for name in one.segments:
        SubElement(listed, "SegmentURL", {"media": f"{one.folder}/{name}"})
    return representation


def _timeline(listed: Element, lengths: Iterable[int]) -> None:
    """An entry for each segment, never a repeat: dash.js takes the number of an entry for that of its address."""
    timeline, at = SubElement(listed, "SegmentTimeline"), 0
    for length in lengths:
        SubElement(timeline, "S", {"t": str(at), "d": str(length)})
        at += length
