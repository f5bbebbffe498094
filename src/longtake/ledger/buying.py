"""Intending: the one place where money is reserved. Each function runs inside one writing transaction."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, insert

from longtake.errors import LedgerError
from longtake.ledger.amounts import millionths
from longtake.ledger.budget import check_room
from longtake.ledger.leasing import hold_purchase, holder_of
from longtake.ledger.owner import Hold
from longtake.ledger.purchase import Existing, Intent, Purchase
from longtake.ledger.redacting import refuse_credentials
from longtake.ledger.rows import budget_row, moment, purchase_row, purchase_rows, write_fact
from longtake.ledger.states import OPEN, REPEATABLE
from longtake.ledger.surroundings import Surroundings
from longtake.ledger.tables import purchases
from longtake.media import Money, canonical_json

__all__ = ["UnsettledError", "intend", "may_repeat", "next_attempt"]


class UnsettledError(LedgerError):
    """Something was sent for this shot, perhaps, and nobody can tell: spending on it stops until a person does."""

    exit_code = 3


def intend(
    connection: Connection, around: Surroundings, intent: Intent, budget: str, hold: Hold
) -> Purchase | Existing:
    """Reserves the money for a new purchase, or finds the one of the same key."""
    last = purchase_row(connection, purchases.c.purchase_key == intent.key)
    if last is not None:
        is_open = last.state in OPEN
        return Existing(last, hold_purchase(connection, around, last.id, hold) if is_open else None)
    _refuse_unsettled(connection, around, intent)
    return _reserve(connection, around, intent, 1, budget, hold)


def next_attempt(
    connection: Connection, around: Surroundings, last: Purchase, reserved: Money, hold: Hold
) -> Purchase | Existing:
    """Another attempt after one that ended without a result, by a price that may have changed; or the attempt that
    somebody else has begun since. Raises LedgerError where the last one may still bring a result."""
    newest = purchase_row(connection, purchases.c.purchase_key == last.intent.key)
    assert newest is not None
    if newest.attempt > last.attempt:
        is_open = newest.state in OPEN
        return Existing(newest, hold_purchase(connection, around, newest.id, hold) if is_open else None)
    if newest.state not in REPEATABLE | {"duplicated"}:
        raise LedgerError(
            f"purchase {newest.id} is {newest.state}: it may still bring what was bought, so nothing is bought again",
            place=f"shot {newest.intent.shot}",
            advice=("wait for its end", "or settle it with longtake jobs"),
        )
    intent = replace(newest.intent, reserved=reserved)
    return _reserve(connection, around, intent, newest.attempt + 1, newest.budget, hold)


def may_repeat(purchase: Purchase, limit: Money) -> bool:
    """Whether a lost answer may be bought again without asking: a call that answers at once, lost for the first time,
    and cheap enough."""
    price = purchase.intent.reserved
    is_cheap = price.currency == limit.currency and price.amount <= limit.amount
    return purchase.state == "unknown" and purchase.intent.kind != "clip" and purchase.attempt == 1 and is_cheap


def _refuse_unsettled(connection: Connection, around: Surroundings, intent: Intent) -> None:
    same_shot = (purchases.c.film == intent.film, purchases.c.shot == intent.shot, purchases.c.realm == intent.realm)
    blind = (purchases.c.reconcile == "blind", purchases.c.state.in_(("intended", "unknown")))
    for other in purchase_rows(connection, *same_shot, *blind):
        if other.state == "unknown" or holder_of(connection, around, other.id) is None:
            raise UnsettledError(
                f"{other.intent.provider} may have taken an order for this shot (purchase {other.id}, up to "
                f"{other.reserved}) and gave no answer that anybody could look up; nothing more is bought for it",
                place=f"shot {intent.shot}",
                advice=(
                    f"look at the provider's own list, then: longtake jobs adopt {other.id} JOB",
                    f"longtake jobs abandon {other.id}",
                    f"longtake jobs accept-duplicate {other.id}",
                ),
            )


def _reserve(
    connection: Connection, around: Surroundings, intent: Intent, attempt: int, budget: str, hold: Hold
) -> Purchase:
    refuse_credentials(intent.request)
    amount = millionths(intent.reserved)
    check_room(budget_row(connection, budget, intent.realm), intent)
    now, token = around.now(), around.token()
    row = insert(purchases).values(
        purchase_key=intent.key,
        token=token,
        state="intended",
        order_digest=intent.order,
        attempt=attempt,
        take=intent.take,
        realm=intent.realm,
        host=intent.host,
        account=intent.account,
        provider=intent.provider,
        model=intent.model,
        shot=intent.shot,
        film=intent.film,
        tag=intent.tag,
        kind=intent.kind,
        request=canonical_json(intent.request),
        reconcile=intent.reconcile,
        budget=budget,
        currency=intent.reserved.currency,
        reservation=amount,
        reserved=amount,
        intended_at=moment(now),
    )
    made = connection.execute(row).inserted_primary_key
    assert made is not None
    data = {"attempt": attempt, "budget": budget, "key": intent.key, "reserved": str(intent.reserved), "token": token}
    write_fact(connection, made[0], "intended", data, now)
    hold_purchase(connection, around, made[0], hold)
    purchase = purchase_row(connection, purchases.c.id == made[0])
    assert purchase is not None
    return purchase
