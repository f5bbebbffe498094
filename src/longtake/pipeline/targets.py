"""Targets of a film: what was wished, whether the film can go there, and which rung it goes there in. Pure.

A cap on bytes is met by rate. An encoder that keeps its rate cap and buffer never puts more into a span than the rate
for its length and nine tenths of the buffer (x264 begins with it so full). Added up over the spans, with the sound and
the header, that is a bound on the file; the rate is what makes the bound the cap. So nothing has to be tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from longtake.errors import Finding, InputError
from longtake.media import Digest, FrameRate, Ladder, Rung, Size, SoundRung, Target, capped_rung, load_targets, sides_of
from longtake.packaging import MOST_COVER
from longtake.planning import Plan
from longtake.sound import Level, SoundPiece

__all__ = ["TargetFilm", "TargetWish", "check_targets", "checked_targets", "rate_within", "rung_within"]

_BUFFER = Fraction(1, 2)  # seconds of a target's own rung
_FULL = Fraction(9, 10)  # how full the decoder's buffer is when a span begins: x264's own `vbv-init`
_SLACK = Fraction(95, 100)  # of the rate is used, so that a film which grows a little keeps it
_KEPT = Fraction(80, 100)  # of what is possible is enough to keep a rate that was used before
_STEP = 1000  # bits a second
_LEAST_SHARE = 5  # below a fifth of its usual cap a rung of that size looks worse than a smaller one
_SOUND_OVER = Fraction(110, 100)  # what AAC may take beyond its rate
_BARE = 4_000_000  # bytes of a cap below which a file has neither cover nor words
_HEADER, _WORDS = 20_000, 130_000  # bytes
_SIZES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


@dataclass(frozen=True, slots=True)
class TargetWish:
    """A target, and the most bytes of its file: what the user says, or the target does; None for any number."""

    target: Target
    most: int | None

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def path(self) -> str:
        """In the film's folder."""
        return f"targets/{self.name}.mp4"

    @property
    def is_bare(self) -> bool:
        """Whether the file is so small that it has neither cover nor words."""
        return self.most is not None and self.most < _BARE

    @property
    def recipe(self) -> list[object]:
        """What of it decides the file, in plain values."""
        target = self.target
        limits = [target.sides, target.bits, self.most, target.loudness, target.has_edits, target.has_words]
        return ["target", self.name, *limits]


@dataclass(frozen=True, slots=True)
class TargetFilm:
    """A film as it goes to a target: in which rung, with which sound. level: of that; None where it is as mixed."""

    wish: TargetWish
    rung: Rung
    span_keys: tuple[Digest, ...]
    pieces: tuple[SoundPiece, ...]
    piece_keys: tuple[Digest, ...]
    level: Level | None


def checked_targets(wanted: Sequence[str]) -> tuple[TargetWish, ...]:
    """Targets by name, `linkedin`, or with a size of the user's own, `web:8MB`. Raises InputError."""
    wishes = tuple(map(_wish, wanted))
    names = [wish.name for wish in wishes]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{twice} is named twice", place="targets", advice=("name each target once",))
    return wishes


def _wish(text: str) -> TargetWish:
    name, _, size = text.partition(":")
    known = load_targets()
    if name not in known:
        raise InputError(f"{name!r} is no target", place="targets", advice=(f"use {', '.join(known)}",))
    target, own = known[name], _bytes(name, size) if size else None
    most = [one for one in (own, target.bytes) if one is not None]
    return TargetWish(target, min(most, default=None))


def _bytes(name: str, text: str) -> int:
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([kMG]i?B|KiB|B)", text.strip())
    size = int(Fraction(found[1]) * _SIZES[found[2]]) if found and found[2] in _SIZES else 0
    if not size:
        raise InputError(
            f"{text!r} is no size of a file",
            place=f"target {name}",
            advice=("write a number and its unit, such as 8MB",),
        )
    return size


def check_targets(wishes: Sequence[TargetWish], plan: Plan, ladder: Ladder) -> None:
    """Whether the film can go everywhere. Raises InputError with all that stands against it, before anything is bought
    or encoded."""
    spans = ceil(Fraction(plan.frames, plan.rate.cell_frames))
    findings = []
    for wish in wishes:
        place = f"target {wish.name}"
        against = list(wish.target.refusals(plan.size, plan.rate, plan.seconds))
        findings += [Finding(place, words, ("leave that target out", "or change the film")) for words in against]
        if against:
            continue
        try:
            rung_within(wish, ladder, plan.size, plan.rate, plan.frames, spans)
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError.of(findings)


def rate_within(wish: TargetWish, sound: SoundRung, rate: FrameRate, frames: int, spans: int) -> int | None:
    """Bits a second that a rung of the target's own may have, so that its file is surely within the cap; 0 or less
    where even sound and header are too much. None where nothing caps it."""
    left = _left(wish, sound, rate, frames)
    if left is None:
        return wish.target.bits
    possible = int(left / (rate.seconds(frames) + _FULL * _BUFFER * spans))
    return min(possible, wish.target.bits or possible)


