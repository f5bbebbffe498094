"""Leftovers of emulators that are gone: orders that nobody will ever answer. They cost nothing and are placed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from longtake.ledger import OPEN, Cost, Purchase, this_owner
from longtake.media import Money

if TYPE_CHECKING:
    from longtake.ledger import Ledger

__all__ = ["EMULATOR", "is_leftover", "settle_leftovers"]

EMULATOR = "emulator"
"""The account at an emulator that lives no longer than the process that asks it."""

_GONE = "the emulator that it was asked of is gone"
_SECONDS = 60.0


def is_leftover(purchase: Purchase) -> bool:
    """Whether it is still open at an emulator that is gone, if nobody sees to it."""
    its = purchase.intent
    return its.realm == "emulated" and its.account == EMULATOR and purchase.state in OPEN


def settle_leftovers(ledger: Ledger) -> None:
    """Ends every purchase at an emulator that ended with its process, so that it may be attempted again."""
    for purchase in ledger.open_purchases():
        if is_leftover(purchase) and ledger.holder(purchase.id) is None:
            _settle(ledger, purchase)


def _settle(ledger: Ledger, purchase: Purchase) -> None:
    nothing = Cost(Money("0.00", purchase.intent.reserved.currency), "computed")
    if purchase.state == "known":  # what is lost is bought again by nobody else, so its next attempt is opened here
        ledger.lost(purchase.id, _GONE)
        owner = this_owner()
        again = ledger.again(purchase.id, purchase.intent.reserved, ledger.hold_for(owner, _SECONDS))
        if isinstance(again, Purchase):
            ledger.cancelled(again.id, _GONE, nothing)
        ledger.release_all(owner)
        return
    ledger.cancelled(purchase.id, _GONE, nothing)
