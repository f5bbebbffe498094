"""Seeing to a commission: from the state in which the ledger has it, step by step, to its outcome. A run that was
killed goes on here as one that was not."""

from __future__ import annotations

from longtake.errors import LongtakeError
from longtake.generation.buying import buy
from longtake.generation.commission import Commission
from longtake.generation.ending import may_try_again, missed_of
from longtake.generation.errand import Errand, Office
from longtake.generation.fetching import fetch, recall
from longtake.generation.following import follow
from longtake.generation.landing import Landed, Outcome
from longtake.generation.missing import MissError, missed_with, stopped
from longtake.generation.ports import UnfitTakeError
from longtake.generation.reconciling import reconcile
from longtake.generation.waits import StoppedError
from longtake.ledger import OPEN, Purchase, State

__all__ = ["see_to", "see_without"]

_HERE: frozenset[State] = frozenset({"verified"})


async def see_to(errand: Errand) -> Outcome:
    """What becomes of the commission. Raises LedgerError where nothing can be written down any more."""
    try:
        if errand.purchase is not None and errand.purchase.state == "submitted":
            await errand.count_in()
        return await _landed(errand)
    except MissError as miss:
        return miss.of(errand.commission, errand.purchase)
    except StoppedError:
        return stopped(errand.commission, errand.purchase)
    finally:
        if errand.purchase is not None:
            errand.office.purse.settle(errand.purchase.id)
        await errand.give_place()


async def see_without(office: Office, commission: Commission, error: LongtakeError) -> Outcome:
    """What becomes of a commission whose provider can't be asked: a take that was bought before and is here is all that
    there can be. error: why."""
    ledger = office.ledger
    for one in await office.books.tell(ledger.purchases, order=commission.order, states=_HERE, realm="live"):
        if (one.intent.take, one.intent.provider) == (commission.take, commission.provider) and one.digest:
            try:
                arrival = await office.gallery.held(one.digest, commission)
            except UnfitTakeError as unfit:
                return missed_with("unfit", unfit, one).of(commission)
            if arrival is not None:
                return Landed(commission, one, arrival, is_reused=True)
    return missed_with("operator", error).of(commission)


async def _landed(errand: Errand) -> Landed:
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
        await errand.give_place()
        errand.tell("waits", "another run sees to it")
        await office.waits.sleep(office.draw(office.patience.watch, 2 * office.patience.watch))
        purchase = await errand.newest() or purchase
        if purchase.state not in OPEN:
            return purchase
    errand.held.add(purchase.id)
    return await office.books.tell(office.ledger.purchase, purchase.id)
