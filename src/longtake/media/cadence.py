"""Pictures that only repeat the one before: found by how little they change, and left out of a clip's time.

Generators and converters put 16 pictures a second into a file of 24 by showing every other one twice. A repeat stands
out against the moving pictures around it; a shot that is still has none, for there all pictures change as little.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from longtake.media.clip import USUAL_RATES, PictureFacts

__all__ = ["Distinct", "distinct_pictures", "repeats_of"]

_MOVING = 256
"""What changes at least where something moves: one code value of 8 bits, counted in 256ths."""

_CLEAR = 8
"""How many times less than the pictures beside it a lone repeat changes. Clips that were converted by doubling pictures
have 9 to 60 times; what moves by itself hardly ever stands still for one picture between two fast ones."""

_IN_STEP = 2
"""How many times less a repeat changes where it comes when the cadence says: codecs and slow movement leave 2 to 30."""

_LEAST = 6
"""Repeats, and three quarters of those due, that make a cadence."""

_LONGEST_CYCLE = 60
_HEARD = 480
"""Pictures on which a cadence is looked for; the rest must follow it."""


@dataclass(frozen=True, slots=True)
class Distinct:
    """The pictures of a clip that show something new: their numbers, and their times in seconds from the first.

    rate: how many a second. is_regular: they were repeated in a regular cadence, and their times are even again.
    """

    numbers: tuple[int, ...]
    times: tuple[Fraction, ...]
    rate: Fraction
    is_regular: bool


def repeats_of(changes: Sequence[int], rate: Fraction | None) -> tuple[int, ...]:
    """The numbers of pictures that repeat the one before.

    changes: for each picture but the first, how far it is from the one before: 0 for the same picture, 256 for one code
    value of 8 bits. rate: of the file, None where it varies. A repeat is due in a regular cadence and changes less than
    the new pictures beside it; or it stands alone between two that change much more. Where nothing moves there is none.
    """
    beat = _cadence(changes, rate) if rate else None
    if beat is not None:
        due = (place for place in range(len(changes)) if place in beat)
        return tuple(place + 1 for place in due if _is_below(changes, place, beat, 1))
    return tuple(place + 1 for place in range(len(changes)) if _is_alone(changes, place))


def _is_alone(changes: Sequence[int], place: int) -> bool:
    beside = _beside(changes, place, {place})
    return len(beside) == 2 and min(beside) >= _MOVING and _is_below(changes, place, {place}, _CLEAR)


@dataclass(frozen=True, slots=True)
class _Beat:
    """A cadence: where in a cycle of so many pictures the repeats stand, and how far into the cycle the file begins."""

    cycle: int
    phase: int
    repeats: frozenset[int]

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and (place + self.phase) % self.cycle in self.repeats

    def due(self, count: int) -> int:
        """About how many repeats stand in so many pictures."""
        return count * len(self.repeats) // self.cycle


def _beats(rate: Fraction) -> Iterator[_Beat]:
    """Every cadence in which a file of `rate` may hold a usual rate, down to a fifth of its own; the fullest first."""
    for slower in _slower(rate):
        new, cycle = (slower / rate).as_integer_ratio()
        repeats = frozenset(place for place in range(cycle) if (place + 1) * new // cycle == place * new // cycle)
        yield from (_Beat(cycle, phase, repeats) for phase in range(cycle))


def _slower(rate: Fraction) -> list[Fraction]:
    shares = [(usual, usual / rate) for usual in sorted(USUAL_RATES)]
    return [usual for usual, share in shares if Fraction(1, 5) <= share < 1 and share.denominator <= _LONGEST_CYCLE]


def _cadence(changes: Sequence[int], rate: Fraction) -> _Beat | None:
    """The cadence of the file that explains the most repeats; None without one."""
    heard, most, best = changes[:_HEARD], 0, None
    for beat in _beats(rate):
        low = _heard(heard, beat) if beat.due(len(heard)) >= most else 0
        if low > most:
            most, best = low, beat
    return best if best and _heard(changes, best) else None


def _heard(changes: Sequence[int], beat: _Beat) -> int:
    """How many repeats stand where they are due, if that makes a cadence; else 0."""
    moving = low = wrong = 0
    most_wrong = beat.due(len(changes)) // 20
    for place in range(len(changes)):
        if place not in beat or min(_beside(changes, place, beat), default=0) < _MOVING:
            continue
        moving += 1
        low += _is_below(changes, place, beat, _IN_STEP)
        wrong += not _is_below(changes, place, beat, 1)
        if wrong > most_wrong:
            return 0
    return low if low >= _LEAST and 4 * low >= 3 * moving and 20 * wrong <= moving else 0


def _is_below(changes: Sequence[int], place: int, due: Container[int], times: int) -> bool:
    """Whether a picture changes so many times less than the new ones beside it, and is not the turn of a swing."""
    if changes[place] * times >= min(_beside(changes, place, due), default=0):
        return False
    sides = [_new(changes, place, way, due) for way in (-1, 1)]
    return times == 1 or not all(len(side) == 2 and 5 * side[1] >= 8 * side[0] for side in sides)


def _beside(changes: Sequence[int], place: int, due: Container[int]) -> list[int]:
    """How much the next new pictures to both sides change."""
    return [change for way in (-1, 1) for change in _new(changes, place, way, due)[:1]]


def _new(changes: Sequence[int], place: int, way: int, due: Container[int]) -> list[int]:
    """How much the next two pictures in one direction change that are not due to repeat."""
    found: list[int] = []
    place += way
    while len(found) < 2 and 0 <= place < len(changes):
        if place not in due:
            found.append(changes[place])
        place += way
    return found


def distinct_pictures(picture: PictureFacts) -> Distinct:
    """All pictures of a clip but its repeats. A regular cadence gets its even times back; else each keeps its own."""
    kept = sorted(set(range(picture.frames)) - set(picture.repeats))
    times = [picture.ticks[number] * picture.time_base for number in kept]
    rate = _regular_rate(times, picture) if len(picture.repeats) >= _LEAST else None
    if rate is None:
        return Distinct(tuple(kept), tuple(times), picture.rate, is_regular=False)
    return Distinct(tuple(kept), tuple(Fraction(place) / rate for place in range(len(kept))), rate, is_regular=True)


def _regular_rate(times: Sequence[Fraction], picture: PictureFacts) -> Fraction | None:
    """The rate at which pictures were new, if all of them stand within one picture of the file after an even clock."""
    between, span = len(times) - 1, times[-1] if times else Fraction(0)
    if not span or picture.is_variable:
        return None
    step = 1 / picture.rate
    rates = [rate for rate in _slower(picture.rate) if abs(between / rate - span) <= step]
    fits = [rate for rate in rates if _spread(times, rate) < step]
    return min(fits, key=lambda rate: (_spread(times, rate), rate), default=None)


def _spread(times: Sequence[Fraction], rate: Fraction) -> Fraction:
    off = [time - place / rate for place, time in enumerate(times)]
    return max(off) - min(off)
