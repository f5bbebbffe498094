"""A director whose every answer stands in the ledger before it is asked for, and is kept: what was paid for is asked
once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from longtake.directing import Answer, Director, Tokens
from longtake.errors import DirectorError, Finding, LostAnswerError
from longtake.ledger import Cost, Intent, Ledger, Purchase, this_owner
from longtake.media import Money, digest_of
from longtake.pipeline.attempts import Attempts
from longtake.pipeline.token_price import TokenPrice
from longtake.store import Store

__all__ = ["SHOT", "BookedDirector", "Case"]

SHOT = "storyboard"
"""What an answer is bought for, where a take names its shot."""

_BYTES_A_TOKEN = 2  # fewer than any text has, so that no bill is above what was reserved


@dataclass(frozen=True, slots=True)
class Case:
    """What answers are bought for. film: the subject, in words; budget: its name; host: who is asked. price: of tokens.
    repeat_below: up to which price a lost answer may be bought again, once. is_anew: not those that are here already.
    """

    film: str
    budget: str
    host: str
    price: TokenPrice
    repeat_below: Money
    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class _Book(Attempts):
    kept_as: ClassVar[str] = "answer"

    def taken(self, intent: Intent) -> DirectorError:
        return DirectorError("another process is asking the same", place=intent.model, advice=("wait for its end",))


class BookedDirector:
    """A Director, to be closed when its last answer is here. spent: what the answers cost that were bought by it."""

    def __init__(self, inner: Director, case: Case, ledger: Ledger, store: Store) -> None:
        self._inner, self._case, self._ledger = inner, case, ledger
        self._book = _Book(ledger, store, this_owner(), case.budget, case.repeat_below)
        self.spent = Money("0.00", case.price.currency)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.release_all(self._book.owner)

    @property
    def model(self) -> str:
        return self._inner.model

    @property
    def notes(self) -> tuple[Finding, ...]:
        return self._inner.notes

    def ask(self, messages: Sequence[Any], schema: Mapping[str, Any], most_tokens: int) -> Answer:
        """The answer that was bought to this question before, or a new one. Raises DirectorError, BudgetError,
        UnsettledError."""
        purchase, data = self._book.begun(self._intent(messages, schema, most_tokens))
        if data is None:
            try:
                answer = self._asked(purchase, messages, schema, most_tokens)
            except LostAnswerError as error:
                purchase = self._book.beside(purchase, error)
                answer = self._asked(purchase, messages, schema, most_tokens)
            data = _written(answer)
        if purchase.state != "verified":
            self._keep(purchase, data)
        return _read(data)

    def _asked(
        self, purchase: Purchase, messages: Sequence[Any], schema: Mapping[str, Any], most_tokens: int
    ) -> Answer:
        """Raises DirectorError, once the ledger knows what became of the question."""
        try:
            return self._inner.ask(messages, schema, most_tokens)
        except LostAnswerError as error:
            if purchase.reserved.amount:
                self._ledger.unknown(purchase.id, str(error))
            else:  # nobody is paid
                self._ledger.failed(purchase.id, "lost", str(error), self._free)
            raise
        except DirectorError as error:
            self._ledger.failed(purchase.id, "turned away", str(error), self._free)
            raise

    def _keep(self, purchase: Purchase, data: bytes) -> None:
        tokens = _read(data).tokens
        cost = self._case.price.of(tokens)
        told = {"tokens in": tokens.taken_in, "tokens out": tokens.put_out}
        self._book.keep(purchase, data, Cost(cost, "computed"), told)
        self.spent += cost

    def _intent(self, messages: Sequence[Any], schema: Mapping[str, Any], most_tokens: int) -> Intent:
        case, asked = self._case, {"messages": list(messages), "schema": schema, "most": most_tokens}
        order = digest_of({"model": self.model, **asked})
        takes = [one.intent.take for one in self._ledger.purchases(order=order)]
        size = len(json.dumps(asked, ensure_ascii=False).encode())
        return Intent(
            order=order,
            take=max(takes) + case.is_anew if takes else 1,
            realm="live",
            host=case.host,
            account="director",
            provider=case.host,
            model=self.model,
            shot=SHOT,
            film=case.film,
            kind="text",
            request={"question": digest_of(asked), "most": most_tokens},
            reserved=case.price.of(Tokens(size // _BYTES_A_TOKEN, most_tokens)),
            reconcile="blind",
        )

    @property
    def _free(self) -> Cost:
        return Cost(Money(0, self._case.price.currency), "computed")


def _written(answer: Answer) -> bytes:
    tokens = answer.tokens
    told = {
        "text": answer.text,
        "ending": answer.ending,
        "tokens": [tokens.taken_in, tokens.put_out],
        "is_sure": tokens.is_sure,
    }
    return json.dumps(told).encode()


def _read(data: bytes) -> Answer:
    told = json.loads(data)
    taken_in, put_out = told["tokens"]
    return Answer(told["text"], Tokens(taken_in, put_out, is_sure=told["is_sure"]), told["ending"])
