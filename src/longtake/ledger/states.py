"""The states of a purchase and the facts that lead from one to another, as a table.

A fact is named by the state that it leads to. Knowledge only grows, whatever the order in which answers and callbacks
arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = ["LATE", "MOVES", "OPEN", "REPEATABLE", "STATES", "State", "Step", "step"]

State = Literal[
    "intended",  # the money is reserved; nobody knows yet whether it was sent
    "submitted",  # the provider's job is known
    "unknown",  # sent, perhaps: no answer came, or the provider no longer knows the job
    "known",  # finished at the provider: outputs and cost are known, the bytes are not here
    "verified",  # the bytes are in the store and are what was asked
    "lost",  # finished and paid, and its bytes can never be had
    "refused",  # the provider will not make this
    "failed",  # the provider could not make this
    "cancelled",  # called back
    "abandoned",  # a person gave up an unknown one
    "duplicated",  # a person, or the rule for cheap calls, let another attempt be sent beside an unknown one
]

Step = Literal["forward", "late", "never"]

STATES: tuple[State, ...] = get_args(State)

OPEN: frozenset[State] = frozenset({"intended", "submitted", "unknown", "known"})
"""States in which something is still to be done."""

REPEATABLE: frozenset[State] = frozenset({"refused", "failed", "cancelled", "abandoned", "lost"})
"""States after which another attempt may be made under the same purchase key."""


def _states(words: str) -> frozenset[State]:
    named = frozenset(words.split())
    return frozenset(state for state in STATES if state in named)


_RESULT_ENDS = _states("refused failed cancelled")

MOVES: Mapping[State, frozenset[State]] = {
    "intended": _states("submitted unknown known") | _RESULT_ENDS,
    "submitted": _states("unknown known") | _RESULT_ENDS,
    "unknown": _states("submitted known abandoned duplicated") | _RESULT_ENDS,
    "known": _states("verified lost"),
    "verified": _states(""),
    "lost": _states(""),
    # What ended may still bring a result, and its bill: a cancel that came too late, a failure taken back.
    "refused": _states("known"),
    "failed": _states("known"),
    "cancelled": _states("known"),
    "abandoned": _states("submitted known") | _RESULT_ENDS,
    "duplicated": _states("submitted known") | _RESULT_ENDS,
}
"""From each state, the facts that change it."""

_HEARSAY = _states("submitted unknown") | _RESULT_ENDS

LATE: Mapping[State, frozenset[State]] = {
    "intended": _states(""),
    "submitted": _states("submitted"),
    "unknown": _states("unknown"),
    "known": _HEARSAY | _states("known"),
    "verified": _HEARSAY | _states("known verified"),
    "lost": _HEARSAY | _states("known lost"),
    "refused": _HEARSAY,
    "failed": _HEARSAY,
    "cancelled": _HEARSAY,
    "abandoned": _states("unknown abandoned"),
    "duplicated": _states("unknown duplicated"),
}
"""For each state, the facts that may arrive once more or out of turn and say nothing new."""


def step(state: State, fact: State) -> Step:
    """Whether `fact` changes a purchase in `state`, comes late and changes nothing, or can't be true of it."""
    if fact in MOVES[state]:
        return "forward"
    return "late" if fact in LATE[state] else "never"
