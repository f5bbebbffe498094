"""A shot longer than any model makes in one piece becomes parts that are cut where its action has a beat.

Beats are what the author wrote as such, else the sentences of the action. Frames are of what the film shows, from the
shot's first; the parts of a shot add up to it exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from longtake.planning.lengths import shares
from longtake.storyboard import Shot
from longtake.storyboard.phrasing import sentences

__all__ = ["Beat", "Part", "beats_of", "part_letter", "parts_of"]


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that happens, from frame `start` up to `end` of its shot."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """Frames [start, end) of a shot that are made in one piece, and what happens in it, in frames from its own start.
    at_beat: whether it begins where a beat does."""

    start: int
    end: int
    beats: tuple[Beat, ...]
    at_beat: bool

    @property
    def frames(self) -> int:
        return self.end - self.start


def beats_of(shot: Shot, frames: int, language: str) -> tuple[Beat, ...]:
    """What happens in a shot of so many frames, one after the other: written beats last the same, sentences of the
    action as their words do. language: of the action. One beat, or none, is no order of events: then there are none."""
    if shot.beats:
        texts, weights = list(shot.beats), [1] * len(shot.beats)
    else:
        texts = [*sentences(shot.action, language)]
        weights = [len(text) for text in texts]
    if len(texts) < 2 or frames < len(texts):
        return ()
    ends = [0]
    for number in range(len(texts)):
        least, most = ends[-1] + 1, frames - (len(texts) - 1 - number)
        ends.append(min(most, max(least, frames * sum(weights[: number + 1]) // sum(weights))))
    return tuple(Beat(text, start, end) for text, (start, end) in zip(texts, pairwise(ends), strict=True))


def parts_of(frames: int, rooms_of: Callable[[int], Sequence[int]], beats: Sequence[Beat]) -> tuple[Part, ...]:
    """The fewest parts that hold so many frames, or one more where only that meets the beats. rooms_of: the most frames
    of each of so many parts, at least one each.

    Each cut is moved to the beat nearest to an equal division, if that keeps all parts short enough; else the parts
    are as equal as they can be, and so may cut through a beat.
    """
    fewest = next(number for number in count(1) if sum(rooms_of(number)) >= frames)
    marks = [beat.start for beat in beats if beat.start]
    for number in (fewest, fewest + 1):
        cuts = _at_marks(frames, rooms_of(number), marks)
        if cuts is not None:
            return _parts([0, *cuts, frames], beats, set(marks))
    equal = _evened(frames, rooms_of(fewest))
    ends = [sum(equal[:number]) for number in range(fewest + 1)]
    return _parts(ends, beats, set(marks))


def _at_marks(frames: int, rooms: Sequence[int], marks: Sequence[int]) -> list[int] | None:
    """A cut at a mark between each two parts, as near to an equal division as the parts' rooms let it be; None if there
    is no such choice."""
    cuts: list[int] = []
    for number in range(1, len(rooms)):
        last = cuts[-1] if cuts else 0
        least = max(last + 1, frames - sum(rooms[number:]))
        usable = [mark for mark in marks if least <= mark <= last + rooms[number - 1]]
        if not usable:
            return None
        ideal = frames * number // len(rooms)
        cuts.append(min(usable, key=lambda mark: (abs(mark - ideal), mark)))
    return cuts


def _evened(frames: int, rooms: Sequence[int]) -> list[int]:
    """Frames divided as equally as the rooms allow, which hold them together."""
    full: dict[int, int] = {}
    while True:
        free = [number for number in range(len(rooms)) if number not in full]
        equal = dict(zip(free, shares(frames - sum(full.values()), [1] * len(free)), strict=True))
        over = {number: rooms[number] for number in free if equal[number] > rooms[number]}
        if not over:
            return [{**full, **equal}[number] for number in range(len(rooms))]
        full |= over


def _parts(ends: Sequence[int], beats: Sequence[Beat], marks: set[int]) -> tuple[Part, ...]:
    return tuple(
        Part(start, end, _within(beats, start, end), start in marks or not start) for start, end in pairwise(ends)
    )


def _within(beats: Sequence[Beat], start: int, end: int) -> tuple[Beat, ...]:
    """What of the beats falls into [start, end), counted from there."""
    return tuple(
        Beat(beat.text, max(beat.start, start) - start, min(beat.end, end) - start)
        for beat in beats
        if beat.start < end and start < beat.end
    )


def part_letter(number: int) -> str:
    """`a` for 0, `z` for 25, `aa` for 26."""
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
