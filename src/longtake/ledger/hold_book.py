"""The part of the ledger that says who sees to what, and for how long."""

from __future__ import annotations

from longtake.ledger.book import Book
from longtake.ledger.leasing import drop, drop_all, hold_purchase, put_off, take_place
from longtake.ledger.owner import Hold, Lease, Owner
from longtake.ledger.settling import current
from longtake.media import canonical_json

__all__ = ["HoldBook"]


class HoldBook(Book):
    """Places at a provider, and purchases that one maker sees to."""

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
