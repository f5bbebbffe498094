"""The part of the ledger that keeps budgets."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from longtake.errors import LedgerError
from longtake.ledger.amounts import millionths
from longtake.ledger.book import Book
from longtake.ledger.budget import Budget
from longtake.ledger.purchase import Realm
from longtake.ledger.rows import budget_names, budget_row, write_fact
from longtake.ledger.tables import budgets
from longtake.media import Money

__all__ = ["BudgetBook"]


class BudgetBook(Book):
    """What may be spent under each name, in each realm."""

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
