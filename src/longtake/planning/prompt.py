"""A prompt as a value: what a model is told, and where each clause of it came from. Data; `prompts` compiles it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = ["Clause", "ClauseKind", "Prompt", "PromptShot"]

ClauseKind = Literal[
    "subject",
    "setting",
    "camera",
    "action",
    "beat",
    "motion",
    "speech",
    "sound",
    "style",
    "continuity",
    "negative",
]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is said, with its origin: a place in the storyboard (`cast.mara.is`, `style.look`,
    `scenes[1].shots[2].action`) or a rule (`rule: continue`). name: of who or what it is about, for the dialects that
    tag them. start, end: seconds of the take for a beat. shortened: what stands in the prompt instead of `text`; ""
    where all of it had to go; why: the reason for that."""

    kind: ClauseKind
    text: str
    origin: str
    name: str = ""
    start: Fraction | None = None
    end: Fraction | None = None
    shortened: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PromptShot:
    """One shot inside a multi-shot prompt, for models that take several in one request."""

    text: str
    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes to the model. text: the prompt; negative: what must not be seen, for models that take it apart ("" for
    none, or where it stands in the text); settings: knobs of the model that clauses turned, by name (`motion`: `0.3`),
    and what it is told of its own avatar, sorted; shots: for a multi-shot request, else empty; clauses: where all of it
    came from, in the order of the text; dialect, compiler: what wrote it."""

    text: str
    negative: str
    clauses: tuple[Clause, ...]
    dialect: str
    compiler: str
    settings: tuple[tuple[str, str], ...] = ()
    shots: tuple[PromptShot, ...] = ()
