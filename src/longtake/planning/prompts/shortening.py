"""Making a prompt fit its model's limit: the least needed clauses go first, identity last, and each says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from longtake.planning.prompt import Clause
from longtake.planning.prompts.measuring import Limit, length_of
from longtake.planning.prompts.sentences import words_of

__all__ = ["FIRST_TO_GO", "shortened"]

FIRST_TO_GO = (
    "grain",
    "lens",
    "palette",
    "sound",
    "motion",
    "continuity",
    "light",
    "negative",
    "look",
    "camera",
    "setting",
    "how",
    "beat",
    "action",
    "speech",
    "subject",
)
"""What goes first where a prompt is too long. The last four are cut to what fits before they go."""

_CUT = frozenset({"beat", "action", "speech", "subject"})

Texts = Callable[[Sequence[Clause]], tuple[str, ...]]


def shortened(clauses: Sequence[Clause], limit: Limit, texts: Texts) -> list[Clause]:
    """The clauses, as many of them shortened as it takes for each of `texts(clauses)` to be within the limit."""
    standing = list(clauses)
    for at in sorted(range(len(standing)), key=lambda at: (_rank(standing[at]), -at)):
        if _fits(standing, limit, texts):
            break
        if words_of(standing[at]):
            standing[at] = _less(standing, at, limit, texts)
    return standing


def _fits(clauses: Sequence[Clause], limit: Limit, texts: Texts) -> bool:
    return all(length_of(text, limit.unit) <= limit.count for text in texts(clauses))


def _rank(clause: Clause) -> int:
    last = clause.origin.rpartition(".")[2]
    return FIRST_TO_GO.index(last if last in FIRST_TO_GO else clause.kind)


def _less(clauses: Sequence[Clause], at: int, limit: Limit, texts: Texts) -> Clause:
    """The clause cut after the last word with which everything fits; without any words where none does."""
    clause = clauses[at]
    if clause.kind in _CUT:
        for words in _heads(clause.text):
            cut = replace(clause, shortened=words)
            if _fits([*clauses[:at], cut, *clauses[at + 1 :]], limit, texts):
                return cut
    return replace(clause, shortened="")


def _heads(text: str) -> Iterator[str]:
    """Ever less of a text, whole words, without what would hang at the end."""
    for found in reversed(list(re.finditer(r"\s+", text))):
        if words := text[: found.start()].rstrip(" ,;:–—-"):
            yield words
