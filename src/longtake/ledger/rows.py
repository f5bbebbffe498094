"""Purchases, facts and budgets as rows, both ways. SQL without policy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, insert, select

from longtake.errors import BudgetError
from longtake.ledger.amounts import money
from longtake.ledger.budget import Budget
from longtake.ledger.purchase import Cost, Fact, Intent, Output, Purchase, Realm
from longtake.ledger.tables import budgets, facts, outputs, purchases
from longtake.media import Digest, canonical_json

__all__ = [
    "batched",
    "budget_names",
    "budget_row",
    "facts_of",
    "moment",
    "purchase_row",
    "purchase_rows",
    "time_of",
    "write_fact",
]

_Value = TypeVar("_Value")
_AT_ONCE = 500
"""SQLite takes so many values in one statement, and more."""


def moment(at: datetime) -> str:
    """A moment as it is stored: UTC to the microsecond, always as long, so that text sorts as time."""
    return at.isoformat(timespec="microseconds")


def time_of(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


def write_fact(
    connection: Connection, purchase: int | None, name: str, data: Mapping[str, object], at: datetime
) -> None:
    """Appends a line to the history."""
    connection.execute(insert(facts).values(purchase_id=purchase, name=name, data=canonical_json(data), at=moment(at)))


def facts_of(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Fact, ...]]:
    """The history of each of these purchases."""
    found: dict[int, list[Fact]] = {one: [] for one in ids}
    for some in batched(ids):
        for row in connection.execute(select(facts).where(facts.c.purchase_id.in_(some)).order_by(facts.c.id)):
            found[row.purchase_id].append(Fact(row.purchase_id, row.name, row.data, time_of(row.at)))
    return {one: tuple(told) for one, told in found.items()}


def purchase_rows(connection: Connection, *wanted: ColumnElement[bool]) -> tuple[Purchase, ...]:
    """The purchases for which all of `wanted` hold, in the order in which they were intended."""
    rows = connection.execute(select(purchases).where(and_(True, *wanted)).order_by(purchases.c.id)).mappings().all()
    found = _outputs(connection, [row["id"] for row in rows if row["cost"] is not None])
    return tuple(_purchase(row, found.get(row["id"], ())) for row in rows)


def purchase_row(connection: Connection, *wanted: ColumnElement[bool]) -> Purchase | None:
    """The newest of those, None if there is none."""
    return next(reversed(purchase_rows(connection, *wanted)), None)


def batched(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """So many at a time as go into one statement."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def budget_names(connection: Connection) -> list[tuple[str, Realm]]:
    """Every budget that was set, by name, then by realm."""
    rows = connection.execute(select(budgets.c.name, budgets.c.realm).order_by(budgets.c.name, budgets.c.realm.desc()))
    return [(row.name, row.realm) for row in rows]


def budget_row(connection: Connection, name: str, realm: Realm) -> Budget:
    """The budget with its sums. Raises BudgetError if nobody has set it."""
    row = connection.execute(select(budgets).where(budgets.c.name == name, budgets.c.realm == realm)).one_or_none()
    if row is None:
        raise BudgetError(f"no budget {name!r} was set for {realm} purchases", advice=("set its cap before buying",))
    under = (purchases.c.budget == name, purchases.c.realm == realm)
    reserved = func.coalesce(func.sum(purchases.c.reserved), 0)
    held = connection.execute(select(reserved).where(*under, purchases.c.currency == row.currency)).scalar_one()
    cost = func.coalesce(func.sum(purchases.c.cost), 0)
    spent = connection.execute(select(cost).where(*under, purchases.c.cost_currency == row.currency)).scalar_one()
    cap, held, spent = (money(count, row.currency) for count in (row.cap, held, spent))
    return Budget(row.name, row.realm, cap, held, spent, row.closed)


def _outputs(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Output, ...]]:
    found: dict[int, tuple[Output, ...]] = {}
    for some in batched(ids):
        wanted = outputs.c.purchase_id.in_(some)
        for row in connection.execute(select(outputs).where(wanted).order_by(outputs.c.purchase_id, outputs.c.number)):
            one = Output(row.url, row.kind, time_of(row.expires_at) if row.expires_at else None)
            found[row.purchase_id] = (*found.get(row.purchase_id, ()), one)
    return found


def _purchase(row: RowMapping, found: tuple[Output, ...]) -> Purchase:
    told = None
    if row["cost"] is not None:
        told = Cost(money(row["cost"], row["cost_currency"]), row["cost_source"])
    return Purchase(
        id=row["id"],
        intent=_intent(row),
        attempt=row["attempt"],
        token=row["token"],
        state=row["state"],
        budget=row["budget"],
        reserved=money(row["reserved"], row["currency"]),
        intended_at=time_of(row["intended_at"]),
        provider_job=row["provider_job"],
        outputs=found,
        seed=None if row["seed"] is None else int(row["seed"]),
        model_version=row["model_version"],
        cost=told,
        failure=row["failure"],
        why=row["why"],
        digest=row["digest"] and Digest(row["digest"]),
        size=row["size"],
        probed=row["probed"] and json.loads(row["probed"]),
    )


def _intent(row: RowMapping) -> Intent:
    same: dict[str, Any] = {
        name: row[name]
        for name in (
            "take",
            "realm",
            "host",
            "account",
            "provider",
            "model",
            "shot",
            "film",
            "kind",
            "reconcile",
            "tag",
        )
    }
    reserved = money(row["reservation"], row["currency"])
    return Intent(order=row["order_digest"], request=json.loads(row["request"]), reserved=reserved, **same)
