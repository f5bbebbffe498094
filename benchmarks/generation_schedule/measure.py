"""How much longer than it must does a film of 60 takes wait for them?

A model's takes are made in the times that its catalogue entry tells (half of all within p50, 19 of 20 within p95),
a hundred times as fast, 20 at a time; nothing goes wrong. The ideal is the schedule that knows those very times, places
each take in the same order where a place is free first, and loses no moment: the same limits, no polls, no disk. Wall
time of the buyer from its first order to its last take, against that; median of the rounds.
"""

from __future__ import annotations

import heapq
import tempfile
from statistics import median

from generation.measure import asked, buy, providers
from measuring import Answer, Result, Row, Settings

ROWS = (Row("60 takes at p50/p95 of a real model, 1:100: wall against the ideal schedule", "≤ 1.10×"),)
_MODEL, _SPEED, _PLACES = "kling-3.0", 100, 20


def measure(settings: Settings) -> Result:
    count = 12 if settings.quick else 60
    rounds = [_round(count, number) for number in range(settings.rounds_or(3))]
    ratios = [wall / ideal for wall, ideal in rounds]
    answer = Answer(f"{median(ratios):.3f}×", median(ratios) <= 1.10)
    return Result(
        (answer,), {"ratios": ratios, "walls": [wall for wall, _ in rounds], "ideals": [i for _, i in rounds]}
    )


def _round(count: int, number: int) -> tuple[float, float]:
    """Wall seconds, ours and ideal."""
    with providers(_SPEED, "0") as address, tempfile.TemporaryDirectory() as folder:
        told = buy(address, _SPEED, count, _PLACES, folder, [_MODEL])
        jobs = asked(address, "jobs")["jobs"]
    assert told["landed"] == count, told
    lengths = [(job["ends"] - job["ordered"]) / 1000 / _SPEED for job in jobs]
    return told["wall"], _ideal(lengths, _PLACES)


def _ideal(lengths: list[float], places: int) -> float:
    """When the last take is made, each begun where a place is free first."""
    free = [0.0] * places
    for length in lengths:
        heapq.heapreplace(free, free[0] + length)
    return max(free)
