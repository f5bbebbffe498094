"""Clauses that turn a model's own knobs, where it has them, and are said in words where it hasn't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from longtake.planning.prompt import Clause

__all__ = ["turned"]

_ENERGY = (
    (Fraction(1, 4), "Hardly anything moves"),
    (Fraction(1, 2), "Gentle movement"),
    (Fraction(3, 4), "Lively movement"),
    (Fraction(1), "Strong, fast movement"),
)


def turned(clauses: Sequence[Clause], energy: str) -> tuple[tuple[tuple[str, str], ...], list[Clause]]:
    """The settings, by name, and the clauses that are left for the text. energy: the knob for how much moves, or ""."""
    settings: list[tuple[str, str]] = []
    left: list[Clause] = []
    for clause in clauses:
        knob = {"energy": energy, "strength": "strength"}.get(clause.origin.rpartition(".")[2])
        if knob is None:
            left.append(clause)
        elif knob:
            settings.append((knob, f"{float(_share(clause)):g}"))
        else:
            left.append(replace(clause, text=next(words for most, words in _ENERGY if _share(clause) <= most)))
    return tuple(sorted(settings)), left


def _share(clause: Clause) -> Fraction:
    return Fraction(clause.text.removesuffix("%")) / 100
