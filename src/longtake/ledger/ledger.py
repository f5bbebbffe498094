"""The ledger: what was intended, bought, received and approved, in one file that many processes share.

Every method that changes something is one transaction, on the disk before it returns. Times of the wall clock are for
records only; holds are counted by a clock that never goes back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, insert, select, update

from longtake.errors import LedgerError
from longtake.ledger.amounts import millionths
from longtake.ledger.approval import Approval, Verdict
from longtake.ledger.approving import approvals_of, write_approval
from longtake.ledger.budget import Budget
from longtake.ledger.buying import intend, may_repeat, next_attempt
from longtake.ledger.choosing import chosen_of, write_chosen
from longtake.ledger.chosen import Chosen
from longtake.ledger.leasing import drop, drop_all, hold_purchase, holder_of, put_off, take_place
from longtake.ledger.news import News, newest_news, news_after, write_news
from longtake.ledger.opening import close_file, open_file, writing
from longtake.ledger.owner import Hold, Lease, Owner
from longtake.ledger.purchase import Cost, Existing, Fact, Intent, Output, Purchase, Realm
from longtake.ledger.redacting import plain, redacted
from longtake.ledger.rows import batched, budget_names, budget_row, facts_of, purchase_row, purchase_rows, write_fact
from longtake.ledger.settling import (
    StepError,
    current,
    keep_outputs,
    late_job,
    redact_outputs,
    refuse_claimed,
    tell,
)
from longtake.ledger.spending import Grouping, Spending, spending
from longtake.ledger.states import OPEN, State
from longtake.ledger.surroundings import Surroundings, surroundings
from longtake.ledger.tables import approvals, budgets, purchases
from longtake.ledger.trouble import told
from longtake.ledger.upload import Upload, upload_of, write_upload
from longtake.media import Digest, Money, canonical_json

__all__ = ["Ledger"]


class Ledger:
    """Safe for any number of threads and processes of one machine. Raises LedgerError where the disk or the file says
    no, and StepError for a fact that can't be true."""

    def __init__(self, engine: Engine, path: Path, around: Surroundings) -> None:
        self.path = path
        self._engine = engine
        self._around = around

    @classmethod
    def open(cls, path: str | Path, around: Surroundings | None = None) -> Self:
        """The ledger at `path`, made if it is missing. Raises LedgerError where it can't be written or is of a newer
        version, DamagedLedgerError where it is damaged; both keep a copy."""
        whole = Path(path).absolute()
        return cls(open_file(whole), whole, around or surroundings())

    def close(self) -> None:
        close_file(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Budgets

    def set_budget(self, name: str, cap: Money, realm: Realm = "live") -> Budget:
        """Sets or changes a cap. One below what is committed already stops further buying, no more. Raises LedgerError
        for another currency than the budget's own."""
        with self._write("budget set") as connection:
            named = (budgets.c.name == name, budgets.c.realm == realm)
            was = connection.execute(select(budgets.c.currency).where(*named)).scalar_one_or_none()
            if was is None:
                row = insert(budgets).values(name=name, realm=realm, currency=cap.currency, cap=millionths(cap))
                connection.execute(row)
            elif was != cap.currency:
                raise LedgerError(f"budget {name} is in {was}, not in {cap.currency}", advice=(f"set it in {was}",))
            else:
                connection.execute(update(budgets).where(*named).values(cap=millionths(cap)))
            said = {"budget": name, "realm": realm, "cap": str(cap)}
            write_fact(connection, None, "budget set", said, self._around.now())
            return budget_row(connection, name, realm)

    def open_budget(self, name: str, realm: Realm = "live") -> Budget:
        """Lets a budget that was closed by a bill be spent again, by a person's word."""
        with self._write("budget opened") as connection:
            named = (budgets.c.name == name, budgets.c.realm == realm)
            connection.execute(update(budgets).where(*named).values(closed=""))
            write_fact(connection, None, "budget opened", {"budget": name, "realm": realm}, self._around.now())
            return budget_row(connection, name, realm)

    def budget(self, name: str, realm: Realm = "live") -> Budget:
        """The budget as it stands. Raises BudgetError if nobody has set it."""
        with self._read() as connection:
            return budget_row(connection, name, realm)

    def budgets(self) -> tuple[Budget, ...]:
        """All that were set, as they stand."""
        with self._read() as connection:
            return tuple(budget_row(connection, *named) for named in budget_names(connection))

    # The four facts, and how a purchase may end otherwise

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

    # Holds

    def hold_for(self, owner: Owner, seconds: float) -> Hold:
        """The wish of an owner to hold something from now on for so many seconds; nothing is written."""
        return Hold(owner, self._around.ticks() + round(seconds * 1e9))

    def lease(self, account: str, model: str, most: int, hold: Hold) -> Lease | None:
        """One of the `most` places that all processes together have of a model on an account; None if all are taken.
        Places end with their hold, or with their process."""
        with self._write("leased") as connection:
            return take_place(connection, self._around, f"place {canonical_json([account, model])}", most, hold)

    def hold(self, purchase: int, hold: Hold) -> Owner | None:
        """Makes an open purchase the asker's to see to; the living maker that sees to it already, if there is one."""
        with self._write("held") as connection:
            return hold_purchase(connection, self._around, current(connection, purchase).id, hold)

    def renew(self, hold: Hold) -> int:
        """Puts off the end of everything that this owner holds. Returns how many holds that were: fewer than it took
        means that some had ended and were taken over."""
        with self._write("renewed") as connection:
            return put_off(connection, self._around, hold)

    def release(self, lease: Lease) -> None:
        with self._write("released") as connection:
            drop(connection, lease)

    def release_all(self, owner: Owner) -> None:
        """Gives back everything that this owner holds."""
        with self._write("released") as connection:
            drop_all(connection, owner)

    # Approvals

    def approve(self, take: Digest, words: Digest, *, film: str, shot: str, note: str = "") -> Approval:
        """A person takes this take for the shot as it is worded now."""
        return self._judged(take, words, film, shot, "approved", note)

    def reject(self, take: Digest, words: Digest, *, film: str, shot: str, note: str) -> Approval:
        """A person does not take this take for the shot as it is worded now. note: what should be different."""
        return self._judged(take, words, film, shot, "rejected", note)

    def verdict(self, take: Digest, words: Digest) -> Approval | None:
        """The last word on this take for these words; None if nobody has judged it."""
        with self._read() as connection:
            found = approvals_of(connection, approvals.c.take == take, approvals.c.words == words)
        return found[-1] if found else None

    def verdicts(self, film: str) -> tuple[Approval, ...]:
        """Every word on the takes of a film, oldest first."""
        with self._read() as connection:
            return approvals_of(connection, approvals.c.film == film)

    # Candidates

    def chosen(self, best: int, chosen: Chosen) -> None:
        """Of several takes this is the best: another make shows it again. best: its purchase."""
        with self._write("chosen") as connection:
            write_chosen(connection, current(connection, best), chosen, self._around.now())

    def choices(self, film: str, realm: Realm) -> tuple[Chosen, ...]:
        """Every choice among candidates for a film, oldest first."""
        with self._read() as connection:
            return chosen_of(connection, film, realm)

    # Uploads

    def uploaded(self, upload: Upload) -> None:
        """A provider was shown a file, and names it so."""
        with self._write("uploaded") as connection:
            write_upload(connection, upload, self._around.now())

    def upload(self, digest: Digest, provider: str, account: str, place: str) -> Upload | None:
        """How a provider names a file of that digest, whether it has expired or not; None if it was never shown it."""
        with self._read() as connection:
            return upload_of(connection, digest, provider, account, place)

    # Calls of providers

    def heard(self, purchase: int, call: Digest) -> bool:
        """A provider has called about a purchase: a hint to poll, and no fact. call: the digest of what was sent, by
        which the same call is known. Whether this is news."""
        with self._write("heard") as connection:
            return write_news(connection, purchase, call, self._around.now())

    def newest_news(self) -> int:
        """The number of the last call; those that come later have higher ones."""
        with self._read() as connection:
            return newest_news(connection)

    def news(self, after: int) -> tuple[News, ...]:
        """The calls after that number, oldest first."""
        with self._read() as connection:
            return news_after(connection, after)

    # Questions

    def purchase(self, purchase: int) -> Purchase:
        """Raises NoPurchaseError if there is none."""
        with self._read() as connection:
            return current(connection, purchase)

    def by_key(self, key: Digest) -> Purchase | None:
        """The newest attempt under a purchase key."""
        with self._read() as connection:
            return purchase_row(connection, purchases.c.purchase_key == key)

    def by_keys(self, keys: Sequence[Digest]) -> dict[Digest, Purchase]:
        """As `by_key`, of all keys under which there is one, in one go."""
        with self._read() as connection:
            found = (purchase_rows(connection, purchases.c.purchase_key.in_(some)) for some in batched(keys))
            return {one.intent.key: one for some in found for one in some}

    def by_token(self, token: str) -> Purchase | None:
        """The purchase whose intent carries this token."""
        with self._read() as connection:
            return purchase_row(connection, purchases.c.token == token)

    def by_job(self, provider: str, job: str) -> Purchase | None:
        """The purchase that has this job of a provider."""
        with self._read() as connection:
            return purchase_row(connection, purchases.c.provider == provider, purchases.c.provider_job == job)

    def purchases(
        self,
        *,
        film: str | None = None,
        shot: str | None = None,
        order: Digest | None = None,
        states: Collection[State] | None = None,
        realm: Realm | None = None,
    ) -> tuple[Purchase, ...]:
        """All that fit, in the order in which they were intended."""
        asked = {
            purchases.c.film: film,
            purchases.c.shot: shot,
            purchases.c.order_digest: order,
            purchases.c.realm: realm,
        }
        wanted = [column == value for column, value in asked.items() if value is not None]
        if states is not None:
            wanted.append(purchases.c.state.in_(sorted(states)))
        with self._read() as connection:
            return purchase_rows(connection, *wanted)

    def open_purchases(self, film: str | None = None) -> tuple[Purchase, ...]:
        """Those for which something is still to be done."""
        return self.purchases(film=film, states=OPEN)

    def holder(self, purchase: int) -> Owner | None:
        """The living maker that sees to a purchase; None for an open one that was left behind."""
        with self._read() as connection:
            return holder_of(connection, self._around, purchase)

    def bought_orders(self, realm: Realm = "live") -> frozenset[Digest]:
        """The orders that have a take, or a job that will bring one: they will not be paid again."""
        query = select(purchases.c.order_digest).where(
            purchases.c.realm == realm, purchases.c.state.in_(("submitted", "known", "verified"))
        )
        with self._read() as connection:
            return frozenset(Digest(order) for order in connection.execute(query).scalars())

    def jobs_of(self, provider: str, realm: Realm = "live") -> frozenset[str]:
        """Every job of a provider that is known to belong to a purchase, as it was told."""
        its = purchases.c
        query = select(its.provider_job).where(
            its.provider == provider, its.realm == realm, its.provider_job.is_not(None)
        )
        with self._read() as connection:
            return frozenset(connection.execute(query).scalars())

    def history(self, purchase: int) -> tuple[Fact, ...]:
        """Everything that was ever told of a purchase, oldest first."""
        with self._read() as connection:
            return facts_of(connection, [current(connection, purchase).id])[purchase]

    def histories(self, ids: Sequence[int]) -> dict[int, tuple[Fact, ...]]:
        """As `history`, of each of these purchases, in one go."""
        with self._read() as connection:
            return facts_of(connection, ids)

    def spent(self, by: Grouping, realm: Realm = "live") -> tuple[Spending, ...]:
        """What was spent and is reserved, by provider, model, film, tag or month."""
        with self._read() as connection:
            return spending(connection, by, realm)

    # Within

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
        return self.purchase(purchase)

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

    def _judged(self, take: Digest, words: Digest, film: str, shot: str, verdict: Verdict, note: str) -> Approval:
        said = Approval(take, words, film, shot, verdict, plain(note), self._around.now())
        with self._write(verdict) as connection:
            write_approval(connection, said)
        return said

    @contextmanager
    def _write(self, name: str) -> Iterator[Connection]:
        """One transaction; on the disk when it ends."""
        with told(self.path):
            with writing(self._engine) as connection:
                yield connection
                self._around.passing(f"before {name}")
            self._around.passing(f"after {name}")

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """One state of the ledger, whatever others write meanwhile."""
        with told(self.path), self._engine.connect() as connection:
            yield connection


def _told_outputs(outputs: Sequence[Output]) -> list[dict[str, str]]:
    """As they stand in the history."""
    return [{"url": redacted(one.url), "kind": one.kind} for one in outputs]
