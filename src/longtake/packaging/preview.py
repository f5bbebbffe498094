"""A film that is watched while it is made: one small rendition, whose playlists only grow until the film ends. Pure.

Its segments are cut by what of the film is known already, from its beginning: what comes later never moves one that
was published. They are shorter than those of the finished film, so that there is soon something to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from longtake.media import FrameRate, Rung, SoundRung, round_half_up
from longtake.packaging.playlists import Rates, SoundLine, Variant, multivariant_playlist, title_line
from longtake.packaging.segments import Segment, SoundSegment, sound_segments_of

__all__ = [
    "PREVIEW",
    "PREVIEW_TARGET_SECONDS",
    "caps_of",
    "event_playlist",
    "micros_of",
    "preview_playlist",
    "preview_segments",
    "preview_sound",
]

PREVIEW = "preview/main.m3u8"
PREVIEW_TARGET_SECONDS = 3
"""TARGETDURATION, stated before a length is known: a segment of whole spans from half a second on is below it."""

_SHORTEST = Fraction(1, 2)  # seconds
_MICRO = 1_000_000
_FRESH_BUFFERS = 2  # a second, of spans that are encoded apart, each of which may begin with a full buffer
_OF_A_FRAME, _OF_A_FRAGMENT = 16, 160  # bytes that a container needs at most
_AAC_PACKETS = 47  # a second, rounded up


def preview_segments(span_frames: Sequence[int], frames: int, rate: FrameRate) -> tuple[Segment, ...]:
    """The segments that the first spans of a film decide: each ends with the first span that makes it last half a
    second and leaves as much of the film. frames: of the whole film.

    More spans only add segments; all spans of the film are all its segments.
    """
    segments: list[Segment] = []
    first = start = at = 0
    for number, length in enumerate(span_frames):
        at += length
        left = frames - at
        if not left or min(rate.seconds(at - start), rate.seconds(left)) >= _SHORTEST:
            segments.append(Segment(len(segments), first, number + 1, start, at - start))
            first, start = number + 1, at
    return tuple(segments)


def preview_sound(segments: Sequence[Segment], frames: int, rate: FrameRate) -> tuple[SoundSegment, ...]:
    """The sound of these first segments. What is left of the film is cut off as one that nobody asks for."""
    if not segments:
        return ()
    last = segments[-1]
    rest = [Segment(len(segments), last.end_span, last.end_span + 1, last.end, frames - last.end)]
    return sound_segments_of([*segments, *(rest if last.end < frames else [])], rate)[: len(segments)]


def micros_of(start: Fraction, end: Fraction) -> int:
    """How long a segment lasts in whole microseconds. Both ends are rounded, so that any run of segments adds up."""
    return round_half_up(end * _MICRO) - round_half_up(start * _MICRO)


def event_playlist(init: str, segments: Sequence[tuple[str, int]], *, is_over: bool) -> str:
    """One rendition so far: each segment's name with its microseconds. Players begin at the film's beginning, not with
    what came last."""
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        f"#EXT-X-TARGETDURATION:{PREVIEW_TARGET_SECONDS}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        "#EXT-X-START:TIME-OFFSET=0",
        f'#EXT-X-MAP:URI="{init}"',
    ]
    for name, micros in segments:
        lines += [f"#EXTINF:{micros // _MICRO}.{micros % _MICRO:06},", name]
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if is_over else []), ""])


def caps_of(rung: Rung, sound: SoundRung, rate: FrameRate) -> tuple[Rates, Rates]:
    """What picture and sound take at most, in bits a second, known before anything is encoded: by the rung's rate cap
    and the buffer that each span may fill anew, by the sound's rate, and by what the container needs for them."""
    wrapped = 8 * (_OF_A_FRAME * rate.fraction + _OF_A_FRAGMENT * _FRESH_BUFFERS)
    picture = Rates(rung.maxrate + _FRESH_BUFFERS * rung.bufsize + wrapped, rung.maxrate + wrapped)
    spoken = 8 * Fraction(_OF_A_FRAME * _AAC_PACKETS + _OF_A_FRAGMENT * _FRESH_BUFFERS)
    return picture, Rates(2 * sound.bitrate + spoken, sound.bitrate + spoken)


def preview_playlist(variant: Variant, rate: FrameRate, sound: SoundLine, title: str, gain: str) -> str:
    """The multivariant playlist. gain: what the sound was raised by, in words."""
    told = f'#EXT-X-SESSION-DATA:DATA-ID="longtake.preview.gain",VALUE="{gain}"'
    return multivariant_playlist([variant], rate, [sound], others=[title_line(title), told])
