"""Which segment files change when one shot of a film is taken again at the same length, and when each is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from long_film.film import JOIN, shots_of, spare_clip, written
from longtake_command import make
from material import RATE, fresh

from longtake.packaging import PLAYLIST
from longtake.packaging.verifying import Bundle, Readings
from longtake.packaging.verifying.rendition import Rendition
from longtake.packaging.verifying.stream import Stream

__all__ = ["Rerolled", "rerolled"]

_AAC_FRAME = Fraction(1024, 48_000)


@dataclass(frozen=True, slots=True)
class Rerolled:
    """Of segment files of pictures and of sound: how many there are, how many have other bytes, and of those, how many
    are over before the shot begins or begin after it is over."""

    segments: int
    changed: int
    elsewhere: int


def rerolled(count: int, workers: int) -> dict[str, Rerolled]:
    """The long film's first `count` shots, made, and made again with another clip in the middle one."""
    shots = shots_of(count)
    at = count // 2 // 2 * 2  # a real clip, dissolved to and cut from
    begin = Fraction(sum(shot.frames for shot in shots[:at]) - JOIN // 2, RATE)
    end = Fraction(sum(shot.frames for shot in shots[: at + 1]), RATE)
    with fresh() as folder:
        make(written(shots, folder), folder, workers=workers)
        before = _digests(folder / "out")
        shots[at] = replace(shots[at], clip=spare_clip())
        make(written(shots, folder), folder, workers=workers)
        after = _digests(folder / "out")
        stream = Stream.read(Bundle(folder / "out"), PLAYLIST, Readings())
    changed = {path for path, digest in after.items() if digest not in before.values()}
    return {
        "pictures": _sorted_out(stream.of("picture"), changed, begin, end),
        "sound": _sorted_out(stream.of("sound"), changed, begin - _AAC_FRAME, end + _AAC_FRAME),
    }


def _digests(out: Path) -> dict[str, str]:
    rows = json.loads((out / "manifest.json").read_bytes())["files"]
    return {row["path"]: row["sha256"] for row in rows}


def _sorted_out(renditions: tuple[Rendition, ...], changed: set[str], begin: Fraction, end: Fraction) -> Rerolled:
    segments = elsewhere = count = 0
    for one in renditions:
        start = Fraction(0)
        for segment in one.segments:
            stop = start + segment.seconds
            segments += 1
            count += segment.path in changed
            elsewhere += segment.path in changed and (stop <= begin or start >= end)
            start = stop
    return Rerolled(segments, count, elsewhere)
