"""Rules of the segments: where each begins, that it can be shown alone, and what its header says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from longtake.packaging.verifying.rendition import Rendition
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["MEDIA_RULES"]

_Found = Iterator[tuple[str, str]]
_NEW_BRANDS = ("iso6", "iso7", "iso8", "iso9", "cmfc", "cmf2")
_AAC_FRAME = 1024
_IDR = 5
_FINE = 10**9
_HIGHEST_LEVEL, _FASTEST = 52, 60
_SDR = (1, 6, 13, 14, 15)


def _timed(stream: Stream) -> tuple[Rendition, ...]:
    return tuple(one for one in stream.of("picture", "sound") if one.track)


@rule("H15", "segments of all rungs begin at the same times, those of sound within an AAC frame of them")
def _aligned(stream: Stream) -> _Found:
    pictures = [one for one in _timed(stream) if one.role == "picture"]
    if not pictures:
        return
    first = _begins(pictures[0])
    for one in pictures[1:]:
        if _begins(one) != first:
            yield one.path, f"its segments begin at other times than those of {pictures[0].path}"
    for one in _timed(stream):
        begins = _begins(one)
        if one.role != "sound" or len(begins) != len(first):
            continue
        for segment, here, there in zip(one.segments, begins, first, strict=True):
            if abs(here - there) > _FINE * _AAC_FRAME // 48000:
                yield segment.path, f"its sound begins {(here - there) / _FINE:+.3f} s from the picture"
                break


def _begins(one: Rendition) -> list[int]:
    """When each segment is shown or heard first, in `_FINE` parts of a second, rounded down."""
    track = one.track
    assert track
    skip = max(0, track.edits[0].media_time) if track.edits else 0
    lead = skip if track.handler == "soun" else 0
    times = ((segment.fragments[0].time or 0) if segment.fragments else 0 for segment in one.segments)
    return [max(0, time - lead) * _FINE // track.scale for time in times]


@rule("H16", "every segment of picture begins with an IDR picture")
def _begins_alone(stream: Stream) -> _Found:
    for one in stream.of("picture"):
        for segment in one.segments:
            first = segment.fragments[0]
            if not first.is_sync:
                yield segment.path, "its first sample is no sync sample"
            elif first.opens_with not in (_IDR, None):
                yield segment.path, f"it begins with NAL unit type {first.opens_with}, not with an IDR picture"


@rule("H30", "every media playlist has a header of its own: brands, one track without samples, fragments announced")
def _headers(stream: Stream) -> _Found:
    for one in stream.of("picture", "sound"):
        place, header = one.header_path or one.path, one.header
        if one.header_path is None:
            yield one.path, "EXT-X-MAP is missing"
        if header is None:
            continue
        if not set(header.brands) & set(_NEW_BRANDS):
            yield place, f"its brands are {', '.join(header.brands)}: none is iso6 or later"
        if len(header.tracks) != 1:
            yield place, f"it has {len(header.tracks)} tracks, not one"
        if not header.is_fragmented or "mdat" in header.kinds or any(track.samples for track in header.tracks):
            yield place, "it announces no fragments or holds samples itself"
        if header.duration or any(track.duration or track.shown for track in header.tracks):
            yield place, "it says how long it lasts, which the fragments say"


@rule("H31", "every fragment says when it begins, and counts from its own first byte")
def _fragments(stream: Stream) -> _Found:
    for one in stream.of("picture", "sound"):
        for segment in one.segments:
            if any(fragment.time is None for fragment in segment.fragments):
                yield segment.path, "a fragment has no tfdt"
            if not all(fragment.is_based_on_moof for fragment in segment.fragments):
                yield segment.path, "its offsets do not count from the moof"


@rule("H32", "each fragment begins where the one before it ends, exactly")
def _gapless(stream: Stream) -> _Found:
    for one in stream.of("picture", "sound"):
        fragments = [(segment, fragment) for segment in one.segments for fragment in segment.fragments]
        if fragments and fragments[0][1].time:
            yield fragments[0][0].path, f"the film begins at {fragments[0][1].time} ticks, not at 0"
        for (_, before), (segment, after) in pairwise(fragments):
            if before.time is not None and after.time not in (None, before.time + before.ticks):
                step = (after.time or 0) - before.time - before.ticks
                yield segment.path, f"it begins {step:+} ticks from where the one before ends"
                break


@rule("H33", "one track a file, one run a fragment, CMAF's brand, one edit, and colour and pixel shape of pictures")
def _cmaf(stream: Stream) -> _Found:
    for one in _timed(stream):
        place, track = one.header_path or one.path, one.track
        assert one.header
        assert track
        if not {"cmfc", "cmf2"} & set(one.header.brands):
            yield place, "its brands name no CMAF"
        if len(track.edits) != 1 or track.edits[0].media_time < 0 or track.edits[0].rate != 1 << 16:
            yield place, "it has not the one edit that skips media at the start"
        if track.handler == "vide" and (track.colour is None or not track.has_square_pixels):
            yield place, "its sample entry lacks colr or square pixels"
        for segment in one.segments:
            if any((fragment.tracks, fragment.runs) != (1, 1) for fragment in segment.fragments):
                yield segment.path, "a fragment has more than one track or run"
                break


@rule("H34", "the first picture and the first sound are at 0")
def _at_zero(stream: Stream) -> _Found:
    for one in _timed(stream):
        track = one.track
        if not track or not one.segments or not one.segments[0].fragments or not track.edits:
            continue
        skip, first = track.edits[0].media_time, one.segments[0].fragments[0]
        begins = (first.time or 0) + first.lead
        wanted = _AAC_FRAME if track.handler == "soun" else begins
        if skip != wanted:
            shown = (
                Fraction(begins - skip, track.scale)
                if track.handler == "vide"
                else Fraction(wanted - skip, track.scale)
            )
            yield one.header_path or one.path, f"its edit skips {skip} ticks: it begins at {float(shown):+.3f} s"


@rule("H35", "parameter sets stand in the header only")
def _entries(stream: Stream) -> _Found:
    for one in _timed(stream):
        if one.track and one.track.handler == "vide" and one.track.entry not in ("avc1", "hvc1"):
            yield one.header_path or one.path, f"its sample entry is {one.track.entry}, not avc1 or hvc1"


@rule("H36", "sound is a rendition of its own: AAC-LC, stereo or mono, at 48 kHz")
def _sounding(stream: Stream) -> _Found:
    for one in _timed(stream):
        track = one.track
        if one.role != "sound" or track is None:
            continue
        if track.codec != "mp4a.40.2" or track.sample_rate != 48000 or track.channels not in (1, 2):
            what = f"{track.codec} with {track.channels} channels at {track.sample_rate} Hz"
            yield one.header_path or one.path, f"it is {what}, not AAC-LC in stereo at 48000"


@rule("H37", "no level above 5.2, no more than 60 pictures a second")
def _modest(stream: Stream) -> _Found:
    for one in _timed(stream):
        track = one.track
        if track is None or track.handler != "vide":
            continue
        if track.level > _HIGHEST_LEVEL:
            yield one.header_path or one.path, f"its level is {track.level / 10}"
        if one.frame and 1 / one.frame > _FASTEST:
            yield one.path, f"it has {float(1 / one.frame):.3f} pictures a second"


@rule("H38", "one constant frame rate and one colour space in the whole film")
def _constant(stream: Stream) -> _Found:
    pictures = [one for one in _timed(stream) if one.role == "picture"]
    if len({one.frame for one in pictures}) > 1 or len({one.track.colour for one in pictures if one.track}) > 1:
        yield stream.main.path, "its rungs differ in frame rate or colour"
    for one in pictures:
        for segment in one.segments:
            if len({ticks for one in segment.fragments for ticks in (one.shortest, one.longest)}) > 1:
                yield segment.path, "its pictures do not all last equally long"
                break


@rule("A20", "pictures are tagged BT.709, limited range")
def _tagged(stream: Stream) -> _Found:
    for one in _timed(stream):
        track = one.track
        if (
            track
            and track.handler == "vide"
            and track.colour
            and (track.colour[1] not in _SDR or track.colour[3] & 0x80)
        ):
            yield one.header_path or one.path, f"its colr says {track.colour}"


@rule("H17", "no picture is shown before its segment begins or after it ends")
def _closed(stream: Stream) -> _Found:
    for one in stream.of("picture"):
        for segment in one.segments:
            if not all(fragment.is_even for fragment in segment.fragments):
                yield segment.path, "its pictures do not follow each other at even distances: its GOP is not closed"


MEDIA_RULES = (
    _aligned,
    _begins_alone,
    _closed,
    _headers,
    _fragments,
    _gapless,
    _cmaf,
    _at_zero,
    _entries,
    _sounding,
    _modest,
    _constant,
    _tagged,
)
