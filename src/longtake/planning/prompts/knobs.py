"""Clauses that turn a model's own knobs, where it has them, and are said in words where it hasn't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from longtake.catalogue.tongues import Tongue
from longtake.planning.prompt import Clause

__all__ = ["turned"]

_ENERGY = (
    (Fraction(1, 4), "still"),
    (Fraction(1, 2), "gentle"),
    (Fraction(3, 4), "lively"),
    (Fraction(1), "strong"),
)


def turned(clauses: Sequence[Clause], energy: str, tongue: Tongue) -> tuple[tuple[tuple[str, str], ...], list[Clause]]:
    """The settings, by name, and the clauses that are left for the text. energy: the knob for how much moves, or "".
    tongue: what is said in words is said in it."""
    settings: list[tuple[str, str]] = []
    left: list[Clause] = []
    for clause in clauses:
        knob = {"energy": energy, "strength": "strength"}.get(clause.origin.rpartition(".")[2])
        if knob is None:
            left.append(clause)
        elif knob:
            settings.append((knob, f"{float(_share(clause)):g}"))
        else:
            rule = next(name for most, name in _ENERGY if _share(clause) <= most)
            left.append(replace(clause, text=tongue.rule(rule)))
    return tuple(sorted(settings)), left


def _share(clause: Clause) -> Fraction:
    return Fraction(clause.text.removesuffix("%")) / 100
