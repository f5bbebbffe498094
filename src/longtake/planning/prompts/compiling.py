"""Clauses and a dialect into the prompt that is sent. Pure: the same clauses give the same prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from longtake.catalogue.dialects import Dialect
from longtake.planning.prompt import Clause, Prompt
from longtake.planning.prompts.measuring import Limit
from longtake.planning.prompts.sentences import negative_text, text_of
from longtake.planning.prompts.shortening import shortened
from longtake.planning.prompts.tags import tag_clauses
from longtake.planning.segment import SegmentInput

__all__ = ["COMPILER", "NegativePlace", "compiled"]

COMPILER = "longtake prompts 1"
"""What wrote a prompt: it changes whenever the same storyboard would give other words."""

NegativePlace = Literal["apart", "in prompt", "none"]
"""Where a model is told what must not be seen: in a field of its own, in the prompt, or nowhere."""


def compiled(
    clauses: Sequence[Clause],
    dialect: Dialect,
    *,
    limit: Limit | None = None,
    inputs: Sequence[SegmentInput] = (),
    takes_negative: NegativePlace = "in prompt",
    energy: str = "",
) -> Prompt:
    """The prompt in this dialect, within `limit`. inputs: the files that go with it, in the order they are sent.
    energy: the model's knob for how much moves, "" where it has none. What does not fit is shortened or left out, the
    least needed first, and each such clause says so; identity goes last."""
    told = [*clauses, *tag_clauses(inputs, dialect, clauses)]
    settings, told = _turned(told, energy)
    if takes_negative == "none":
        told = [_without(clause) if clause.kind == "negative" else clause for clause in told]
    told = _in_order(told, dialect)
    apart = negative_text(told) if takes_negative == "apart" else ""
    in_text = [clause for clause in told if not (apart and clause.kind == "negative")]
    if limit:
        in_text = shortened(in_text, limit, lambda standing: (text_of(standing, dialect),))
    whole = [*in_text, *(clause for clause in told if apart and clause.kind == "negative")]
    return Prompt(text_of(in_text, dialect), apart, tuple(whole), dialect.name, COMPILER, settings)


def _in_order(clauses: Sequence[Clause], dialect: Dialect) -> list[Clause]:
    return sorted(clauses, key=lambda clause: dialect.order.index(clause.kind))


def _without(clause: Clause) -> Clause:
    return replace(clause, shortened="")


_ENERGY = (
    (Fraction(1, 4), "Hardly anything moves"),
    (Fraction(1, 2), "Gentle movement"),
    (Fraction(3, 4), "Lively movement"),
)


def _turned(clauses: Sequence[Clause], knob: str) -> tuple[tuple[tuple[str, str], ...], list[Clause]]:
    """The settings that clauses turn, and the clauses that are left for the text: without a knob, a share of movement
    becomes words."""
    settings: list[tuple[str, str]] = []
    left: list[Clause] = []
    for clause in clauses:
        if not clause.origin.endswith(".energy"):
            left.append(clause)
            continue
        share = Fraction(clause.text.removesuffix("%")) / 100
        if knob:
            settings.append((knob, f"{float(share):g}"))
        else:
            words = next((words for most, words in _ENERGY if share <= most), "Strong, fast movement")
            left.append(replace(clause, text=words))
    return tuple(sorted(settings)), left
