"""HLS playlists as text, and the rates that they declare. Pure; rule numbers are those of Apple and of RFC 8216bis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil

from longtake.media import FrameRate, Size, round_half_up
from longtake.packaging.segments import TARGET_SECONDS

__all__ = [
    "Rates",
    "SoundLine",
    "SubtitleLine",
    "Variant",
    "durations",
    "key_picture_line",
    "media_playlist",
    "multivariant_playlist",
    "rates_of",
    "text_playlist",
    "title_line",
]

_VERSION = 6  # EXT-X-MAP needs it; declared in the multivariant playlist too, since a client needs both
_TEXT_VERSION = 3  # fractions in EXTINF, and nothing else
_MICRO = 1_000_000
_SUBTITLES = "captions"  # the one group of subtitles
_DEFAULT_RATE = 2_000_000  # bits a second; the variant nearest to it stands first (A1.32)


def durations(ends: Sequence[Fraction]) -> tuple[int, ...]:
    """Length of each segment in whole microseconds, from where each ends in seconds.

    Ends are rounded, not lengths, so that any run of segments adds up to its real time within a microsecond.
    """
    at = [0, *(round_half_up(end * _MICRO) for end in ends)]
    return tuple(after - before for before, after in pairwise(at))


def media_playlist(init: str, segments: Sequence[tuple[str, int]], key_line: str = "") -> str:
    """One rendition: the initialisation segment's name, then each segment's with its microseconds. key_line: of the key
    that they are encrypted with; the initialisation segment, named before it, is not (H90)."""
    keys = [key_line] if key_line else []
    return _listed([*_header(_VERSION), f'#EXT-X-MAP:URI="{init}"', *keys], segments)


def text_playlist(segments: Sequence[tuple[str, int]]) -> str:
    """A rendition of WebVTT: each segment's name with its microseconds."""
    return _listed(_header(_TEXT_VERSION), segments)


def _header(version: int) -> list[str]:
    return [
        "#EXTM3U",
        f"#EXT-X-VERSION:{version}",
        f"#EXT-X-TARGETDURATION:{TARGET_SECONDS}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
    ]


def _listed(lines: list[str], segments: Sequence[tuple[str, int]]) -> str:
    for name, micros in segments:
        lines += [f"#EXTINF:{micros // _MICRO}.{micros % _MICRO:06},", name]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


@dataclass(frozen=True, slots=True)
class Rates:
    """Measured bits a second: the peak over runs of segments, and the average. Sums of them round up once."""

    peak: Fraction
    average: Fraction

    def __add__(self, other: Rates) -> Rates:
        return Rates(self.peak + other.peak, self.average + other.average)


