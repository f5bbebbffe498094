"""Loudness of a film by EBU R 128, put together from what was measured of its passages.

Each passage is measured by itself: the loudness of blocks of 400 ms, one every 100 ms (ITU-R BS.1770), of which the
film's are made. At a seam between passages two blocks stand up to 0.1 s closer or further apart, which no gate notices.
All values are in hundredths of a LUFS, LU or dBTP.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import log10

__all__ = ["BLOCKS_A_SECOND", "SILENCE", "Levels", "Loudness", "integrated", "loudness_of"]

BLOCKS_A_SECOND = 10
SILENCE = -12000
"""What silence counts as."""

_FAINTEST = 1e-12  # the power of silence
_ABSOLUTE_GATE = -7000
_RELATIVE_GATE = -1000
_RANGE_GATE = -2000  # of EBU Tech 3342
_SHORT = 27  # blocks of 400 ms, each 100 ms after the one before, fill 3 s
_LOW, _HIGH = 0.10, 0.95


@dataclass(frozen=True, slots=True)
class Levels:
    """What was measured of a passage, besides its gain. momentary: of blocks of 400 ms, ten a second; peak: the true
    peak of all that was listened to for it."""

    momentary: tuple[int, ...]
    peak: int

    @classmethod
    def of_silence(cls, blocks: int) -> Levels:
        return cls((SILENCE,) * blocks, SILENCE)

    def raised(self, gain: int) -> Levels:
        """The same, louder."""
        return Levels(tuple(max(SILENCE, level + gain) for level in self.momentary), max(SILENCE, self.peak + gain))

    def to_bytes(self) -> bytes:
        return json.dumps([self.momentary, self.peak]).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Levels:
        """Raises ValueError for what `to_bytes` did not write."""
        momentary, peak = json.loads(content)
        return cls(tuple(momentary), peak)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Of a whole film. integrated: None where all is silence; spread: the loudness range (EBU Tech 3342); peak: true
    peak; short_term: of the 3 s that begin at each tenth of a second, packed: an hour has 36,000 of these."""

    integrated: int | None
    spread: int
    peak: int
    short_term: Sequence[int]


def loudness_of(passages: Iterable[Levels]) -> Loudness:
    """passages: in film order, as they count there."""
    levels = list(passages)
    short = _short_term(_in_a_row(levels))
    peak = max((passage.peak for passage in levels), default=SILENCE)
    return Loudness(integrated(levels), _spread(short), peak, short)


def integrated(passages: Sequence[Levels]) -> int | None:
    """The integrated loudness alone, in a third of the time."""
    momentary = _in_a_row(passages)
    audible = [_power(level) for level in momentary if level > _ABSOLUTE_GATE]
    if not audible:
        return None
    gate = _power(_level(sum(audible) / len(audible)) + _RELATIVE_GATE)
    heard = [power for power in audible if power > gate]
    return round(_level(sum(heard) / len(heard)))


def _in_a_row(passages: Sequence[Levels]) -> list[int]:
    return [level for passage in passages for level in passage.momentary]


def _short_term(momentary: Sequence[int]) -> array[int]:
    sums = array("d", accumulate(map(_power, momentary), initial=0.0))
    count = min(_SHORT, len(momentary))
    if not count:
        return array("i")
    faintest = count * _FAINTEST
    # `_level` in place: an hour has 36,000 of these.
    powers = (max(after - before, faintest) / count for before, after in zip(sums, sums[count:], strict=False))
    return array("i", (round(1000 * log10(power)) for power in powers))


def _spread(short: Sequence[int]) -> int:
    audible = [level for level in short if level > _ABSOLUTE_GATE]
    if not audible:
        return 0
    gate = _level(sum(map(_power, audible)) / len(audible)) + _RANGE_GATE
    heard = sorted(level for level in audible if level > gate)
    low, high = (heard[round(share * (len(heard) - 1))] for share in (_LOW, _HIGH))
    return high - low


@lru_cache(1 << 14)
def _power(level: float) -> float:
    """Kept for each level there is: a film's blocks ask for a few hundred of them, ten thousands of times."""
    return float(10.0 ** (level / 1000))


def _level(power: float) -> float:
    return 1000 * log10(max(power, _FAINTEST))
