"""Echoes: a clip that goes on from another one begins, as a rule, with the last pictures of that one. How many of its
first pictures do, told from thumbnails alone, at whatever size, crop, squeeze or rate. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from longtake.inspection.registering import WHOLE, Laid, Place, Stack, laid, places, refined, stack_of
from longtake.media import PictureMeasures

__all__ = ["NO_ECHO", "Echo", "Echoing", "echo"]

Series = NDArray[np.float64]
_SETTLED = 0.98


@dataclass(frozen=True, slots=True)
class Echo:
    """frames: how many of the later clip's first pictures repeat the last of the earlier one; 0 where none does.
    confidence: 0 to 1, the share of planted echoes like it that were told exactly, one right and one wrong more counted
    than there were; 1 where none is told, which says nothing. place: where the later clip's
    picture lies in the earlier one's. rest: mean difference that is left between what repeats, in code values of
    thumbnails."""

    frames: int
    confidence: float
    place: Place = WHOLE
    rest: float = 0.0


NO_ECHO = Echo(0, 1.0)


@dataclass(frozen=True, slots=True)
class Echoing:
    """Thresholds.

    most: pictures at the later clip's head that are looked at; an echo of all of them is not told. alike: the most of
    the scene's variance that may be left between repeats: other scenes leave a tenth and more, repeats 0.08 at most.
    same: where less is left, no other place is tried.
    moves: the share of the earlier clip's own movement that pictures must differ by where they are one or two places
    off, and must_not: the most, for a lone one. lone, pair: the most that may be left of one, and of two repeats, in
    units of a step of the clip: a step is what a clip that goes on without an echo differs by.
    parts: how many places are tried beside the whole. sure, fair, few: confidence where pictures one place off tell
    clearly, where they do less, and where one or two repeat; clearly: from which share on.
    """

    most: int = 64
    alike: float = 0.085
    same: float = 0.004
    moves: float = 0.25
    must_not: float = 1.25
    lone: float = 0.5
    pair: float = 4.0
    parts: int = 3
    clearly: float = 0.5
    sure: float = 0.97
    fair: float = 0.86
    few: float = 0.91


@dataclass(frozen=True, slots=True)
class _Match:
    """A way to lay the later clip over the earlier one. numbers: of the earlier clip's pictures that the later one's
    first repeat, in order. apart: mean squares of what is left between any two pictures, later x earlier. pace: see
    `_runs`."""

    place: Place
    both: Laid
    numbers: NDArray[np.intp]
    apart: Series
    pace: float

    @property
    def left(self) -> float:
        """Mean square that is left between what repeats."""
        return float(self.apart[np.arange(len(self.numbers)), self.numbers].mean())

    @property
    def unlike(self) -> float:
        """The share of the scene's variance that is left."""
        seen = self.both.outer
        return self.left / max(1.0, float(seen.reshape(len(seen), -1).var(axis=1).mean()))


def echo(
    before: PictureMeasures,
    after: PictureMeasures,
    rates: tuple[Fraction, Fraction] = (Fraction(1), Fraction(1)),
    settings: Echoing = Echoing(),
) -> Echo:
    """rates: pictures a second of both clips. Pictures are held against each other one by one, too, whatever the rates
    are said to be: some models put another rate on what they repeat."""
    earlier, later = stack_of(before.tail), stack_of(after.head)[: settings.most]
    if len(earlier) < 2 or len(later) < 2:
        return NO_ECHO
    paces = sorted({1.0, float(rates[0] / rates[1])})
    matches: list[_Match] = []
    for place in places(after, before, later[0], earlier, settings.parts):
        matches += [match for pace in paces if (match := _matched(earlier, later, place, pace))]
        if matches and min(match.unlike for match in matches) <= settings.same:
            break
    if not matches:
        return NO_ECHO
    best = min(matches, key=lambda match: match.unlike)
    return _judged(_beside(earlier, later, best), settings)


