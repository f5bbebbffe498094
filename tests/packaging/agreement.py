"""How far two packages of the same encodes are apart, each as its playlists and boxes tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

from longtake.packaging.verifying import Bundle, Readings
from longtake.packaging.verifying.rendition import Rendition
from longtake.packaging.verifying.stream import Stream

__all__ = ["Agreement", "agreement", "stream_of"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """codecs: CODECS of each variant of both; bandwidth: the largest part by which a BANDWIDTH differs; listed, begun:
    the most seconds by which ends by EXTINF and first decode times of segments differ, of pictures and of sound."""

    codecs: tuple[tuple[str, str], ...]
    bandwidth: float
    listed: tuple[float, float]
    begun: tuple[float, float]


def stream_of(folder: Path, main: str) -> Stream:
    """What the multivariant playlist `main` leads to."""
    return Stream.read(Bundle(folder), main, Readings())


def agreement(ours: Stream, theirs: Stream) -> Agreement:
    """Of variants by their size, of sounds by their language. Raises ValueError where one has more than the other."""
    variants = list(zip(_by_size(ours), _by_size(theirs), strict=True))
    lines = [(one.lines[0], other.lines[0]) for one, other in variants]
    rates = [(one.number("BANDWIDTH"), other.number("BANDWIDTH")) for one, other in lines]
    sounds = list(zip(_by_language(ours), _by_language(theirs), strict=True))
    return Agreement(
        tuple((one.attributes["CODECS"], other.attributes["CODECS"]) for one, other in lines),
        max(abs(one - other) / other for one, other in rates),
        (_apart(variants, _ends), _apart(sounds, _ends)),
        (_apart(variants, _begun), _apart(sounds, _begun)),
    )


def _by_size(stream: Stream) -> list[Rendition]:
    return sorted(stream.of("picture"), key=lambda one: one.track.size if one.track and one.track.size else (0, 0))


def _by_language(stream: Stream) -> list[Rendition]:
    return sorted(stream.of("sound"), key=lambda one: one.lines[0].attributes["LANGUAGE"])


def _apart(pairs: list[tuple[Rendition, Rendition]], times: Callable[[Rendition], list[Fraction]]) -> float:
    found = [abs(a - b) for one, other in pairs for a, b in zip(times(one), times(other), strict=True)]
    return float(max(found))


def _ends(one: Rendition) -> list[Fraction]:
    return list(accumulate(segment.seconds for segment in one.segments))


def _begun(one: Rendition) -> list[Fraction]:
    assert one.track
    return [Fraction(segment.fragments[0].time or 0, one.track.scale) for segment in one.segments]
