"""The part of the ledger that answers: what was bought, what is open, what was spent."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from longtake.ledger.book import Book
from longtake.ledger.leasing import holder_of
from longtake.ledger.owner import Owner
from longtake.ledger.purchase import Fact, Purchase, Realm
from longtake.ledger.rows import batched, facts_of, purchase_row, purchase_rows
from longtake.ledger.settling import current
from longtake.ledger.spending import Grouping, Spending, spending
from longtake.ledger.states import OPEN, State
from longtake.ledger.tables import purchases
from longtake.media import Digest

__all__ = ["Questions"]


class Questions(Book):
    """Purchases by what they are known by, and sums of them; nothing is changed."""

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
