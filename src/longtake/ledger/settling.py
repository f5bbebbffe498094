"""Telling facts: one step of one purchase, its line in the history and its row, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from longtake.errors import LedgerError
from longtake.ledger.amounts import millionths
from longtake.ledger.budget import overbilled
from longtake.ledger.leasing import drop_purchase
from longtake.ledger.purchase import Cost, Output, Purchase
from longtake.ledger.redacting import redacted
from longtake.ledger.rows import moment, purchase_row, write_fact
from longtake.ledger.states import OPEN, State, step
from longtake.ledger.tables import budgets, outputs, purchases
from longtake.media import Money

__all__ = [
    "NoPurchaseError",
    "StepError",
    "current",
    "keep_outputs",
    "late_job",
    "redact_outputs",
    "refuse_claimed",
    "tell",
]


class StepError(LedgerError):
    """A fact that can't be true of a purchase as it stands."""


class NoPurchaseError(LedgerError):
    """No purchase has this number: what was asked is wrong, and nothing was done."""

    exit_code = 2


def current(connection: Connection, purchase: int) -> Purchase:
    """The purchase with this number. Raises NoPurchaseError if there is none."""
    found = purchase_row(connection, purchases.c.id == purchase)
    if found is None:
        raise NoPurchaseError(f"there is no purchase {purchase}", advice=("longtake jobs lists them",))
    return found


def tell(
    connection: Connection,
    now: datetime,
    was: Purchase,
    fact: State,
    said: dict[str, object],
    columns: Mapping[str, object],
    cost: Cost | None = None,
) -> bool:
    """Adds `fact` to the history and sets the row's columns; False where it comes late and changes nothing. A cost
    frees what was reserved, and closes the budget if it is more. Raises StepError for what can't be."""
    verdict = step(was.state, fact)
    if verdict == "never":
        raise StepError(
            f"purchase {was.id} is {was.state}, so it can't be {fact}",
            place=f"shot {was.intent.shot}",
            advice=(f"see its history: longtake jobs show {was.id}",),
        )
    if verdict == "late":
        return False
    paid = _costs(was, cost, now)
    write_fact(connection, was.id, fact, said | _said(cost), now)
    row = purchases.c.id == was.id
    connection.execute(update(purchases).where(row).values(state=fact, **{**columns, **paid}))
    if fact not in OPEN:
        drop_purchase(connection, was.id)
    if cost is not None and (why := overbilled(_counted(was), cost, was.intent)):
        _close_budget(connection, was, why, now)
    return True


def _close_budget(connection: Connection, purchase: Purchase, why: str, now: datetime) -> None:
    """Nothing more is bought under this purchase's budget."""
    named = (budgets.c.name == purchase.budget, budgets.c.realm == purchase.intent.realm)
    connection.execute(update(budgets).where(*named).values(closed=why))
    write_fact(connection, purchase.id, "budget closed", {"budget": purchase.budget, "why": why}, now)


def keep_outputs(connection: Connection, purchase: int, found: Sequence[Output]) -> None:
    """Sets the purchase's outputs in place of those it has."""
    connection.execute(delete(outputs).where(outputs.c.purchase_id == purchase))
    for number, one in enumerate(found):
        expires = moment(one.expires_at) if one.expires_at else None
        row = insert(outputs).values(
            purchase_id=purchase, number=number, url=one.url, kind=one.kind, expires_at=expires
        )
        connection.execute(row)


def redact_outputs(connection: Connection, purchase: Purchase) -> None:
    """Drops whatever opens the addresses."""
    for number, one in enumerate(purchase.outputs):
        row = (outputs.c.purchase_id == purchase.id, outputs.c.number == number)
        connection.execute(update(outputs).where(*row).values(url=redacted(one.url)))


def refuse_claimed(connection: Connection, purchase: Purchase, job: str) -> None:
    """Raises LedgerError where the provider's job belongs to another purchase: one found by looking it up is never
    counted twice. An emulator that was reset gives out its numbers again, so there only open purchases count."""
    its = purchase.intent
    same = (
        purchases.c.provider_job == job,
        purchases.c.provider == its.provider,
        purchases.c.host == its.host,
        purchases.c.account == its.account,
        purchases.c.id != purchase.id,
        or_(purchases.c.realm == "live", purchases.c.state.in_(OPEN)),
        purchases.c.realm == its.realm,
    )
    other = connection.execute(select(purchases.c.id, purchases.c.shot).where(*same)).first()
    if other is not None:
        raise LedgerError(
            f"job {job} of {its.provider} belongs to purchase {other.id} of shot {other.shot}",
            place=f"shot {its.shot}",
            advice=("name the job of this shot", f"see what was bought: longtake jobs show {other.id}"),
        )


def late_job(connection: Connection, was: Purchase, job: str, now: datetime) -> bool:
    """What a job's number that comes late tells: nothing, the number of a job whose result came first, or a second job,
    which is written down and closes the budget. True for a second job."""
    if was.provider_job == job:
        return False
    if was.provider_job is None:
        write_fact(connection, was.id, "job", {"job": job}, now)
        connection.execute(update(purchases).where(purchases.c.id == was.id).values(provider_job=job))
        return False
    write_fact(connection, was.id, "second job", {"job": job, "first": was.provider_job}, now)
    why = f"{was.intent.provider} took shot {was.intent.shot} twice, as jobs {was.provider_job} and {job}"
    _close_budget(connection, was, why, now)
    return True


def _counted(was: Purchase) -> Money:
    """What of it counted against the budget until now."""
    if was.cost is None or was.cost.amount.currency != was.reserved.currency:
        return was.reserved
    return was.reserved + was.cost.amount


def _costs(was: Purchase, cost: Cost | None, now: datetime) -> dict[str, object]:
    """The columns that a cost sets. A bill in another currency frees nothing: nobody here knows its worth."""
    if cost is None:
        return {}
    told = {
        "cost": millionths(cost.amount),
        "cost_currency": cost.amount.currency,
        "cost_source": cost.source,
        "priced_at": moment(now),
    }
    return told | ({"reserved": 0} if cost.amount.currency == was.reserved.currency else {})


def _said(cost: Cost | None) -> dict[str, object]:
    return {} if cost is None else {"cost": str(cost.amount), "source": cost.source}