def _matched(earlier: Stack, later: Stack, place: Place, pace: float) -> _Match | None:
    """The best that can be done from a place on: place and number are found in turns."""
    found = _at(earlier, later, place, pace)
    for _ in range(2):
        if found is None:
            return None
        place = refined(later[: len(found.numbers)], earlier[found.numbers], found.place)
        match = _at(earlier, later, place, pace)
        if match is None:
            return found
        if len(match.numbers) == len(found.numbers) and match.left >= _SETTLED * found.left:
            return min(found, match, key=lambda one: one.left)
        found = match
    return found


def _beside(earlier: Stack, later: Stack, found: _Match) -> _Match:
    """The same with one picture more or less, as long as that is better: where everything glides one way, a place that
    is off makes up for pictures that are."""
    for way in (-1, 1):
        while (match := _moved(earlier, later, found, way)) is not None and match.left < found.left:
            found = match
    return found


def _moved(earlier: Stack, later: Stack, found: _Match, way: int) -> _Match | None:
    count = len(found.numbers) + way
    run = next((run for run in _runs(len(later), len(earlier), found.pace) if len(run) == count), None)
    if run is None:
        return None
    place = refined(later[:count], earlier[run], found.place)
    return _at(earlier, later, place, found.pace, count)


def _at(earlier: Stack, later: Stack, place: Place, pace: float, count: int = 0) -> _Match | None:
    """The best at that place, with that many pictures where `count` says so; None where they hardly overlap."""
    both = laid(later, earlier, place)
    if both is None:
        return None
    apart = _apart(both.inner, both.outer)
    runs = (run for run in _runs(len(later), len(earlier), pace) if not count or len(run) == count)
    return min((_Match(place, both, run, apart, pace) for run in runs), key=lambda one: one.left)


def _runs(later: int, earlier: int, pace: float) -> Iterator[NDArray[np.intp]]:
    """What the later clip's first pictures may repeat: numbers that end with the earlier clip. pace: how many pictures
    the earlier clip goes on while the later one does one; at another pace, it begins anywhere between two pictures."""
    parts = 1 if pace == 1 else 4
    for start in range(parts * (earlier - 1), -1, -1):
        numbers = np.floor(start / parts + np.arange(later) * pace + 1e-6).astype(np.intp)
        within = numbers[numbers < earlier]
        if len(within) == later:
            return
        yield within


def _apart(inner: Stack, outer: Stack) -> Series:
    """Mean squares that are left of each outer picture once an inner one explains it, with any light and contrast."""
    first, second = (one.reshape(len(one), -1).astype(np.float64) for one in (inner, outer))
    first -= first.mean(axis=1, keepdims=True)
    second -= second.mean(axis=1, keepdims=True)
    product = (first @ second.T).clip(0)
    explained = product**2 / np.maximum((first**2).sum(axis=1), 1e-3)[:, None]
    return np.asarray(((second**2).sum(axis=1)[None] - explained).clip(0) / first.shape[1])


def _judged(match: _Match, settings: Echoing) -> Echo:
    """Whether what repeats best is an echo: alike, and less alike one place off, by what the clip moves there."""
    count, steps = len(match.numbers), _apart(match.both.outer, match.both.outer)
    moves = _moves(match, steps)
    step = (steps[-1, -2] + _apart(match.both.inner[:2], match.both.inner[:2])[0, 1]) / 2
    most = {1: settings.lone * step, 2: settings.pair * step}.get(count, np.inf)
    is_one = match.unlike <= settings.alike and moves >= settings.moves and match.left <= most
    if not is_one or (count == 1 and moves > settings.must_not):
        return NO_ECHO
    sure = settings.sure if moves >= settings.clearly else settings.fair
    return Echo(count, settings.few if count < 3 else sure, match.place, float(np.sqrt(match.left)))


def _moves(match: _Match, steps: Series) -> float:
    """By how much more pictures differ one and two places off, as a share of what the earlier clip itself does."""
    more = own = 0.0
    places_of = np.arange(len(match.numbers))
    for off in (-2, -1, 1, 2):
        beside = match.numbers + off
        fits = (beside >= 0) & (beside < match.apart.shape[1])
        here = match.apart[places_of[fits], match.numbers[fits]]
        more += float((match.apart[places_of[fits], beside[fits]] - here).sum())
        own += float(steps[match.numbers[fits], beside[fits]].sum())
    return more / max(own, 1e-6)
