"""What is heard and not said, as lines: each mark where nobody speaks, for people can read one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from longtake.errors import Finding
from longtake.media import SAMPLE_RATE, FrameRate, SaidLine, Sample, SpokenWord, clock, round_half_up
from longtake.planning.plan import Plan, PlannedScene
from longtake.storyboard import Caption, Storyboard
from longtake.storyboard.captions import LONGEST

__all__ = ["marked_lines"]

_USUAL = Fraction(3)  # seconds that a mark stays
_LEAST = Fraction(5, 6)
_BEFORE, _AFTER = Fraction(1, 8), Fraction(3, 4)  # what is said is shown for a while, to be read
_Stretch = tuple[Fraction, Fraction]


def marked_lines(
    storyboard: Storyboard, plan: Plan, spoken: Sequence[SaidLine]
) -> tuple[tuple[SaidLine, ...], tuple[Finding, ...]]:
    """The marks in film order, each as one word, and a finding for each that has no room beside what is spoken: within
    its own time where it has one, else anywhere in its scene."""
    lines, lacking = list[SaidLine](), list[Finding]()
    busy = sorted(_heard(line) for line in spoken if line.words)
    for scene, planned in zip(storyboard.scenes, plan.scenes, strict=True):
        for mark in scene.caption:
            room = next(_free(_window(mark, planned, plan.rate), busy), None)
            if room is None:
                lacking.append(_without_room(mark, planned, plan.rate))
                continue
            start, end = room[0], min(room[1], room[0] + min(mark.length or _USUAL, LONGEST))
            lines.append(_line(mark, planned.name, storyboard.language, start, end))
            busy = sorted([*busy, (start, end)])
    return tuple(sorted(lines, key=lambda line: line.words[0].start)), tuple(lacking)


def _heard(line: SaidLine) -> _Stretch:
    return Fraction(line.words[0].start, SAMPLE_RATE) - _BEFORE, Fraction(line.words[-1].end, SAMPLE_RATE) + _AFTER


def _window(mark: Caption, planned: PlannedScene, rate: FrameRate) -> _Stretch:
    """From when to when it may show, in seconds of the film."""
    start, end = rate.seconds(planned.start), rate.seconds(planned.start + planned.frames)
    if not mark.at and mark.length is None:
        return start, end
    return start + mark.at, min(end, start + mark.at + (mark.length or _USUAL))


def _free(window: _Stretch, busy: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The stretches of the window in which nothing is said, long enough to be read."""
    at, end = window
    for start, stop in [*busy, (end, end)]:
        if min(start, end) - at >= _LEAST:
            yield at, min(start, end)
        at = max(at, stop)


def _line(mark: Caption, about: str, language: str, start: Fraction, end: Fraction) -> SaidLine:
    first, last = (Sample(round_half_up(second * SAMPLE_RATE)) for second in (start, end))
    return SaidLine(about, "", language, (SpokenWord(mark.text, first, last),), is_said=False)


def _without_room(mark: Caption, planned: PlannedScene, rate: FrameRate) -> Finding:
    message = f"{mark.text} in {planned.name} is not shown, for there is no time beside what is said"
    return Finding(
        clock(rate.seconds(planned.start) + mark.at), message, ("leave a pause, or give it another time: at: …",)
    )