def rates_of(segments: Sequence[tuple[int, int]], target: int = TARGET_SECONDS) -> Rates:
    """Measures (bytes, microseconds) of all segments of a rendition. target: of its playlist, in seconds.

    The peak is the largest rate of any run of consecutive segments that lasts 0.5 to 1.5 target durations (bis
    4.4.6.2); a film too short for such a run is one run.
    """
    whole = (sum(size for size, _ in segments), sum(micros for _, micros in segments))
    peak = whole
    shortest, longest = (target * _MICRO * halves // 2 for halves in (1, 3))
    for first in range(len(segments)):
        size = micros = 0
        for last in range(first, len(segments)):
            size, micros = size + segments[last][0], micros + segments[last][1]
            if micros > longest:
                break
            if micros >= shortest and size * peak[1] > peak[0] * micros:
                peak = size, micros
    return Rates(_rate(*peak), _rate(*whole))


def _rate(size: int, micros: int) -> Fraction:
    return Fraction(8 * _MICRO * size, micros)


@dataclass(frozen=True, slots=True)
class SoundLine:
    """A sound rendition as a multivariant playlist names it; codec in the words of RFC 6381."""

    group: str
    name: str
    language: str
    channels: int
    uri: str
    codec: str
    rates: Rates
    characteristics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubtitleLine:
    """A subtitle rendition as a multivariant playlist names it."""

    name: str
    language: str
    characteristics: tuple[str, ...]
    uri: str
    rates: Rates


@dataclass(frozen=True, slots=True)
class Variant:
    """A rung as a multivariant playlist names it. rates: of the picture alone; group: of the sounds that it is heard
    with, by default that of the first."""

    uri: str
    size: Size
    codec: str
    rates: Rates
    group: str = ""


def multivariant_playlist(
    variants: Sequence[Variant],
    rate: FrameRate,
    sounds: Sequence[SoundLine],
    subtitles: Sequence[SubtitleLine] = (),
    others: Sequence[str] = (),
) -> str:
    """All variants, the one nearest to 2000 kbit/s first and the others as they come, the groups of sounds that they
    are heard with and the subtitles that they share. A variant's rates are those of what plays together: one sound of
    its group and at most one of the subtitles (bis 4.4.6.2). The first of a group plays unless another is chosen; the
    sounds of a group have one codec. others: lines besides, at the end."""
    groups = {name: list(members) for name, members in groupby(sounds, key=lambda line: line.group)}
    heard = {variant: groups[variant.group or sounds[0].group] if sounds else [] for variant in variants}
    shared = _heaviest(subtitles)
    whole = [(variant, variant.rates + _heaviest(heard[variant]) + shared) for variant in variants]
    first = min(range(len(whole)), key=lambda at: (abs(whole[at][1].average - _DEFAULT_RATE), at))
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{_VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [_sound_line(line, is_default=line is group[0]) for group in groups.values() for line in group]
    lines += map(_subtitle_line, subtitles)
    for variant, rates in [whole[first], *whole[:first], *whole[first + 1 :]]:
        lines += [_variant_line(variant, rates, rate, heard[variant], bool(subtitles)), variant.uri]
    return "\n".join([*lines, *others, ""])


def _heaviest(lines: Sequence[SoundLine] | Sequence[SubtitleLine]) -> Rates:
    peak = max((line.rates.peak for line in lines), default=Fraction(0))
    return Rates(peak, max((line.rates.average for line in lines), default=Fraction(0)))


def _sound_line(sound: SoundLine, *, is_default: bool) -> str:
    default = "YES" if is_default else "NO"
    return (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{sound.group}",NAME="{sound.name}",LANGUAGE="{sound.language}",'
        f'DEFAULT={default},AUTOSELECT=YES{_tags(sound.characteristics)},CHANNELS="{sound.channels}",URI="{sound.uri}"'
    )


def _tags(characteristics: tuple[str, ...]) -> str:
    return f',CHARACTERISTICS="{",".join(characteristics)}"' if characteristics else ""


def key_picture_line(variant: Variant) -> str:
    """A rung's key pictures, as a multivariant playlist names them. variant: with their address and their rates."""
    rates = variant.rates
    return (
        f"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={ceil(rates.peak)},AVERAGE-BANDWIDTH={ceil(rates.average)},"
        f'CODECS="{variant.codec}",RESOLUTION={variant.size},VIDEO-RANGE=SDR,URI="{variant.uri}"'
    )


def title_line(title: str) -> str:
    """The film's name as session data; what a quoted text cannot hold stands as a space."""
    words = " ".join(re.sub(r"[\x00-\x1f\x7f\"]", " ", title).split())
    return f'#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.title",VALUE="{words}"'


def _subtitle_line(line: SubtitleLine) -> str:
    """Offered, and chosen by whoever has captions switched on; never shown unasked."""
    return (
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{_SUBTITLES}",NAME="{line.name}",LANGUAGE="{line.language}",'
        f'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO{_tags(line.characteristics)},URI="{line.uri}"'
    )


def _variant_line(
    variant: Variant, rates: Rates, rate: FrameRate, sounds: Sequence[SoundLine], has_subtitles: bool
) -> str:
    codecs = f"{variant.codec},{sounds[0].codec}" if sounds else variant.codec
    milli = round_half_up(rate.fraction * 1000)
    group = f',AUDIO="{sounds[0].group}"' if sounds else ""
    group += f',SUBTITLES="{_SUBTITLES}"' if has_subtitles else ""
    return (
        f"#EXT-X-STREAM-INF:BANDWIDTH={ceil(rates.peak)},AVERAGE-BANDWIDTH={ceil(rates.average)},"
        f'CODECS="{codecs}",RESOLUTION={variant.size},FRAME-RATE={milli // 1000}.{milli % 1000:03},'
        f"VIDEO-RANGE=SDR{group},CLOSED-CAPTIONS=NONE"
    )
