"""Asks a director for a storyboard until one holds, within a number of tries and of tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from longtake.directing.answer import read_answer
from longtake.directing.endpoint import Answer, Director
from longtake.directing.messages import Message, first_messages, repair_messages
from longtake.directing.schema import proposal_schema
from longtake.directing.subject import Subject
from longtake.directing.tokens import Tally, TokenLedger, Tokens
from longtake.errors import DirectorError, Finding
from longtake.media import Money
from longtake.storyboard import Storyboard, label, unused, written
from longtake.storyboard.scripts import Adaptation

__all__ = ["MOST_ANSWER", "Direction", "Limits", "direct"]

_LEAST_ANSWER = 400
MOST_ANSWER = 16_000
"""Tokens that most models write at once; more is refused by some before they read a word."""
_MOST_TOLD = 12
_BYTES_A_TOKEN = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """tries: answers that are asked for, at most. tokens: in and out, of all answers together, at most."""

    tries: int = 3
    tokens: int = 100_000


@dataclass(frozen=True, slots=True)
class Direction:
    """A proposed storyboard as text, with what it took. tries: answers until one held. cost: of the answers that were
    bought for it now; None where nobody counts money."""

    adaptation: Adaptation
    tokens: Tokens
    tries: int
    cost: Money | None = None


def direct(subject: Subject, director: Director, limits: Limits, ledger: TokenLedger, on: date) -> Direction:
    """The first answer that holds. ledger: told of every answer, of use or not. on: the day, for the file's head.

    Raises DirectorError where none holds within the limits, with the last answer's findings and what was spent.
    """
    schema = proposal_schema()
    first = messages = first_messages(subject, schema)
    spent = Tally()
    for number in range(1, limits.tries + 1):
        most = _room(messages, spent.total, limits, director.model)
        answer = _asked(director, messages, schema, most, spent.total)
        spent.record(director.model, answer.tokens)
        ledger.record(director.model, answer.tokens)
        _stop_unless_whole(answer, spent.total, director.model)
        read = read_answer(answer.text)
        if read.storyboard:
            adaptation = _adaptation(read.storyboard, subject, director, on)
            return Direction(adaptation, spent.total, number)
        messages = repair_messages(first, answer.text, read.findings)
    raise _gave_up(read.findings, spent.total, limits, director.model)


def _asked(
    director: Director, messages: Sequence[Message], schema: Mapping[str, Any], most: int, spent: Tokens
) -> Answer:
    """The next answer. Where none comes, what the earlier ones took is told all the same."""
    try:
        return director.ask(messages, schema, most)
    except DirectorError as error:
        if not spent.total:
            raise
        told = Finding(director.model, f"earlier answers did not hold; {_spent_words(spent)}")
        raise type(error).of([*error.findings, told]) from None


def _room(messages: Sequence[Message], spent: Tokens, limits: Limits, model: str) -> int:
    """How many tokens the next answer may have. What it reads is guessed high, by its bytes."""
    asked = sum(len(message["content"].encode()) for message in messages) // _BYTES_A_TOKEN
    room = limits.tokens - spent.total - asked
    if room < _LEAST_ANSWER:
        left = max(0, limits.tokens - spent.total)
        message = f"asking it takes about {asked:,} tokens and room for an answer, and {left:,} are left"
        advice = ("allow more: --most-tokens", "or give it less to read", _spent_words(spent))
        raise DirectorError(message, place=model, advice=advice)
    return min(room, MOST_ANSWER)


def _stop_unless_whole(answer: Answer, spent: Tokens, model: str) -> None:
    """Asking again would bring the same, and be paid for."""
    if answer.ending == "refused":
        words = f"it refuses: {answer.text}" if answer.text else "it refuses, and says no more"
        advice = ("say the subject in other words", "or ask another model: --model", _spent_words(spent))
        raise DirectorError(words, place=model, advice=advice)
    if answer.ending == "cut":
        message = f"its answer was cut off after {answer.tokens.put_out:,} tokens"
        advice = (
            "ask for a shorter film, or for a part of the script",
            "allow more: --most-tokens",
            _spent_words(spent),
        )
        raise DirectorError(message, place=model, advice=advice)


def _gave_up(findings: Sequence[Finding], spent: Tokens, limits: Limits, model: str) -> DirectorError:
    message = "its answer does not hold" if limits.tries == 1 else f"none of its {limits.tries} answers holds"
    advice = ("allow more: --tries", "ask anew: --again", "or ask another model: --model", _spent_words(spent))
    head = Finding(model, message, advice)
    more = len(findings) - _MOST_TOLD
    rest = [Finding("answer", f"and {more} more")] if more > 0 else []
    return DirectorError.of([head, *findings[:_MOST_TOLD], *rest])


def _spent_words(spent: Tokens) -> str:
    return f"spent: {spent}"


def _adaptation(storyboard: Storyboard, subject: Subject, director: Director, on: date) -> Adaptation:
    source = subject.script or "a topic"
    head = [
        f"Proposed by the language model {director.model} of {source} on {on.isoformat()}, by longtake storyboard "
        "--director.",
        "It is yours now: read it, and change what you like.",
    ]
    never = [Finding(label(remark.path, None), remark.message, remark.advice) for remark in unused(storyboard)]
    notes = (*subject.notes, *director.notes, *never)
    return Adaptation(storyboard, written(storyboard, {(): head}), notes, (), ())
