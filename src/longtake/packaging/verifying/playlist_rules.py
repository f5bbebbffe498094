"""Rules of media playlists: what they declare, and that the media keeps to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from longtake.packaging.verifying.playlist_text import whole_number
from longtake.packaging.verifying.rules import rule
from longtake.packaging.verifying.stream import Stream

__all__ = ["PLAYLIST_RULES"]

_Found = Iterator[tuple[str, str]]
_LONGER = Fraction(1, 2)  # seconds by which a segment may be longer than the target
_SHORTEST_LAST = Fraction(1, 2)
_AAC_FRAME = 1024


@rule("H03", "EXT-X-VERSION is what the content needs, and not higher")
def _version(stream: Stream) -> _Found:
    for one in stream.renditions:
        playlist, needs = one.playlist, 1
        if any("." in (listed.value("EXTINF") or "") for listed in playlist.listed):
            needs = 3
        if playlist.has("EXT-X-BYTERANGE") or playlist.has("EXT-X-I-FRAMES-ONLY"):
            needs = 4
        if playlist.has("EXT-X-MAP"):
            needs = 5 if playlist.has("EXT-X-I-FRAMES-ONLY") else 6
        if playlist.version < needs:
            yield one.path, f"it declares version {playlist.version} and needs {needs}"
        if playlist.version > max(6, needs):
            yield one.path, f"it declares version {playlist.version}, which refuses clients that {needs} would serve"


@rule("H04", "every media playlist is VOD and ends")
def _vod(stream: Stream) -> _Found:
    for one in stream.renditions:
        if one.playlist.value("EXT-X-PLAYLIST-TYPE") != "VOD":
            yield one.path, "EXT-X-PLAYLIST-TYPE:VOD is missing"
        if not one.playlist.has("EXT-X-ENDLIST"):
            yield one.path, "EXT-X-ENDLIST is missing: players take it for a film that still grows"


@rule("H10", "no segment is longer than TARGETDURATION, rounded, or than it by half a second")
def _target(stream: Stream) -> _Found:
    for one in stream.renditions:
        value = one.playlist.value("EXT-X-TARGETDURATION")
        target = whole_number(value)
        if target < 1:
            yield one.path, f"TARGETDURATION is {value or 'missing'}, not a whole number of seconds"
            continue
        limit = target + _LONGER  # from which on it is rounded to more than the target, too
        for listed in one.playlist.listed:
            seconds = listed.seconds
            if seconds is None:
                yield one.playlist.at(listed.line), f"{listed.uri} has no EXTINF"
            elif seconds >= limit:
                yield one.playlist.at(listed.line), f"{listed.uri} lasts {float(seconds)} s, the target is {target}"


@rule("H11", "TARGETDURATION is 6")
def _six(stream: Stream) -> _Found:
    for one in stream.of("picture", "sound"):
        if one.playlist.value("EXT-X-TARGETDURATION") != "6":
            yield one.path, f"TARGETDURATION is {one.playlist.value('EXT-X-TARGETDURATION')}, not 6"


@rule("H12", "EXTINF of any run of segments tells its media time to within a frame, in six decimals")
def _told_times(stream: Stream) -> _Found:
    for one in stream.of("picture", "sound"):
        track = one.track
        if not track or not all(segment.fragments for segment in one.segments):
            continue
        skip = max(0, track.edits[0].media_time) if track.handler == "soun" and track.edits else 0
        scale, told = one.told
        limit = one.frame * scale * track.scale
        for segment, by_list, by_media in zip(one.segments, accumulate(told), accumulate(one.ticks), strict=True):
            apart = abs(by_list * track.scale - (by_media - skip) * scale)
            if apart >= limit and apart >= limit * (1 + (segment is one.segments[-1] and track.handler == "soun")):
                told_end, real_end = by_list / scale, (by_media - skip) / track.scale
                where = one.playlist.at(segment.listed.line)
                yield where, f"by EXTINF it ends at {told_end:.6f} s, by its media at {real_end:.6f}"
                break
        for segment in one.segments:
            if len((segment.listed.value("EXTINF") or "").split(",")[0].partition(".")[2]) < 6:
                yield one.playlist.at(segment.listed.line), "EXTINF has fewer than six decimals"
                break


@rule("H13", "picture and sound have one TARGETDURATION")
def _one_target(stream: Stream) -> _Found:
    values = {one.playlist.value("EXT-X-TARGETDURATION") for one in stream.of("picture", "sound")}
    if len(values) > 1:
        yield stream.main.path, f"its playlists have targets of {', '.join(sorted(map(str, values)))}"


@rule("H14", "all playlists cover the same time")
def _same_time(stream: Stream) -> _Found:
    pictures = stream.of("picture")
    if not pictures or not pictures[0].track:
        return
    first = pictures[0]
    slack = first.frame + Fraction(_AAC_FRAME, 48000)
    for one in stream.renditions:
        if abs(one.seconds - first.seconds) > slack:
            yield one.path, f"it lasts {float(one.seconds):.3f} s, {first.path} {float(first.seconds):.3f}"


@rule("H18", "segments are declared independent, once")
def _independent(stream: Stream) -> _Found:
    in_main = stream.main.has("EXT-X-INDEPENDENT-SEGMENTS")
    for one in stream.of("picture"):
        if one.playlist.has("EXT-X-INDEPENDENT-SEGMENTS") == in_main:
            yield one.path, "EXT-X-INDEPENDENT-SEGMENTS stands in both" if in_main else "it is nowhere declared"


@rule("H19", "there is no discontinuity")
def _continuous(stream: Stream) -> _Found:
    for one in stream.renditions:
        for tag in one.playlist.all("EXT-X-DISCONTINUITY"):
            yield one.playlist.at(tag.line), "a discontinuity stands here"


@rule("H20", "the last segment lasts half a second, if the film does")
def _last(stream: Stream) -> _Found:
    for one in stream.of("picture"):
        lengths = [segment.seconds for segment in one.segments]
        if len(lengths) > 1 and lengths[-1] < _SHORTEST_LAST - Fraction(_AAC_FRAME, 48000):
            yield one.path, f"its last segment lasts {float(lengths[-1]):.3f} s"


@rule("H05", "every playlist names each of its files once")
def _named_once(stream: Stream) -> _Found:
    for one in stream.of("picture", "sound", "subtitles"):
        if not one.playlist.listed:
            yield one.path, "it names no segment"
        elif len({segment.listed.uri for segment in one.segments}) < len(one.segments):
            yield one.path, "it names a segment twice"


PLAYLIST_RULES = (
    _version,
    _vod,
    _named_once,
    _target,
    _six,
    _told_times,
    _one_target,
    _same_time,
    _independent,
    _continuous,
    _last,
)
