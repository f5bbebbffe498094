"""What was spent, summed for `usage`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from longtake.ledger.amounts import money
from longtake.ledger.purchase import Realm
from longtake.ledger.tables import purchases
from longtake.media import Money

__all__ = ["Grouping", "Spending", "spending"]

Grouping = Literal["provider", "model", "film", "tag", "month"]


@dataclass(frozen=True, slots=True)
class Spending:
    """One line of `usage`, in one currency. name: of the provider, model, film, tag or month (`2026-11` in UTC, by when
    the cost was told). purchases: how many have a cost. reserved: the worst case of those that are not settled."""

    name: str
    purchases: int
    cost: Money
    reserved: Money


def spending(connection: Connection, by: Grouping, realm: Realm) -> tuple[Spending, ...]:
    """Sorted by name, then by currency."""
    its = purchases.c
    priced = _sums(connection, by, realm, its.cost, its.cost_currency, its.cost.is_not(None))
    held = _sums(connection, by, realm, its.reserved, its.currency, its.reserved > 0)
    lines = []
    for name, currency in sorted(priced.keys() | held.keys()):
        count, cost = priced.get((name, currency), (0, 0))
        _, reserved = held.get((name, currency), (0, 0))
        lines.append(Spending(name, count, money(cost, currency), money(reserved, currency)))
    return tuple(lines)


def _sums(
    connection: Connection,
    by: Grouping,
    realm: Realm,
    amount: ColumnElement[int],
    currency: ColumnElement[str],
    wanted: ColumnElement[bool],
) -> dict[tuple[str, str], tuple[int, int]]:
    """Number and sum of millionths for each name and currency."""
    name = _name(by)
    query = select(name, currency, func.count(), func.sum(amount)).where(purchases.c.realm == realm, wanted)
    rows = connection.execute(query.group_by(name, currency)).all()
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def _name(by: Grouping) -> ColumnElement[str]:
    if by == "month":
        return func.substr(func.coalesce(purchases.c.priced_at, purchases.c.intended_at), 1, len("2026-11"))
    return purchases.c[by]
