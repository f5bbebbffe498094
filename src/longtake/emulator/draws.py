"""Chance by seed: the same emulator, asked for the same, draws the same, in whatever order the questions come."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, log
from statistics import NormalDist
from typing import TypeVar

from longtake.catalogue import Latency
from longtake.media import digest_of

__all__ = ["draw", "drawn_from", "drawn_latency"]

_One = TypeVar("_One")
_P95 = NormalDist().inv_cdf(0.95)
_BITS = 53
_SHORTEST, _LONGEST = 0.3, 3.0
"""A draw stays within so many times the half-way and the slowest figure: a tail without end helps no test."""


def draw(*what: str | int) -> Fraction:
    """A number in [0, 1) that belongs to `what`."""
    return Fraction(int(digest_of(list(what))[:16], 16) >> (64 - _BITS), 1 << _BITS)


def drawn_from(options: Sequence[_One], *what: str | int) -> _One:
    """One of the options; there must be one."""
    return options[int(draw(*what) * len(options))]


def drawn_latency(latency: Latency, *what: str | int) -> int:
    """Milliseconds from an order to its take: log-normal through p50 and p95."""
    middle, slow = float(latency.p50), float(latency.p95)
    chance = min(max(float(draw(*what)), 1e-6), 1 - 1e-6)
    seconds = middle * exp(log(slow / middle) / _P95 * NormalDist().inv_cdf(chance))
    return round(1000 * min(max(seconds, _SHORTEST * middle), _LONGEST * slow))
