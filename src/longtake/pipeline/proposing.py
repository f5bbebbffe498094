"""A language model proposes a storyboard: where it is asked, with which key, and within what."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

from longtake.directing import Direction, Endpoint, Limits, Tally, TokenLedger, direct, subject_of
from longtake.errors import InputError
from longtake.generation.secrets import Secret
from longtake.pipeline.adapting import check_new

__all__ = ["ProposalOptions", "propose"]

_ADDRESS, _MODEL, _KEY = (f"LONGTAKE_DIRECTOR_{name}" for name in ("ENDPOINT", "MODEL", "KEY"))


class ProposalOptions(TypedDict, total=False):
    """How a director is asked.

    endpoint: the address of an OpenAI-compatible API, else LONGTAKE_DIRECTOR_ENDPOINT. model: as that calls it, else
    LONGTAKE_DIRECTOR_MODEL. key: else LONGTAKE_DIRECTOR_KEY. tries: answers, at most, by default 3. most_tokens: in and
    out together, at most, by default 100,000. patience: seconds for an answer, by default 300. on: the day that the
    file names, by default today. ledger: told of each answer's tokens. out: where it will be saved, checked before
    anything is asked.
    """

    endpoint: str
    model: str
    key: str | Secret
    tries: int
    most_tokens: int
    patience: float
    on: date
    ledger: TokenLedger
    out: str | Path


def propose(subject: str | Path, **options: Unpack[ProposalOptions]) -> Direction:
    """A storyboard that a language model proposes of a topic, or of the script in a file.

    Raises InputError before anything is asked, MissingExtraError without the extra `director`, DirectorError where no
    answer holds within the limits.
    """
    if "out" in options:
        check_new(options["out"])
    limits = _limits(options)
    director = Endpoint(
        options.get("endpoint") or os.environ.get(_ADDRESS, ""),
        options.get("model") or os.environ.get(_MODEL, ""),
        _key(options.get("key") or os.environ.get(_KEY, "")),
        patience=options.get("patience", 300),
    )
    ledger = options.get("ledger") or Tally()
    return direct(subject_of(subject), director, limits, ledger, options.get("on") or date.today())


def _limits(options: ProposalOptions) -> Limits:
    limits = Limits(options.get("tries", 3), options.get("most_tokens", 100_000))
    if not 1 <= limits.tries <= 10:
        raise InputError(f"tries is 1 to 10, not {limits.tries}", place="--tries", advice=("3 is usual",))
    if limits.tokens < 1:
        raise InputError(f"{limits.tokens} is no number of tokens", place="--most-tokens", advice=("100000 is usual",))
    return limits


def _key(given: str | Secret) -> Secret | None:
    if isinstance(given, Secret):
        return given
    if not given:
        return None
    try:
        return Secret(given)
    except ValueError as error:
        raise InputError(str(error), place=_KEY, advice=("set it again",)) from None
