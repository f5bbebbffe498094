"""What waits for what: chains of takes that are made one after the other, and the one that the film waits for longest.

Takes that wait for nothing are made at once, as far as the models' own limits let them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from longtake.planning.plan import CriticalPath, PlannedShot

__all__ = ["chains_of", "critical_path"]


def chains_of(shots: Sequence[PlannedShot]) -> tuple[tuple[str, ...], ...]:
    """The names of each run of shots that wait for the one before, the longest possible runs, in film order."""
    return tuple(tuple(shot.name for shot in chain) for chain in _runs(shots) if len(chain) > 1)


def critical_path(
    shots: Sequence[PlannedShot], latencies: Mapping[str, tuple[Fraction, Fraction]]
) -> CriticalPath | None:
    """The chain that takes longest, the first of those that take as long; None where nothing is bought.

    latencies: for each model that is used, the seconds within which half, and 19 of 20, of its takes are made.
    """
    runs = _runs(shots)
    if not runs:
        return None

    def seconds(chain: Sequence[PlannedShot], which: int) -> Fraction:
        return sum((latencies[shot.segment.model][which] for shot in chain if shot.segment), Fraction(0))

    longest = max(runs, key=lambda chain: (seconds(chain, 1), seconds(chain, 0)))
    return CriticalPath(tuple(shot.name for shot in longest), seconds(longest, 0), seconds(longest, 1))


def _runs(shots: Sequence[PlannedShot]) -> list[list[PlannedShot]]:
    """The generated shots in runs: each begins with one that waits for none. What a shot waits for stands before it."""
    runs: list[list[PlannedShot]] = []
    for shot in shots:
        if shot.segment is None:
            continue
        if shot.segment.waits_for and runs and runs[-1][-1].name == shot.segment.waits_for:
            runs[-1].append(shot)
        else:
            runs.append([shot])
    return runs
