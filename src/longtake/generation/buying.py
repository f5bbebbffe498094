"""Buying: from a commission's turn to the job that makes its take. Money is reserved right before the order is sent,
and nothing lies between the two but the ledger's own commit."""

from __future__ import annotations

from dataclasses import replace

from longtake.errors import BudgetError, LongtakeError
from longtake.generation.costing import nothing
from longtake.generation.ending import advice_of
from longtake.generation.errand import Errand
from longtake.generation.failures import CallFailedError, Failure
from longtake.generation.intending import intent_of
from longtake.generation.missing import MissError, missed_by, missed_with
from longtake.generation.provider import Order
from longtake.generation.uploading import Enclosed
from longtake.generation.waits import StoppedError
from longtake.ledger import BudgetClosedError, BudgetExceededError, Existing, Purchase, UnsettledError

__all__ = ["buy", "enclosed_of", "order_of", "send"]


async def buy(errand: Errand, last: Purchase | None) -> Purchase:
    """A purchase that was sent, or the one that somebody else has begun since. last: the attempt before, which ended
    without a take. Raises MissError."""
    enclosed = await _prepared(errand)
    purchase = await _intended(errand, last, enclosed)
    if isinstance(purchase, Existing):
        await errand.give_place()
        return purchase.purchase
    errand.purchase = purchase
    errand.held.add(purchase.id)
    errand.attempts += 1
    errand.searches = 0
    errand.office.purse.reserve(purchase.id)
    return await send(errand, purchase, order_of(errand, purchase, enclosed))


def order_of(errand: Errand, purchase: Purchase, enclosed: tuple[Enclosed, ...]) -> Order:
    """The request as it goes out: with the purchase's own token, and where the provider may call."""
    calls, token = errand.office.calls, purchase.token
    callback = calls.address(purchase.intent.provider, token) if calls else ""
    inputs = tuple(one.sent for one in enclosed)
    return replace(errand.commission.asked, token=token, inputs=inputs, callback=callback)


async def send(errand: Errand, purchase: Purchase, order: Order, *, is_first: bool = True) -> Purchase:
    """Places the order of a purchase. is_first: nothing of it can have been taken so far. Raises MissError."""
    office = errand.office
    errand.tell("ordered")
    try:
        job = await errand.line.place(lambda: errand.provider.submit(order), errand.retried)
    except StoppedError:
        if is_first:
            why = "stopped before it was taken"
            free = nothing(errand.commission)
            errand.purchase = await office.books.tell(office.ledger.cancelled, purchase.id, why, free)
        raise
    except CallFailedError as error:
        if error.failure.cls == "invalid" and order.callback:  # it may be our address that is not liked: it is polled
            return await send(errand, purchase, replace(order, callback=""), is_first=is_first)
        return await _not_taken(errand, purchase, error.failure, is_first)
    return await office.books.tell(office.ledger.submitted, purchase.id, str(job))


async def _prepared(errand: Errand) -> tuple[Enclosed, ...]:
    """All that comes before the intent: the take before, a place, the files that go along."""
    await errand.before()
    _check(errand)
    errand.tell("waits", "for a place")
    await errand.take_place()
    _check(errand)
    try:
        return await enclosed_of(errand)
    except CallFailedError as error:
        _stop_at(errand, error.failure)
        raise missed_by(error.failure) from error
    except LongtakeError as error:
        raise missed_with("invalid", error) from error


def _check(errand: Errand) -> None:
    """Raises MissError where no order is placed any more."""
    if errand.line.stopped is not None:
        raise missed_by(errand.line.stopped)


async def enclosed_of(errand: Errand) -> tuple[Enclosed, ...]:
    """The commission's files, made known to the provider. Raises CallFailedError."""
    before = await errand.before()
    made = []
    for one in errand.commission.inputs:
        source = before if one.take else None
        made.append(await errand.office.enclosures.enclosed(one, source, errand.provider, errand.line, errand.retried))
    return tuple(made)


async def _intended(errand: Errand, last: Purchase | None, enclosed: tuple[Enclosed, ...]) -> Purchase | Existing:
    """The reservation, once there is money for it: what is out may cost less than was reserved."""
    office = errand.office
    while True:
        office.waits.check()
        try:
            return await _reserved(errand, last, enclosed)
        except BudgetExceededError as error:
            if not office.purse.is_out:
                raise missed_with("budget", error) from error
            errand.tell("waits", "for money that comes free")
            await office.waits.until(office.purse.change)
        except BudgetClosedError as error:
            miss = missed_with("budget", error)
            office.places.turn_away(miss)
            raise miss from error
        except BudgetError as error:
            raise missed_with("budget", error) from error
        except UnsettledError as error:
            raise missed_with("unknown", error) from error


async def _reserved(errand: Errand, last: Purchase | None, enclosed: tuple[Enclosed, ...]) -> Purchase | Existing:
    office, commission = errand.office, errand.commission
    if last is not None:
        return await office.books.tell(office.ledger.again, last.id, commission.reserved, office.books.hold())
    intent = intent_of(commission, errand.provider.account, errand.provider.reconcile, enclosed)
    return await office.books.tell(office.ledger.intend, intent, office.budget, office.books.hold())


async def _not_taken(errand: Errand, purchase: Purchase, failure: Failure, is_first: bool) -> Purchase:
    """The ledger's word for an order that was not taken, or may have been. One that was sent before and may have been
    taken then is left as it stands, unless the provider says what it thinks of the order itself."""
    books, ledger, free = errand.office.books, errand.office.ledger, nothing(errand.commission)
    _stop_at(errand, failure)
    if failure.cls == "unknown":
        if errand.provider.reconcile == "blind":
            purchase = await books.tell(ledger.unknown, purchase.id, str(failure))
            raise MissError("unknown", str(failure), *advice_of(purchase), purchase=purchase)
        errand.retried(str(failure))
        return purchase
    if failure.cls == "refusal":
        purchase = await books.tell(ledger.refused, purchase.id, str(failure), free)
    elif failure.cls == "invalid":
        purchase = await books.tell(ledger.failed, purchase.id, "invalid", str(failure), free)
    elif is_first and failure.cls == "operator":
        purchase = await books.tell(ledger.cancelled, purchase.id, str(failure), free)
    elif is_first:
        purchase = await books.tell(ledger.failed, purchase.id, failure.cls, str(failure), free)
    raise missed_by(failure, purchase)


def _stop_at(errand: Errand, failure: Failure) -> None:
    """A failure that only the provider's user can end stops all that would be sent there."""
    if failure.cls == "operator":
        errand.line.stop(failure)
    if errand.line.stopped is not None:
        errand.office.places.turn_away(missed_by(errand.line.stopped), errand.account)
