"""Seeing to a commission: from the state in which the ledger has it, step by step, to its outcome. A run that was
killed goes on here as one that was not."""

from __future__ import annotations

from longtake.generation.buying import STOPPED, buy
from longtake.generation.ending import may_try_again, missed_of
from longtake.generation.errand import Errand
from longtake.generation.fetching import fetch, recall
from longtake.generation.following import follow
from longtake.generation.landing import Landed, Missed, Outcome
from longtake.generation.missing import MissError
from longtake.generation.reconciling import reconcile
from longtake.generation.waits import StoppedError
from longtake.ledger import OPEN, Purchase

__all__ = ["see_to"]


async def see_to(errand: Errand) -> Outcome:
    """What becomes of the commission. Raises LedgerError where nothing can be written down any more."""
    try:
        return await _landed(errand)
    except MissError as miss:
        return miss.of(errand.commission)
    except StoppedError:
        return Missed(errand.commission, "stopped", "the run was stopped", (STOPPED,), errand.purchase)
    finally:
        await errand.give_place()


async def _landed(errand: Errand) -> Landed:
    errand.purchase = await errand.newest()
    while True:
        if errand.purchase is not None and errand.purchase.state in OPEN and errand.purchase.id not in errand.held:
            errand.purchase = await _taken_over(errand, errand.purchase)
            continue
        found = await _step(errand, errand.purchase)
        if isinstance(found, Landed):
            return found
        errand.purchase = found


async def _step(errand: Errand, purchase: Purchase | None) -> Purchase | Landed:
    """The next step from where the purchase stands."""
    if purchase is None:
        return await buy(errand, None)
    match purchase.state:
        case "intended" | "unknown":
            return await reconcile(errand, purchase)
        case "submitted":
            return await follow(errand, purchase)
        case "known":
            return await fetch(errand, purchase)
        case "verified":
            return await recall(errand, purchase)
    if may_try_again(purchase, errand.attempts, errand.office.patience.attempts):
        errand.retried(purchase.why or purchase.state)
        return await buy(errand, purchase)
    raise missed_of(purchase)


async def _taken_over(errand: Errand, purchase: Purchase) -> Purchase:
    """The purchase, ours to see to from here on; or as another maker left it, who was waited for."""
    office = errand.office
    while await office.books.tell(office.ledger.hold, purchase.id, office.books.hold()) is not None:
        errand.tell("waits", "another run sees to it")
        await office.waits.sleep(office.draw(office.patience.watch, 2 * office.patience.watch))
        purchase = await errand.newest() or purchase
        if purchase.state not in OPEN:
            return purchase
    errand.held.add(purchase.id)
    return await office.books.tell(office.ledger.purchase, purchase.id)
