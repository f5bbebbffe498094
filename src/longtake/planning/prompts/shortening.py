"""Making a prompt fit its model's limit: the least needed clauses go first, identity last, and each says so."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from longtake.planning.prompt import Clause
from longtake.planning.prompts.measuring import Limit, length_of
from longtake.planning.prompts.words import words_of

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
    "voice",
    "how",
    "beat",
    "action",
    "speech",
    "subject",
)
"""What goes first where a prompt is too long. The last four are cut to what fits before they go."""

_CUT = frozenset({"beat", "action", "speech", "subject"})
_RANK = {word: rank for rank, word in enumerate(FIRST_TO_GO)}

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
    return _RANK.get(clause.origin.rpartition(".")[2], _RANK.get(clause.kind, 0))


def _less(clauses: Sequence[Clause], at: int, limit: Limit, texts: Texts) -> Clause:
    """The clause cut after the last word with which everything fits; without any words where none does."""
    clause = clauses[at]

    def cut_to(words: str) -> Clause:
        return replace(clause, shortened=words, why=f"the prompt may be {limit.count} {limit.unit} long")

    def does_fit(words: str) -> bool:
        return _fits([*clauses[:at], cut_to(words), *clauses[at + 1 :]], limit, texts)

    heads = tuple(_heads(clause.text)) if clause.kind in _CUT else ()
    longest = bisect_left(heads, True, key=does_fit)  # a shorter head never makes a longer prompt
    return cut_to(heads[longest] if longest < len(heads) else "")


def _heads(text: str) -> Iterator[str]:
    """Ever less of a text, cut between words (between characters where a script has no spaces), without what would
    hang at the end."""
    for at in range(len(text) - 1, 0, -1):
        if _may_end_at(text, at) and (words := text[:at].rstrip(" ,;:–—-、，；：")):
            yield words


def _may_end_at(text: str, at: int) -> bool:
    if text[at].isspace():
        return True
    is_wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in text[at - 1 : at + 1])
    return is_wide and not unicodedata.category(text[at]).startswith("M") and "\u200d" not in text[at - 1 : at + 1]
