"""A director whose every answer stands in the ledger before it is asked for, and is kept: what was paid for is asked
once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from longtake.directing import Answer, Director, Tokens
from longtake.errors import DirectorError, Finding, LedgerError, LostAnswerError
from longtake.ledger import OPEN, Cost, Existing, Hold, Intent, Ledger, Purchase, this_owner
from longtake.media import Digest, Money, digest_bytes, digest_of
from longtake.pipeline.token_price import TokenPrice
from longtake.store import DamagedObjectError, Store

__all__ = ["SHOT", "BookedDirector", "Case"]

SHOT = "storyboard"
"""What an answer is bought for, where a take names its shot."""

_LONGEST_CALL = 10 * 60
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


class BookedDirector:
    """A Director, to be closed when its last answer is here. spent: what the answers cost that were bought by it."""

    def __init__(self, inner: Director, case: Case, ledger: Ledger, store: Store) -> None:
        self._inner, self._case, self._ledger, self._store = inner, case, ledger, store
        self._owner = this_owner()
        self.spent = Money("0.00", case.price.currency)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.release_all(self._owner)

    @property
    def model(self) -> str:
        return self._inner.model

    @property
    def notes(self) -> tuple[Finding, ...]:
        return self._inner.notes

    def ask(self, messages: Sequence[Any], schema: Mapping[str, Any], most_tokens: int) -> Answer:
        """The answer that was bought to this question before, or a new one. Raises DirectorError, BudgetError,
        UnsettledError."""
        purchase, answer = self._purchase(self._intent(messages, schema, most_tokens))
        if answer is not None:
            return answer
        try:
            answer = self._asked(purchase, messages, schema, most_tokens)
        except LostAnswerError as error:
            purchase = self._lost(purchase, error)
            answer = self._asked(purchase, messages, schema, most_tokens)
        return self._kept(purchase, answer)

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

    def _lost(self, purchase: Purchase, error: LostAnswerError) -> Purchase:
        """Another attempt, beside the first whose answer was lost. Raises the error where that is not allowed."""
        try:
            again = self._ledger.repeat(purchase.id, purchase.intent.reserved, self._hold(), self._case.repeat_below)
        except LedgerError:
            raise error from None
        if isinstance(again, Existing):
            raise error
        return again

    def _kept(self, purchase: Purchase, answer: Answer) -> Answer:
        """The answer, once it is on the disk and in the ledger."""
        data = json.dumps(
            {
                "text": answer.text,
                "ending": answer.ending,
                "tokens": [answer.tokens.taken_in, answer.tokens.put_out],
                "is_sure": answer.tokens.is_sure,
            }
        ).encode()
        self._store.write(_key(purchase), data)
        return self._booked(purchase, data)

    def _booked(self, purchase: Purchase, data: bytes) -> Answer:
        answer = _read(data)
        cost = self._case.price.of(answer.tokens)
        self._ledger.submitted(purchase.id, f"answer {purchase.token}")  # who answers at once names no job
        self._ledger.known(purchase.id, (), Cost(cost, "computed"))
        told = {"tokens in": answer.tokens.taken_in, "tokens out": answer.tokens.put_out}
        self._ledger.verified(purchase.id, digest_bytes(data), len(data), told)
        self.spent += cost
        return answer

    def _purchase(self, intent: Intent) -> tuple[Purchase, Answer | None]:
        """What is to be asked for, or what was, with its answer. Raises DirectorError, LedgerError."""
        found = self._ledger.intend(intent, self._case.budget, self._hold())
        if not isinstance(found, Existing):
            return found, None
        was, data = found.purchase, self._stored(found.purchase)
        if found.holder is not None:
            raise self._taken()
        if was.state == "verified":
            return (was, _read(data)) if data else self._purchase(replace(intent, take=intent.take + 1))
        if was.state in OPEN and data:  # its process ended between two facts
            return was, self._booked(was, data)
        return self._next(was), None

    def _next(self, was: Purchase) -> Purchase:
        """Another attempt after one that brought no answer. Raises LedgerError where a person has to say so first."""
        ledger, price = self._ledger, was.intent.reserved
        if was.state == "known":
            was = ledger.lost(was.id, "its words are gone from the workspace")
        elif was.state in OPEN - {"unknown"}:
            was = ledger.unknown(was.id, "its process ended before an answer came")
        if was.state == "unknown":
            again = ledger.repeat(was.id, price, self._hold(), self._case.repeat_below)
        else:
            again = ledger.again(was.id, price, self._hold())
        if isinstance(again, Existing):
            raise self._taken()
        return again

    def _taken(self) -> DirectorError:
        return DirectorError("another process is asking the same", place=self.model, advice=("wait for its end",))

    def _stored(self, purchase: Purchase) -> bytes | None:
        try:
            return self._store.read(_key(purchase))
        except (KeyError, DamagedObjectError):
            return None

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

    def _hold(self) -> Hold:
        return self._ledger.hold_for(self._owner, _LONGEST_CALL)

    @property
    def _free(self) -> Cost:
        return Cost(Money(0, self._case.price.currency), "computed")


def _key(purchase: Purchase) -> Digest:
    """Where an answer is kept."""
    return digest_of(["answer", purchase.token])


def _read(data: bytes) -> Answer:
    told = json.loads(data)
    taken_in, put_out = told["tokens"]
    return Answer(told["text"], Tokens(taken_in, put_out, is_sure=told["is_sure"]), told["ending"])
