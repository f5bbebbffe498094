"""Choosing among candidates: which of several takes of a shot the film shows. Pure.

A judge says how good a take is: by what inspection says of it, where all of them could be measured, then by how much
of it is not as it was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from longtake.ledger import Chosen
from longtake.media import ClipFacts, Digest, FrameRate
from longtake.pipeline.fitting import oddities
from longtake.planning import PlannedShot

if TYPE_CHECKING:
    from longtake.generation.landing import Landed
    from longtake.inspection import Verdict

__all__ = ["Judge", "as_asked", "as_judged", "choice_of", "ranked"]


class Judge(Protocol):
    """Says how good a take is for a shot, in figures of which the least are the best, the first of them first."""

    def __call__(self, facts: ClipFacts, shot: PlannedShot, rate: FrameRate) -> tuple[Fraction, ...]: ...


def as_asked(facts: ClipFacts, shot: PlannedShot, rate: FrameRate) -> tuple[Fraction, ...]:
    """How many oddities it has; then by which share its length, rate and size are off. shot: with what was asked; rate:
    of the film."""
    picture, asked = facts.picture, shot.segment
    assert picture is not None
    assert asked is not None
    return (
        Fraction(sum(1 for _ in oddities(facts, shot, rate))),
        _off(picture.seconds, asked.seconds),
        _off(picture.rate, asked.rate.fraction),
        _off(Fraction(picture.shown.pixels), Fraction(asked.size.pixels)),
    )


def as_judged(verdicts: Mapping[Digest, Verdict]) -> Judge:
    """By how many reasons there are to refuse it, to make it again, to leave something of it out; then as asked.
    verdicts: by the digests of all candidates."""

    def judge(facts: ClipFacts, shot: PlannedShot, rate: FrameRate) -> tuple[Fraction, ...]:
        kinds = [reason.kind for reason in verdicts[facts.digest].reasons]
        return (*(Fraction(kinds.count(kind)) for kind in ("refuse", "retry", "trim")), *as_asked(facts, shot, rate))

    return judge


def ranked(
    candidates: Sequence[Landed], shot: PlannedShot, rate: FrameRate, judge: Judge = as_asked
) -> tuple[Landed, ...]:
    """The best first; of those that are as good, the one that was asked for first."""
    first = sorted(candidates, key=lambda one: one.commission.take)
    return tuple(sorted(first, key=lambda one: judge(one.arrival.facts, shot, rate)))


def choice_of(best_first: Sequence[Landed], words: Digest) -> Chosen:
    """The choice as the ledger keeps it. words: the digest of the shot's own words."""
    best = best_first[0].commission
    takes = tuple(one.commission.take for one in best_first)
    return Chosen(best.shot, best.model.name, words, takes, tuple(one.purchase.intent.key for one in best_first))


def _off(found: Fraction, asked: Fraction) -> Fraction:
    return abs(found - asked) / asked