def _left(wish: TargetWish, sound: SoundRung, rate: FrameRate, frames: int) -> Fraction | None:
    """Bits of the cap that are left for pictures; None where nothing caps the file."""
    if wish.most is None:
        return None
    return 8 * (wish.most - _fixed(wish) - _running(sound, rate) * rate.seconds(frames))


def _most_bits(rung: Rung, rate: FrameRate, frames: int, spans: int) -> Fraction:
    """The most that the pictures of a rung can take."""
    return rung.maxrate * rate.seconds(frames) + _FULL * rung.bufsize * spans


def _fixed(wish: TargetWish) -> int:
    """Bytes of a file however short it is."""
    if wish.is_bare:
        return _HEADER
    return _HEADER + MOST_COVER + (_WORDS if wish.target.has_words else 0)


def _running(sound: SoundRung, rate: FrameRate) -> Fraction:
    """Bytes a second of sound and header: 16 a picture, 4 a packet of sound, 40 for each of at most two chunks."""
    return _SOUND_OVER * sound.bitrate / 8 + 16 * rate.fraction + 4 * 47 + 40 * 2


def rung_within(
    wish: TargetWish, ladder: Ladder, size: Size, rate: FrameRate, frames: int, spans: int, kept: int | None = None
) -> Rung:
    """The rung that a film goes to its target in: one of the ladder if that keeps its limits, so that nothing is
    encoded, else one of its own. kept: the rate of that when the film was made before. Raises InputError where not even
    the smallest picture fits."""
    possible = rate_within(wish, ladder.sound, rate, frames, spans)
    sides = [side for side in sides_of(size) if _is_within(wish, capped_rung(ladder.top, size, rate, side))]
    side = next((side for side in sides if possible is None or possible >= _least(ladder, size, rate, side)), None)
    if side is None:
        raise InputError.of([_impossible(wish, ladder, size, rate, frames, spans)])
    left, most = _left(wish, ladder.sound, rate, frames), wish.target.bits
    for rung in ladder.rungs:
        fits = left is None or _most_bits(rung, rate, frames, spans) <= left
        if rung.size.short_side >= side and fits and rung.maxrate <= (most or rung.maxrate) and _is_within(wish, rung):
            return rung
    if possible is None:
        return capped_rung(ladder.top, size, rate, side)
    return capped_rung(ladder.top, size, rate, side, _settled(possible, kept))


def _is_within(wish: TargetWish, rung: Rung) -> bool:
    long_side = max(rung.size.width, rung.size.height)
    return wish.target.sides.allows(long_side) and wish.target.sides.allows(rung.size.short_side)


def _least(ladder: Ladder, size: Size, rate: FrameRate, side: int) -> int:
    return capped_rung(ladder.top, size, rate, side).maxrate // _LEAST_SHARE


def _settled(possible: int, kept: int | None) -> int:
    """The rate from before as long as it is possible and not far below what is; else one a little below that."""
    if kept is not None and _KEPT * possible <= kept <= possible:
        return kept
    return max(_STEP, int(_SLACK * possible) // _STEP * _STEP)


def _impossible(wish: TargetWish, ladder: Ladder, size: Size, rate: FrameRate, frames: int, spans: int) -> Finding:
    """What was asked, and what would do."""
    assert wish.most is not None
    side = min(
        (side for side in sides_of(size) if _is_within(wish, capped_rung(ladder.top, size, rate, side))), default=0
    )
    seconds, smallest = rate.seconds(frames), capped_rung(ladder.top, size, rate, side or size.short_side)
    bits = Fraction(smallest.maxrate // _LEAST_SHARE)
    running = _running(ladder.sound, rate) * seconds + bits * (seconds + _FULL * _BUFFER * spans) / 8
    least = ceil(_fixed(wish) + running)
    least += _fixed(replace(wish, most=None)) - _fixed(wish) if least >= _BARE else 0
    fits = seconds * max(0, wish.most - _fixed(wish)) / running
    return Finding(
        f"target {wish.name}",
        f"{_told(wish.most)} cannot hold {float(seconds):.1f} s of film: its sound at {ladder.sound.bitrate // 1000} "
        f"kbit/s and the least picture, {smallest.size} at {float(bits) / 1000:.0f} kbit/s, take {_told(least)}",
        (f"allow {_told(least)}: --target {wish.name}:{_told(least).replace(' ', '')}", *_shorter(fits)),
    )


def _shorter(seconds: Fraction) -> Iterator[str]:
    if seconds >= 1:
        yield f"or make a film of at most {int(seconds)} s"


def _told(size: int) -> str:
    """Rounded up, so that what is told surely does."""
    for unit in ("GB", "MB", "kB"):
        if size >= _SIZES[unit]:
            tenths = ceil(Fraction(10 * size, _SIZES[unit]))
            return f"{tenths / 10:g} {unit}"
    return f"{size} B"
