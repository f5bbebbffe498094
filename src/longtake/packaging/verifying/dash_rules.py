"""Rules of the DASH manifest: that it names the files of the stream, with the times and rates that they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element, ParseError, fromstring

from longtake.packaging.verifying.fault import Fault
from longtake.packaging.verifying.image_rules import sheet_faults
from longtake.packaging.verifying.playlist_text import whole_number
from longtake.packaging.verifying.rendition import Rendition
from longtake.packaging.verifying.stream import Stream

__all__ = ["dash_faults"]

_MPD = "{urn:mpeg:dash:schema:mpd:2011}"
_SAMPLE = Fraction(1, 48000)
_LARGEST = 1 << 26


def dash_faults(name: str, stream: Stream) -> Iterator[Fault]:
    """What is wrong with the manifest `name`, where there is one."""
    if not stream.bundle.has(name):
        return
    with stream.bundle.mapped(name) as found:
        data = bytes(found[: _LARGEST + 1])
    if len(data) > _LARGEST or re.search(rb"<!(DOCTYPE|ENTITY)", data):
        yield Fault("D01", name, "it is too large, or declares entities")
        return
    try:
        root = fromstring(data)
    except ParseError as error:
        yield Fault("D01", name, f"it is no XML: {error}")
        return
    yield from (Fault(rule, name, what) for rule, what in _manifest(root, stream))


def _manifest(root: Element, stream: Stream) -> Iterator[tuple[str, str]]:
    seconds = _seconds(root.get("mediaPresentationDuration", ""))
    pictures = stream.of("picture")
    spoken = {line.attributes.get("LANGUAGE", "") for one in stream.of("sound") for line in one.lines}
    if seconds is None or (pictures and abs(seconds - pictures[0].seconds) > Fraction(1, 1000)):
        yield "D04", f"it lasts {root.get('mediaPresentationDuration')}, the stream another time"
    for url in root.iter(f"{_MPD}BaseURL"):
        if not stream.bundle.has(url.text or ""):
            yield "D05", f"{url.text} is not there"
    yield from (("D06", what) for what in sheet_faults(root, stream))
    for adaptation in root.iter(f"{_MPD}AdaptationSet"):
        kind = adaptation.get("contentType")
        if kind == "audio" and adaptation.get("lang") not in spoken:
            yield "D01", f"a sound is in {adaptation.get('lang')}, the stream's are in {', '.join(sorted(spoken))}"
        if kind in ("video", "audio"):
            for representation in adaptation.iter(f"{_MPD}Representation"):
                yield from _representation(representation, stream, seconds)


def _seconds(text: str) -> Fraction | None:
    found = re.fullmatch(r"PT([0-9]{1,9}(?:\.[0-9]{1,9})?)S", text)
    return Fraction(found[1]) if found else None


def _representation(one: Element, stream: Stream, seconds: Fraction | None) -> Iterator[tuple[str, str]]:
    name = one.get("id", "?")
    files = [url.get("media", "") for url in one.iter(f"{_MPD}SegmentURL")]
    missing = [file for file in files if file not in stream.media and not stream.bundle.has(file)]
    if missing:
        yield "D01", f"{name} names {missing[0]}, which is not there"
    like = next((r for r in stream.of("picture", "sound") if [s.path for s in r.segments] == files), None)
    if like is None or not like.track:
        yield "D01", f"{name} has other segments than the stream"
        return
    if one.get("codecs") != like.track.codec:
        yield "D02", f"codecs of {name} is {one.get('codecs')}, its header says {like.track.codec}"
    if like.track.size and (one.get("width"), one.get("height")) != tuple(map(str, like.track.size)):
        yield "D02", f"{name} is said to be {one.get('width')}x{one.get('height')}"
    if whole_number(one.get("bandwidth")) < like.rates[0]:
        yield "D03", f"bandwidth of {name} is {one.get('bandwidth')}, below its measured peak"
    yield from (("D04", f"{name} {what}") for what in _timeline(one, like, seconds))


def _timeline(one: Element, like: Rendition, seconds: Fraction | None) -> Iterator[str]:
    listed = next(one.iter(f"{_MPD}SegmentList"), None)
    scale = whole_number(listed.get("timescale"), 1) if listed is not None else 1
    if not scale:
        yield "counts no ticks a second"
        return
    at = count = 0
    for entry in one.iter(f"{_MPD}S"):
        if entry.get("r"):
            yield "repeats an entry: dash.js takes the number of an entry for that of its segment"
        if whole_number(entry.get("t"), at) != at:
            yield f"has a gap at {float(Fraction(at, scale)):.3f} s"
            return
        repeats = whole_number(entry.get("r")) + 1
        at, count = at + repeats * whole_number(entry.get("d")), count + repeats
    if count != len(like.segments):
        yield f"times {count} segments and names {len(like.segments)}"
    if seconds is not None and abs(Fraction(at, scale) - seconds) > _SAMPLE:
        yield f"lasts {float(Fraction(at, scale)):.6f} s, the film {float(seconds):.6f}"
