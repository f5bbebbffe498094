"""A language model proposes a storyboard: where it is asked, with which key, and within what."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack
from urllib.parse import urlsplit

from longtake.directing import (
    Direction,
    Endpoint,
    Limits,
    Subject,
    Tally,
    TokenLedger,
    direct,
    is_loopback,
    subject_of,
)
from longtake.errors import InputError
from longtake.generation.secrets import Secret
from longtake.ledger import Ledger
from longtake.media import Money
from longtake.pipeline.adapting import check_new
from longtake.pipeline.booked_director import BookedDirector, Case
from longtake.pipeline.books import written
from longtake.pipeline.taken import ApprovalMissingError
from longtake.pipeline.terms import APPROVE_ABOVE, checked_money
from longtake.pipeline.token_price import TokenPrice
from longtake.store import open_workspace

__all__ = ["ProposalOptions", "propose"]

_ADDRESS, _MODEL, _KEY, _PRICE = (f"LONGTAKE_DIRECTOR_{name}" for name in ("ENDPOINT", "MODEL", "KEY", "PRICE"))
_REPEAT_BELOW = "0.10"
_LONGEST_NAME = 60


class ProposalOptions(TypedDict, total=False):
    """How a director is asked.

    endpoint: the address of an OpenAI-compatible API, else LONGTAKE_DIRECTOR_ENDPOINT. model: as that calls it, else
    LONGTAKE_DIRECTOR_MODEL. key: else LONGTAKE_DIRECTOR_KEY. tries: answers, at most, by default 3. most_tokens: in and
    out together, at most, by default 100,000. patience: seconds for an answer, by default 300. on: the day that the
    file names, by default today. ledger: told of each answer's tokens. out: where it will be saved, checked before
    anything is asked.

    price: of a million tokens, read and written, such as `0.15/0.60` in US dollars, else LONGTAKE_DIRECTOR_PRICE; a
    model on this machine costs nothing. budget: the most that may be spent on this subject. repeat_below: up to which
    price a lost answer is bought again, once; by default 0.10. again: asks anew what was answered before. workspace:
    where ledger and answers are.
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
    price: str
    budget: str | Money
    repeat_below: str | Money
    again: bool
    workspace: str | Path | None


def propose(subject: str | Path, **options: Unpack[ProposalOptions]) -> Direction:
    """A storyboard that a language model proposes of a topic, or of the script in a file.

    Each answer is written to the workspace's ledger and kept: asked the same again, it is not bought again. Raises
    InputError before anything is asked, MissingExtraError without the extra `director`, DirectorError where no answer
    holds within the limits, ApprovalMissingError and BudgetError where it would cost more than was allowed.
    """
    if "out" in options:
        check_new(options["out"])
    limits, about = _limits(options), subject_of(subject)
    director = Endpoint(
        options.get("endpoint") or os.environ.get(_ADDRESS, ""),
        options.get("model") or os.environ.get(_MODEL, ""),
        _key(options.get("key") or os.environ.get(_KEY, "")),
        patience=options.get("patience", 300),
    )
    case = _case(about, director, options)
    workspace = open_workspace(options.get("workspace"))
    with written(workspace) as ledger:
        _set_budget(ledger, case, limits, checked_money(options.get("budget"), "--budget"))
        with BookedDirector(director, case, ledger, workspace.store) as booked:
            made = direct(about, booked, limits, options.get("ledger") or Tally(), options.get("on") or date.today())
        return replace(made, cost=booked.spent)


def _case(about: Subject, director: Endpoint, options: ProposalOptions) -> Case:
    """What answers are bought for, at which price. Raises InputError where nobody says one."""
    words = " ".join((about.script or about.words).split())
    film = words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
    text = options.get("price") or os.environ.get(_PRICE, "") or ("0/0" if is_loopback(director.url) else "")
    host = urlsplit(director.url).hostname or director.url
    if not text:
        advice = ("write --price 0.15/0.60: US dollars for a million tokens, read and written", f"or set {_PRICE}")
        raise InputError(
            f"nobody says what a token of {director.model} costs at {host}", place="--price", advice=advice
        )
    price = TokenPrice.parse(text)
    below = checked_money(options.get("repeat_below"), "repeat_below") or Money(_REPEAT_BELOW, price.currency)
    return Case(film, f"storyboard of {film}", host, price, below, options.get("again", False))


def _set_budget(ledger: Ledger, case: Case, limits: Limits, budget: Money | None) -> None:
    """The budget that somebody wrote; else the most that this may cost, beside what was committed before. Raises
    ApprovalMissingError where that is more than a person has to say yes to."""
    most = case.price.most(limits)
    above = APPROVE_ABOVE
    if budget is None and most.amount and (most.currency != above.currency or most.amount > above.amount):
        advice = (f"write --budget {most.to_the_cent(up=True)}", "or allow fewer tokens: --most-tokens")
        raise ApprovalMissingError(
            f"it may cost up to {most}, and nobody has said yes to that", place="--budget", advice=advice
        )
    cap = budget
    if cap is None:
        cap = most
        if any(one.name == case.budget and one.realm == "live" for one in ledger.budgets()):
            before = ledger.budget(case.budget)
            cap += before.spent + before.reserved
    ledger.set_budget(case.budget, cap)


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
