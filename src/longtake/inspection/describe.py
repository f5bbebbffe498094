"""A clip's facts in words, for people. Machines take `ClipFacts.to_json`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from longtake.inspection.verdict import Verdict
from longtake.media import Cause, ClipFacts, ColourTags, PictureFacts, SoundFacts, distinct_pictures

__all__ = ["describe", "rows", "verdict_rows"]

_MOST_NAMED = 8
_CAUSES: dict[Cause, str] = {
    "black": "black",
    "cut": "of another scene",
    "doubled": "there twice",
    "fade": "a fade",
    "flash": "it flashes",
    "settling": "light, colour or sharpness has not settled",
    "still": "it has stopped",
}


def describe(facts: ClipFacts, name: str, verdict: Verdict | None = None) -> str:
    """A heading and one indented line a row. verdict: where the clip was measured."""
    pairs = [*rows(facts), *(verdict_rows(verdict) if verdict else ())]
    width = max(len(label) for label, _ in pairs)
    return "\n".join([name, *(f"  {label.ljust(width)}  {text}" for label, text in pairs)])


def rows(facts: ClipFacts) -> list[tuple[str, str]]:
    """What there is to say, as (label, text), in a fixed order."""
    found = [("file", f"{facts.kind} · {facts.container} · {_bytes(facts.size_bytes)} · {facts.digest[:12]}")]
    if facts.picture:
        found += _picture_rows(facts.picture, facts.kind == "still")
    if facts.sound:
        found.append(("sound", _sound(facts.sound, facts.picture is not None)))
    elif facts.kind == "video":
        found.append(("sound", "none"))
    return [*found, *(("note", note) for note in facts.notes)]


def verdict_rows(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """What would be left out at either end and why, and what the clip is good for."""
    for end in ("head", "tail"):
        trims = [trim for trim in (verdict.usable.trims if verdict.usable else ()) if trim.end == end]
        if trims:
            trim = max(trims, key=lambda trim: trim.frames)
            what = f"{_count(trim.frames, 'picture')}: {_CAUSES[trim.cause]} ({trim.confidence:.0%} sure)"
            yield f"trim {end}", what
    yield "verdict", verdict.kind
    for reason in verdict.reasons:
        yield "because" if reason.kind != "accept" else "note", "; ".join(filter(None, (reason.what, reason.advice)))


def _picture_rows(picture: PictureFacts, is_still: bool) -> Iterator[tuple[str, str]]:
    yield "size", _size(picture)
    if not is_still:
        yield "rate", _rate(picture)
        if picture.repeats:
            yield "repeats", _repeats(picture)
        yield "length", f"{_seconds(picture.seconds)} · {_count(picture.frames, 'picture')}"
        yield "keyframes", _keyframes(picture)
    yield "codec", f"{picture.codec} · {picture.pixel_format} · {picture.bit_depth} bit"
    yield "colour", f"{_tags(picture.colour)}; read as {picture.read_as()}"


def _size(picture: PictureFacts) -> str:
    shown = str(picture.shown).replace("x", "×")
    if picture.shown == picture.coded:
        return shown
    return f"{shown} (coded {str(picture.coded).replace('x', '×')})"


def _rate(picture: PictureFacts) -> str:
    if picture.is_variable:
        return f"variable, {float(picture.rate):.3f} a second on average"
    return f"{picture.rate} a second"


def _repeats(picture: PictureFacts) -> str:
    """How many pictures only repeat the one before, and what the rate is without them; of lone ones, which."""
    distinct = distinct_pictures(picture)
    count = f"{_count(len(picture.repeats), 'picture')} like the one before"
    if distinct.is_regular:
        return f"{count}: {float(distinct.rate):.4g} new ones a second"
    named = ", ".join(map(str, picture.repeats[:_MOST_NAMED]))
    return f"{count}: number {named}{', …' if len(picture.repeats) > _MOST_NAMED else ''}"


def _keyframes(picture: PictureFacts) -> str:
    """How many, and the longest way from one to the next."""
    ends = [*picture.keyframes, picture.frames]
    longest = max((after - before for before, after in pairwise(ends)), default=0)
    return f"{len(picture.keyframes)}, the longest GOP has {_count(longest, 'picture')}"


def _tags(tags: ColourTags) -> str:
    words = [word for word in (tags.matrix, tags.primaries, tags.transfer) if word]
    if tags.full is not None:
        words.append("full" if tags.full else "limited")
    if tags.peak:
        words.append(f"mastered at {tags.peak} nits")
    return f"tagged {' '.join(dict.fromkeys(words))}" if words else "untagged"


def _sound(sound: SoundFacts, has_picture: bool) -> str:
    parts = [sound.codec, f"{sound.sample_rate} Hz", _count(sound.channels, "channel"), _seconds(sound.seconds)]
    if has_picture and sound.start:
        parts.append(f"starts at {float(sound.start):+.3f} s")
    return " · ".join(parts)


def _seconds(seconds: Fraction) -> str:
    return f"{float(seconds):.3f} s"


def _bytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.1f} kB"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
