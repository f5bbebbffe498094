"""The part of the ledger that tells each purchase's life: the four facts, and how it may end otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from longtake.errors import LedgerError
from longtake.ledger.book import Book
from longtake.ledger.buying import intend, may_repeat, next_attempt
from longtake.ledger.owner import Hold
from longtake.ledger.purchase import Cost, Existing, Intent, Output, Purchase
from longtake.ledger.redacting import plain, redacted
from longtake.ledger.rows import write_fact
from longtake.ledger.settling import (
    StepError,
    current,
    keep_outputs,
    late_job,
    redact_outputs,
    refuse_claimed,
    tell,
)
from longtake.ledger.states import State
from longtake.media import Digest, Money, canonical_json

__all__ = ["PurchaseBook"]


class PurchaseBook(Book):
    """Intended, submitted, known, verified; or refused, failed, cancelled, unknown, lost."""

    def intend(self, intent: Intent, budget: str, hold: Hold) -> Purchase | Existing:
        """Reserves the money, right before sending. Existing, with nothing reserved, where this was intended before.

        The purchase is the asker's to see to, also an existing one that is open and that no living maker holds. Raises
        BudgetExceededError, BudgetClosedError, BudgetError, and UnsettledError while a blind purchase of the same shot
        is unknown.
        """
        with self._write("intended") as connection:
            return intend(connection, self._around, intent, budget, hold)

    def submitted(self, purchase: int, job: str) -> Purchase:
        """The provider's job is known. Raises LedgerError if the job belongs to another purchase, or if the provider
        has made a second one for this; then the budget is closed."""
        return self._submitted(purchase, job, {})

    def adopt(self, purchase: int, job: str) -> Purchase:
        """A person names the job of an unknown purchase. Raises as `submitted`, and StepError if it is not unknown."""
        with self._read() as connection:
            was = current(connection, purchase)
        if was.state not in {"unknown", "abandoned", "duplicated"}:
            raise StepError(
                f"purchase {purchase} is {was.state}: there is nothing to adopt",
                place=f"shot {was.intent.shot}",
                advice=("longtake jobs lists those that are unknown",),
            )
        return self._submitted(purchase, job, {"by": "a person"})

    def known(
        self, purchase: int, outputs: Sequence[Output], cost: Cost, *, seed: int | None = None, version: str = ""
    ) -> Purchase:
        """The provider has finished: where the bytes are, what they cost, with what seed and version of the model. A
        cost above the reservation closes the budget."""
        said: dict[str, object] = {"outputs": _told_outputs(outputs), "seed": seed, "version": version}
        with self._write("known") as connection:
            was = current(connection, purchase)
            columns = {"seed": None if seed is None else str(seed), "model_version": version, "why": "", "failure": ""}
            if tell(connection, self._around.now(), was, "known", said, columns, cost):
                keep_outputs(connection, purchase, outputs)
            return current(connection, purchase)

    def renewed(self, purchase: int, outputs: Sequence[Output]) -> Purchase:
        """The provider has given out fresh addresses for a result that is known and not yet here."""
        with self._write("renewed") as connection:
            was = current(connection, purchase)
            if was.state != "known":
                raise StepError(f"purchase {purchase} is {was.state}: it has no result to be fetched")
            write_fact(connection, purchase, "renewed", {"outputs": _told_outputs(outputs)}, self._around.now())
            keep_outputs(connection, purchase, outputs)
            return current(connection, purchase)

    def verified(self, purchase: int, digest: Digest, size: int, probed: Mapping[str, object]) -> Purchase:
        """The bytes are in the store, on the disk, and are what was asked. size: in bytes; probed: what was measured,
        as a recipe. From here on the addresses no longer open anything. Raises LedgerError for other bytes than those
        that were verified before."""
        with self._write("verified") as connection:
            was = current(connection, purchase)
            said = {"digest": digest, "size": size, "probed": probed}
            columns = {"digest": digest, "size": size, "probed": canonical_json(probed)}
            if tell(connection, self._around.now(), was, "verified", said, columns):
                redact_outputs(connection, was)
            elif was.digest != digest:
                raise LedgerError(
                    f"purchase {purchase} is verified with other bytes ({str(was.digest)[:12]}…, now {digest[:12]}…)",
                    place=f"shot {was.intent.shot}",
                    advice=("keep those that came first",),
                )
            return current(connection, purchase)

    def lost(self, purchase: int, why: str) -> Purchase:
        """Paid for, and its bytes can never be had: a named loss."""
        with self._write("lost") as connection:
            was = current(connection, purchase)
            if tell(connection, self._around.now(), was, "lost", {"why": plain(why)}, {"why": plain(why)}):
                redact_outputs(connection, was)
            return current(connection, purchase)

    def refused(self, purchase: int, why: str, cost: Cost) -> Purchase:
        """The provider will not make this."""
        return self._ended(purchase, "refused", why, cost)

    def failed(self, purchase: int, failure: str, why: str, cost: Cost) -> Purchase:
        """The provider could not make this. failure: the class of the failure; cost: by the provider's statement."""
        return self._ended(purchase, "failed", why, cost, failure=failure)

    def cancelled(self, purchase: int, why: str, cost: Cost | None) -> Purchase:
        """Called back, or never sent. cost: None while nobody knows; then the reservation stands."""
        return self._ended(purchase, "cancelled", why, cost)

    def unknown(self, purchase: int, why: str) -> Purchase:
        """No answer came to the submit, or the provider no longer knows the job. The reservation stands."""
        return self._ended(purchase, "unknown", why, None)

    def abandon(self, purchase: int, cost: Cost | None = None) -> Purchase:
        """A person gives up an unknown purchase. cost: as found in the provider's bill; None keeps the worst case
        reserved. The same order may be bought again."""
        return self._ended(purchase, "abandoned", "given up by a person", cost)

    def accept_duplicate(self, purchase: int, reserved: Money, hold: Hold) -> Purchase | Existing:
        """A person lets an unknown purchase be sent again beside the first, whose reservation stands: the new attempt.
        Raises BudgetError as `intend`."""
        return self._duplicate(purchase, "accepted by a person", reserved, hold)

    def repeat(self, purchase: int, reserved: Money, hold: Hold, limit: Money) -> Purchase | Existing:
        """Buys a call that answers at once (speech, music, text) again, whose answer was lost: once, and up to the
        user's `limit`. Raises LedgerError where that rule does not allow it."""
        with self._read() as connection:
            was = current(connection, purchase)
        if not may_repeat(was, limit):
            raise LedgerError(
                f"purchase {purchase} ({was.intent.kind}, {was.state}, attempt {was.attempt}, {was.intent.reserved}) "
                f"is not bought again by itself: only a lost call for speech, music or text is, once, up to {limit}",
                place=f"shot {was.intent.shot}",
                advice=(f"longtake jobs accept-duplicate {purchase}", f"longtake jobs abandon {purchase}"),
            )
        return self._duplicate(purchase, f"its answer was lost, and it costs at most {limit}", reserved, hold)

    def again(self, purchase: int, reserved: Money, hold: Hold) -> Purchase | Existing:
        """Another attempt under the same purchase key, after one that ended without a result. Raises LedgerError where
        that one may still bring it, and BudgetError as `intend`."""
        with self._write("intended") as connection:
            return next_attempt(connection, self._around, current(connection, purchase), reserved, hold)

    def _submitted(self, purchase: int, job: str, said: dict[str, object]) -> Purchase:
        with self._write("submitted") as connection:
            was = current(connection, purchase)
            refuse_claimed(connection, was, job)
            now = self._around.now()
            moved = tell(connection, now, was, "submitted", {"job": job} | said, {"provider_job": job, "why": ""})
            is_second = not moved and late_job(connection, was, job, now)
        if is_second:
            raise LedgerError(
                f"{was.intent.provider} has two jobs for one purchase: {was.provider_job} and {job}; "
                f"budget {was.budget} is closed",
                place=f"shot {was.intent.shot}",
                advice=("cancel one of them at the provider, and see to its bill", "then open the budget again"),
            )
        with self._read() as connection:
            return current(connection, purchase)

    def _ended(self, purchase: int, fact: State, why: str, cost: Cost | None, **columns: str) -> Purchase:
        with self._write(fact) as connection:
            was = current(connection, purchase)
            said = {"why": plain(why), **columns}
            tell(connection, self._around.now(), was, fact, {**said}, said, cost)
            return current(connection, purchase)

    def _duplicate(self, purchase: int, why: str, reserved: Money, hold: Hold) -> Purchase | Existing:
        with self._write("duplicated") as connection:
            was = current(connection, purchase)
            tell(connection, self._around.now(), was, "duplicated", {"why": why}, {"why": why})
            return next_attempt(connection, self._around, was, reserved, hold)


def _told_outputs(outputs: Sequence[Output]) -> list[dict[str, str]]:
    """As they stand in the history."""
    return [{"url": redacted(one.url), "kind": one.kind} for one in outputs]
