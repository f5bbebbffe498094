"""Clauses and a dialect into the prompt that is sent. Pure: the same clauses give the same prompt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from longtake.catalogue import Knob
from longtake.catalogue.dialects import Dialect
from longtake.planning.prompt import Clause, Prompt, PromptShot
from longtake.planning.prompts.beats import shots_of
from longtake.planning.prompts.knobs import turned
from longtake.planning.prompts.measuring import Limit
from longtake.planning.prompts.sentences import negative_text, text_of
from longtake.planning.prompts.shortening import shortened
from longtake.planning.prompts.tags import tag_clauses
from longtake.planning.prompts.words import words_of
from longtake.planning.segment import SegmentInput
from longtake.storyboard import shown_name

__all__ = ["COMPILER", "NegativePlace", "compiled"]

COMPILER = "longtake prompts 3"
"""What wrote a prompt: it changes whenever the same storyboard would give other words."""

_DONE = ("action", "beat")

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
    strength: Knob | None = None,
    seconds: Fraction | None = None,
) -> Prompt:
    """The prompt in this dialect, within `limit`. inputs: the files that go with it, in the order they are sent.
    energy: the model's knob for how much moves, "" where it has none; strength: for how far an edit may go. seconds: of
    the whole take; its last beat lasts until then. What does not fit is shortened or left out, the least needed first,
    and each such clause says so; identity goes last."""
    told = [*clauses, *tag_clauses(inputs, dialect, clauses)]
    tongue = dialect.tongue.of(clause.text for clause in told if clause.kind in _DONE)
    settings, told = turned(told, energy, strength, tongue)
    told = _until(told, seconds) if seconds is not None else told
    told = [_unsaid(clause, dialect, inputs, takes_negative) for clause in told]
    told = sorted(told, key=lambda clause: dialect.order.index(clause.kind))
    apart = [clause for clause in told if clause.kind == "negative"] if takes_negative == "apart" else []
    in_text = [clause for clause in told if clause not in apart]
    if limit:
        in_text = shortened(in_text, limit, lambda standing: (text_of(standing, dialect), *_texts(standing, dialect)))
    shots = _shots(in_text, dialect)
    return Prompt(
        text=text_of(in_text, dialect),
        negative=negative_text(apart, dialect),
        clauses=(*in_text, *apart),
        dialect=dialect.name,
        compiler=COMPILER,
        settings=tuple(sorted({**dict(settings), **_cut_settings(in_text, dialect, shots)}.items())),
        shots=shots,
    )


def _until(clauses: Sequence[Clause], seconds: Fraction) -> list[Clause]:
    """The clauses, the last beat reaching to the end of the take."""
    last = max((at for at, clause in enumerate(clauses) if clause.kind == "beat"), default=None)
    return [replace(clause, end=seconds) if at == last else clause for at, clause in enumerate(clauses)]


def _unsaid(clause: Clause, dialect: Dialect, inputs: Sequence[SegmentInput], takes_negative: NegativePlace) -> Clause:
    """The clause, without words where the model has no ear for it or sees it already."""
    if clause.kind == "negative" and takes_negative == "none":
        return replace(clause, shortened="", why="the model takes no words for what must not be seen")
    if clause.kind in dialect.leaves_out.get("always", ()):
        return replace(clause, shortened="", why="the model cannot be told this")
    shown = (item.role for item in inputs if clause.kind in dialect.leaves_out.get(item.role, ()))
    if role := next(shown, None):
        return replace(clause, shortened="", why=f"the {role} shows it")
    return clause


def _cut_settings(clauses: Sequence[Clause], dialect: Dialect, shots: Sequence[PromptShot]) -> Mapping[str, str]:
    has_cuts = shots or (dialect.shots == "text" and len(shots_of(clauses)) > 1)
    return dialect.shots_settings if has_cuts else {}


def _shots(clauses: Sequence[Clause], dialect: Dialect) -> tuple[PromptShot, ...]:
    """The shots of a take with cuts, for models that take them as a list: each with all it needs, in whole seconds that
    add up to the take's."""
    ends = [int((group[-1].end or 0) + Fraction(1, 2)) for group in shots_of(clauses)]
    lengths = [Fraction(end - start) for start, end in pairwise([0, *ends])]
    texts = _texts(clauses, dialect)
    return tuple(map(PromptShot, texts, lengths)) if texts and min(lengths) > 0 else ()


def _texts(clauses: Sequence[Clause], dialect: Dialect) -> tuple[str, ...]:
    """The prompt of each shot, where the dialect takes shots as a list."""
    groups = shots_of(clauses)
    if dialect.shots != "list" or len(groups) < 2:
        return ()
    return tuple(text_of(_of_shot(clauses, groups, number), dialect) for number in range(len(groups)))


def _of_shot(clauses: Sequence[Clause], groups: Sequence[Sequence[Clause]], number: int) -> list[Clause]:
    """What is told of one shot: its own beats, the lines of those whom it names first, and what holds for all."""
    return [
        clause
        for clause in clauses
        if (clause.kind != "beat" or clause in groups[number])
        and (clause.kind != "speech" or _speaking_shot(clause, groups) == number)
    ]


def _speaking_shot(line: Clause, groups: Sequence[Sequence[Clause]]) -> int:
    name = shown_name(line.name, is_person=True)
    names = (name and any(name in words_of(beat) for beat in group) for group in groups)
    return next((number for number, is_named in enumerate(names) if is_named), 0)
