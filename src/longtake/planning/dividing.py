"""Shots longer than any model on their route makes in one piece become parts, each a shot of its own in the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from longtake.media import FrameRange, FrameRate
from longtake.planning.capacity import Capacity
from longtake.planning.handles import edges_of, joins_of
from longtake.planning.material import Material
from longtake.planning.splitting import Part, beats_of, part_letter, parts_of
from longtake.planning.timing import Timing
from longtake.storyboard import JoinWords, Overlay, Shot, Title

__all__ = ["divided"]

_Over = TypeVar("_Over", Title, Overlay)


def divided(
    materials: Sequence[Material], timing: Timing, capacities: Mapping[int, Capacity], rate: FrameRate, language: str
) -> tuple[tuple[Material, ...], Timing]:
    """The shots, those in parts that are too long, and their timing. capacities: of the shots that may be divided, by
    their numbers. language: of the actions."""
    pieces: list[Material] = []
    origins: list[int] = []
    lengths: list[int] = []
    for number, material in enumerate(materials):
        frames = len(timing.ranges[number][1])
        beats = beats_of(material.shot, frames, language) if material.kind == "generated" else ()
        capacity = capacities.get(number)
        parts = (
            parts_of(frames, capacity.parts, beats)
            if capacity and frames > capacity.whole
            else (Part(0, frames, beats, True),)
        )
        written = beats if material.shot.beats else ()
        pieces += _parts(material, parts, rate) if len(parts) > 1 else [replace(material, beats=written)]
        origins += [number] * len(parts)
        lengths += [part.frames for part in parts]
    if len(pieces) == len(materials):
        return tuple(pieces), timing
    ranges = tuple(
        timing.ranges[origin] if pieces[at].part == (1, 1) else (frames, FrameRange(0, frames))
        for at, (origin, frames) in enumerate(zip(origins, lengths, strict=True))
    )
    joins = joins_of(pieces, rate)
    retimes = tuple(timing.retimes[origin] for origin in origins)
    lines = tuple(timing.lines[origin] for origin in origins)
    return tuple(pieces), Timing(ranges, edges_of(joins), joins, timing.speeches, retimes, lines)


def _parts(material: Material, parts: Sequence[Part], rate: FrameRate) -> list[Material]:
    return [
        replace(
            material,
            name=_part_name(material.name, number),
            key=f"{material.key}/{part_letter(number)}",
            shot=_shot_of(material.shot, number, parts, rate),
            part=(number + 1, len(parts)),
            beats=part.beats,
        )
        for number, part in enumerate(parts)
    ]


def _part_name(name: str, number: int) -> str:
    """`waking.1a`; `waking.pour/a` where the letter would read as one of the word's."""
    return f"{name}{'' if name[-1].isdigit() else '/'}{part_letter(number)}"


def _shot_of(shot: Shot, number: int, parts: Sequence[Part], rate: FrameRate) -> Shot:
    """What of the author's shot belongs to one of its parts."""
    first, last, lines = number == 0, number == len(parts) - 1, len(shot.says)
    start, end = rate.seconds(parts[number].start), None if last else rate.seconds(parts[number].end)
    whole = rate.seconds(parts[-1].end)
    return shot.model_copy(
        update={
            "join": shot.join if first else JoinWords("continue"),
            "first_frame": shot.first_frame if first else None,
            "last_frame": shot.last_frame if last else None,
            "title": _beginning(shot.title, start, end, whole),
            "overlay": _beginning(shot.overlay, start, end, whole),
            "says": shot.says[lines * number // len(parts) : lines * (number + 1) // len(parts)],
        }
    )


def _beginning(overs: Sequence[_Over], start: Fraction, end: Fraction | None, whole: Fraction) -> tuple[_Over, ...]:
    """What lies over the whole shot and begins in [start, end); it stays for as long as it would have."""
    return tuple(
        over.model_copy(
            update={"at": over.at - start, "length": over.length or max(whole - over.at, Fraction(1, 1000))}
        )
        for over in overs
        if start <= over.at and (end is None or over.at < end)
    )
