"""Leases as rows, taken inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from longtake.errors import LedgerError
from longtake.ledger.owner import LONGEST_HOLD_NS, Fate, Hold, Lease, Owner, holds_place, holds_purchase
from longtake.ledger.surroundings import Surroundings
from longtake.ledger.tables import leases

__all__ = ["drop", "drop_all", "drop_purchase", "hold_purchase", "holder_of", "put_off", "take_place"]

_Rule = Callable[[Hold, int, Fate], bool]


def take_place(connection: Connection, around: Surroundings, scope: str, most: int, hold: Hold) -> Lease | None:
    """One of `most` places of this scope; None if the living hold them all."""
    _check(hold, around.ticks())
    living, dead = _told_apart(connection, around, scope, holds_place)
    _delete(connection, dead)
    return _insert(connection, scope, hold) if len(living) < most else None


def hold_purchase(connection: Connection, around: Surroundings, purchase: int, hold: Hold) -> Owner | None:
    """Makes the purchase the asker's to see to. Where another living maker sees to it, nothing is done and that one is
    returned."""
    _check(hold, around.ticks())
    living, dead = _told_apart(connection, around, purchase_scope(purchase), holds_purchase)
    _delete(connection, dead)
    if not living:
        _insert(connection, purchase_scope(purchase), hold)
    return next((one.owner for one in living if one.owner != hold.owner), None)


def holder_of(connection: Connection, around: Surroundings, purchase: int) -> Owner | None:
    """The living maker that sees to a purchase."""
    living, _ = _told_apart(connection, around, purchase_scope(purchase), holds_purchase)
    return living[0].owner if living else None


def put_off(connection: Connection, around: Surroundings, hold: Hold) -> int:
    """Puts off the end of everything that this owner holds. Returns how many that were."""
    _check(hold, around.ticks())
    return connection.execute(update(leases).where(_of(hold.owner)).values(until=hold.until)).rowcount


def drop(connection: Connection, lease: Lease) -> None:
    connection.execute(delete(leases).where(leases.c.id == lease.id))


def drop_all(connection: Connection, owner: Owner) -> None:
    connection.execute(delete(leases).where(_of(owner)))


def drop_purchase(connection: Connection, purchase: int) -> None:
    """Nobody has to see to it any more."""
    connection.execute(delete(leases).where(leases.c.scope == purchase_scope(purchase)))


def purchase_scope(purchase: int) -> str:
    return f"purchase {purchase}"


def _told_apart(
    connection: Connection, around: Surroundings, scope: str, holds: _Rule
) -> tuple[list[Lease], list[Lease]]:
    """The leases of a scope: those that hold, those that ended without being given back."""
    found = [_lease(row) for row in connection.execute(select(leases).where(leases.c.scope == scope))]
    fates = {one.owner: around.fate(one.owner) for one in found}
    now = around.ticks()
    living = [one for one in found if holds(Hold(one.owner, one.until), now, fates[one.owner])]
    return living, [one for one in found if one not in living]


def _delete(connection: Connection, dead: list[Lease]) -> None:
    if dead:
        connection.execute(delete(leases).where(leases.c.id.in_([one.id for one in dead])))


def _insert(connection: Connection, scope: str, hold: Hold) -> Lease:
    by = hold.owner
    row = insert(leases).values(
        scope=scope, boot=by.boot, space=by.space, pid=by.pid, started=by.started, nonce=by.nonce, until=hold.until
    )
    made = connection.execute(row).inserted_primary_key
    assert made is not None
    return Lease(made[0], scope, by, hold.until)


def _lease(row: Row[tuple[object, ...]]) -> Lease:
    owner = Owner(row.boot, row.space, row.pid, row.started, row.nonce)
    return Lease(row.id, row.scope, owner, row.until)


def _of(owner: Owner) -> ColumnElement[bool]:
    return and_(leases.c.nonce == owner.nonce, leases.c.pid == owner.pid, leases.c.boot == owner.boot)


def _check(hold: Hold, now: int) -> None:
    if not now < hold.until <= now + LONGEST_HOLD_NS:
        raise LedgerError(
            f"a hold must end within 15 minutes from now, and this one ends in {(hold.until - now) // 10**9} s",
            advice=("hold for less, and renew it while the work goes on",),
        )
