"""Rules of playlists of key pictures, for winding through the film."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from longtake.packaging.verifying.rendition import Segment
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["TRICK_RULES"]

_Found = Iterator[tuple[str, str]]
_FRAME = Fraction(1, 20)


@rule("H80", "a playlist of key pictures adds up to the film, and its rate is the measured one")
def _key_pictures(stream: Stream) -> _Found:
    pictures = stream.of("picture")
    for one in stream.of("key pictures"):
        if not one.playlist.has("EXT-X-I-FRAMES-ONLY") or not one.playlist.has("EXT-X-MAP"):
            yield one.path, "EXT-X-I-FRAMES-ONLY or EXT-X-MAP is missing"
        if pictures and abs(one.seconds - pictures[0].seconds) > _FRAME:
            yield one.path, f"it lasts {float(one.seconds):.3f} s, the film {float(pictures[0].seconds):.3f}"
        for line in one.lines:
            if not all(line.attributes.get(name) for name in ("BANDWIDTH", "CODECS", "RESOLUTION", "URI")):
                yield stream.main.at(line.tag.line), "it lacks BANDWIDTH, CODECS, RESOLUTION or URI"
            elif line.number("BANDWIDTH") < one.rates[0]:
                yield stream.main.at(line.tag.line), f"BANDWIDTH is below the measured peak {ceil(one.rates[0])}"


@rule("H81", "each range, or encrypted file, of a key picture begins with its moof and ends with the picture")
def _ranges(stream: Stream) -> _Found:
    for one in stream.of("key pictures"):
        for segment in one.segments:
            if segment.cipher and segment.fragments:
                continue  # a file of its own, and what it is was seen when it was opened
            if segment.listed.range is None:
                yield one.playlist.at(segment.listed.line), "it names no range"
            elif reason := _not_a_picture(segment, stream.media.get(segment.path)):
                yield one.playlist.at(segment.listed.line), reason


def _not_a_picture(named: Segment, whole: Segment | None) -> str:
    start, end = named.listed.range or (0, 0)
    if whole is None:
        return f"{named.path} is no segment of picture"
    fragment = next((one for one in whole.fragments if one.start == start), None)
    if fragment is None:
        return f"no moof begins at byte {start} of {named.path}"
    if end != fragment.first_end:
        return f"the range of {named.path} ends at byte {end}, its picture at {fragment.first_end}"
    return "" if fragment.is_sync else f"no key picture begins at byte {start} of {named.path}"


TRICK_RULES = (_key_pictures, _ranges)
