"""Clauses that turn a model's own knobs, where it has them, and are said in words where it hasn't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from longtake.catalogue import Knob
from longtake.catalogue.tongues import Tongue
from longtake.planning.prompt import Clause

__all__ = ["turned"]

_ENERGY = (
    (Fraction(1, 4), "still"),
    (Fraction(1, 2), "gentle"),
    (Fraction(3, 4), "lively"),
    (Fraction(1), "strong"),
)


def turned(
    clauses: Sequence[Clause], energy: str, strength: Knob | None, tongue: Tongue
) -> tuple[tuple[tuple[str, str], ...], list[Clause]]:
    """The settings, by name, and the clauses that are left for the text. energy: the knob for how much moves, or "";
    strength: the one for how far an edit may go, which no words stand for. tongue: of what is said in words."""
    settings: list[tuple[str, str]] = []
    left: list[Clause] = []
    for clause in clauses:
        match clause.origin.rpartition(".")[2]:
            case "energy" if energy:
                settings.append((energy, f"{float(_share(clause)):g}"))
            case "energy":
                rule = next(name for most, name in _ENERGY if _share(clause) <= most)
                left.append(replace(clause, text=tongue.rule(rule)))
            case "strength" if strength:
                settings.append((strength.name, strength.turned(_share(clause))))
            case "strength":
                left.append(replace(clause, shortened="", why="the model has no knob for it"))
            case _:
                left.append(clause)
    return tuple(sorted(settings)), left


def _share(clause: Clause) -> Fraction:
    return Fraction(clause.text.removesuffix("%")) / 100
