"""What becomes of an order when nobody knows whether it was taken: looked for, sent again under its key, or left to a
person, by the class of the provider."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from longtake.errors import LedgerError, LongtakeError
from longtake.generation.buying import enclosed_of, order_of, send
from longtake.generation.ending import advice_of
from longtake.generation.errand import Errand
from longtake.generation.failures import CallFailedError, Failure
from longtake.generation.missing import MissError, missed_by, missed_with
from longtake.generation.provider import Job, Reconcile
from longtake.ledger import Purchase

__all__ = ["reconcile"]


async def reconcile(errand: Errand, purchase: Purchase) -> Purchase:
    """The purchase with its job, found or made. Raises MissError where a person must say."""
    books, ledger = errand.office.books, errand.office.ledger
    if purchase.provider_job is not None:
        return await books.tell(ledger.submitted, purchase.id, purchase.provider_job)
    if _class_of(errand, purchase) == "blind":
        raise await _unknown(errand, purchase, f"{purchase.intent.provider} can't be asked what it took")
    await _paused(errand, purchase)
    try:
        job = await _found(errand, purchase)
    except CallFailedError as error:
        return await _not_found(errand, purchase, error.failure)
    if job is None:
        return await _sent_again(errand, purchase)
    return await _submitted(errand, purchase, job)


async def _not_found(errand: Errand, purchase: Purchase, failure: Failure) -> Purchase:
    """A search that told nothing. Where there is a key, it isn't needed."""
    if failure.cls in ("transient", "capacity"):
        errand.retried(str(failure))
        return purchase
    if failure.cls == "unknown":
        if _class_of(errand, purchase) == "key":
            return await _sent_again(errand, purchase)
        raise await _unknown(errand, purchase, str(failure))
    raise missed_by(failure, purchase)


async def _paused(errand: Errand, purchase: Purchase) -> None:
    """A while before an order is looked for again. Raises MissError where that was done too often."""
    office = errand.office
    if not errand.searches:
        errand.searching_since = office.clock.now()
    else:
        spent = office.clock.now() - errand.searching_since
        wait = office.patience.searching.wait(errand.searches, spent, None, office.draw)
        if wait is None:
            raise MissError("transient", "no answer came to the order, again and again", _AGAIN, purchase=purchase)
        await office.waits.sleep(wait)
    errand.searches += 1


def _class_of(errand: Errand, purchase: Purchase) -> Reconcile:
    """An order that was sent to a blind provider carried nothing that it could be found by."""
    return "blind" if purchase.intent.reconcile == "blind" else errand.provider.reconcile


async def _found(errand: Errand, purchase: Purchase) -> Job | None:
    """The provider's job, looked for more than once where looking is all there is: lists lag behind."""
    office = errand.office
    order = replace(errand.commission.asked, token=purchase.token)
    waits = office.patience.settling if _class_of(errand, purchase) == "lookup" else (0.0,)
    for wait in waits:
        if wait:
            await office.waits.sleep(wait)
        known = await _jobs_of_others(errand, purchase)
        job = await errand.line.once(partial(errand.provider.find, order, purchase.intended_at, known))
        if job is not None:
            return job
    return None


async def _jobs_of_others(errand: Errand, purchase: Purchase) -> Collection[str]:
    """What can't be the one that is looked for; it has no job of its own yet."""
    books, ledger = errand.office.books, errand.office.ledger
    jobs = await books.tell(ledger.jobs_of, purchase.intent.provider, purchase.intent.realm)
    return frozenset(Job.parse(job).id for job in jobs)


async def _submitted(errand: Errand, purchase: Purchase, job: Job) -> Purchase:
    books, ledger = errand.office.books, errand.office.ledger
    try:
        return await books.tell(ledger.submitted, purchase.id, str(job))
    except LedgerError as error:
        raise await _unknown(errand, purchase, str(error.findings[0].message)) from error


async def _sent_again(errand: Errand, purchase: Purchase) -> Purchase:
    errand.office.waits.check()
    if errand.line.stopped is not None:
        raise missed_by(errand.line.stopped, purchase)
    if errand.place is None:
        await errand.take_place()
    try:
        enclosed = await enclosed_of(errand)
    except CallFailedError as error:
        raise missed_by(error.failure, purchase) from error
    except LongtakeError as error:
        raise missed_with("invalid", error, purchase) from error
    errand.attempts = max(errand.attempts, 1)
    return await send(errand, purchase, order_of(errand, purchase, enclosed), is_first=False)


async def _unknown(errand: Errand, purchase: Purchase, why: str) -> MissError:
    """Spending on the shot ends until a person has said what became of it."""
    books, ledger = errand.office.books, errand.office.ledger
    if purchase.state != "unknown":
        purchase = await books.tell(ledger.unknown, purchase.id, why)
    return MissError("unknown", purchase.why or why, *advice_of(purchase), purchase=purchase)


_AGAIN = "run the same command again later: it will be looked for"
