"""Sound made longer or shorter with its pitch kept: overlapped frames, laid where the wave goes on by itself (WSOLA).

Frame i of the result stands at i x 1024 samples and is taken from the source where that time falls, moved by up to 11
ms to where it continues the frame before (Verhelst and Roelands, 1993). Attacks are not moved: a frame that holds one
is laid so that the attack stands exactly at its time, and no other frame holds it, so that it is heard once and not
smeared. libav's own `atempo` moves clicks by 5 to 80 ms, and some are heard twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator
from contextlib import closing
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from longtake.media import SAMPLE_RATE, round_half_up

__all__ = ["stretched"]

Pcm = NDArray[np.float32]

_HOP = 1024
_HALF = _HOP  # half a frame: frames overlap by half
_SEARCH = 512
_CHUNK = SAMPLE_RATE  # of the source, read and searched for attacks at a time; any other would move their grid
_GRID = 16  # samples to which an attack is known
_QUIET = 60  # grid steps, 20 ms, over which an attack must stand out
_RISE = 8.0  # times the power of what went before
_APART = 2 * _HOP  # samples from one attack to the next, at least
_FAINTEST = 1e-5  # power, -50 dB of full scale
_WINDOW = np.sin(np.pi * (np.arange(2 * _HOP, dtype=np.float32) + np.float32(0.5)) / np.float32(2 * _HOP)) ** 2


def stretched(blocks: Generator[Pcm, None, None], tempo: Fraction) -> Generator[Pcm, None, None]:
    """The sound at `tempo` times its speed, from its first sample, in blocks, until the source is used up.

    blocks: 48 kHz stereo, of any lengths: the result does not depend on them.
    """
    with closing(blocks):
        source = _Source(blocks)
        tail = np.zeros((2, _HOP), np.float32)
        before = -_HOP
        number = 0
        while (number - 1) * _HOP * tempo < source.end:
            before = _place(source, number * _HOP, tempo, before + _HOP)
            frame = source.part(before - _HALF, before + _HALF) * _WINDOW
            if number:
                yield tail + frame[:, :_HOP]
            tail = frame[:, _HOP:]
            source.forget(min(before, round_half_up(number * _HOP * tempo)) - 4 * _HOP)
            number += 1


class _Source:
    """The part of a sound that is in hand, and the attacks in it. Samples outside the sound are 0."""

    def __init__(self, blocks: Generator[Pcm, None, None]) -> None:
        self._blocks = blocks
        self._spare: list[Pcm] = []
        self._held = np.zeros((2, 0), np.float32)
        self._at = 0
        self._is_whole = False
        self.attacks: list[int] = []

    @property
    def end(self) -> float:
        """Where the sound ends, as far as is known."""
        return self._at + self._held.shape[1] if self._is_whole else float("inf")

    def part(self, start: int, end: int) -> Pcm:
        self.read_to(end)
        first, last = max(start, self._at), max(start, min(end, self._at + self._held.shape[1]))
        result = np.zeros((2, end - start), np.float32)
        if first < last:
            result[:, first - start : last - start] = self._held[:, first - self._at : last - self._at]
        return result

    def read_to(self, end: int) -> None:
        """Reads on until the attacks before `end` are known."""
        while not self._is_whole and self._at + self._held.shape[1] < end + _CHUNK // 8:
            chunk = self._chunk()
            start = self._at + self._held.shape[1]
            self._held = np.concatenate([self._held, chunk], axis=1)
            self._find_attacks(start)

    def forget(self, before: int) -> None:
        drop = before - self._at
        if drop > 4 * _CHUNK:
            self._held, self._at = self._held[:, drop:].copy(), before
            self.attacks = [attack for attack in self.attacks if attack >= before]

    def _chunk(self) -> Pcm:
        count = sum(part.shape[1] for part in self._spare)
        while count < _CHUNK and not self._is_whole:
            block = next(self._blocks, None)
            self._is_whole = block is None
            if block is not None:
                self._spare.append(block)
                count += block.shape[1]
        whole = np.concatenate([np.zeros((2, 0), np.float32), *self._spare], axis=1)
        self._spare = [whole[:, _CHUNK:]]
        self._is_whole = self._is_whole and whole.shape[1] <= _CHUNK
        return whole[:, :_CHUNK]

    def _find_attacks(self, start: int) -> None:
        """Where the power of the last chunk jumps, and of what comes before it only as much as is compared with."""
        lead = (_QUIET + 1) * _GRID
        sound = self.part_held(start - lead).sum(axis=0)
        steps = sound[: len(sound) // _GRID * _GRID].reshape(-1, _GRID)
        power = (steps.astype(np.float64) ** 2).mean(axis=1)
        total = np.concatenate([[0.0], np.cumsum(power)])
        quiet = (total[_QUIET:-1] - total[: -_QUIET - 1]) / _QUIET
        rises = np.flatnonzero(power[_QUIET:] > _RISE * quiet + _FAINTEST)
        for rise in rises:
            attack = start - lead + int(rise + _QUIET) * _GRID
            if not self.attacks or attack - self.attacks[-1] >= _APART:
                self.attacks.append(attack)

    def part_held(self, start: int) -> Pcm:
        missing = max(0, self._at - start)
        return np.pad(self._held[:, max(0, start - self._at) :], ((0, 0), (missing, 0)))


def _place(source: _Source, time: int, tempo: Fraction, goes_on: int) -> int:
    """The middle, in the source, of the frame at `time` of the result. goes_on: where the frame before goes on."""
    ideal = round_half_up(time * tempo)
    source.read_to(max(ideal, goes_on) + 3 * _HOP)
    low, high = ideal - _SEARCH, ideal + _SEARCH
    place = bisect_left(source.attacks, ideal)
    beside = [(round_half_up(attack / tempo), attack) for attack in source.attacks[max(0, place - 1) : place + 1]]
    for heard, attack in sorted(beside, key=lambda pair: abs(pair[0] - time)):
        if abs(heard - time) < _HALF:
            return attack + time - heard
        if heard > time:
            high = min(high, attack - _HALF)
        else:
            low = max(low, attack + _HALF)
    if low >= high:  # no room but right beside an attack
        return low if low > ideal else high
    return low + _best(source.part(low - _HALF, high + _HALF), source.part(goes_on - _HALF, goes_on + _HALF))


def _best(room: Pcm, wanted: Pcm) -> int:
    """The offset in `room` at which it is most like `wanted`: the highest normalised correlation of the two channels'
    sum."""
    wide, short = room.sum(axis=0).astype(np.float64), wanted.sum(axis=0).astype(np.float64)
    size = 1 << (len(wide) - 1).bit_length()
    found = np.fft.irfft(np.fft.rfft(wide, size) * np.conj(np.fft.rfft(short, size)), size)
    count = len(wide) - len(short) + 1
    total = np.concatenate([[0.0], np.cumsum(wide**2)])
    power = total[len(short) :] - total[: -len(short)]
    score: NDArray[np.float64] = found[:count] / np.sqrt(np.maximum(power[:count], 1e-9))
    return int(np.argmax(np.round(score, 6)))
