"""Following a job until it is over, and writing down what it made and what it cost."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from longtake.generation.costing import cost_of, cost_of_failure
from longtake.generation.ending import advice_of
from longtake.generation.errand import Errand
from longtake.generation.failures import CallFailedError, failed
from longtake.generation.missing import MissError, missed_by
from longtake.generation.provider import Job, JobState, Result
from longtake.ledger import Output, Purchase

__all__ = ["follow", "outputs_of"]

_EARLIEST = 0.3
"""Of the time in which half of all takes are made: none is sooner, so nobody asks."""


async def follow(errand: Errand, purchase: Purchase) -> Purchase:
    """The purchase once its job is over. Raises MissError where that isn't learnt in this run."""
    assert purchase.provider_job is not None
    errand.office.purse.reserve(purchase.id)
    state = await _Watch(errand, purchase).over(Job.parse(purchase.provider_job))
    purchase = await _told(errand, purchase, state)
    errand.office.purse.settle(purchase.id)
    await errand.give_place()
    return purchase


def outputs_of(result: Result) -> tuple[Output, ...]:
    """As the ledger keeps them."""
    made = [Output(one.url, "video", result.expires) for one in result.outputs]
    return (*made, *([Output(result.last_frame, "frame", result.expires)] if result.last_frame else []))


class _Watch:
    """One job, polled by the provider's own guidance, spread a little, until it is over."""

    def __init__(self, errand: Errand, purchase: Purchase) -> None:
        self._errand, self._purchase, self._office = errand, purchase, errand.office
        self._said, self._strange, self._errors = "", 0, 0

    async def over(self, job: Job) -> JobState:
        clock = self._office.clock
        most = self._office.patience.job_seconds(self._errand.commission.model)
        began, wait = clock.now(), self._first()
        while True:
            await self._wait(wait)
            state, wait = await self._polled(job)
            if state is not None and state.is_over:
                return state
            if self._strange >= self._office.patience.strange:
                raise await self._lost(state)
            if clock.now() - began > most:
                why = f"no take after {round(most / 60)} minutes; the job {job.id} goes on at the provider"
                raise MissError("stopped", why, "run the same command again to go on", purchase=self._purchase)

    async def _wait(self, seconds: float) -> None:
        """Until the next poll; a call of the provider's ends it."""
        waits, calls = self._office.waits, self._office.calls
        if calls is None:
            await waits.sleep(seconds)
            return
        called = calls.called(self._purchase.token)
        await waits.until(lambda: _first_of(self._office.clock.sleep(seconds), called.wait()))
        called.clear()

    def _first(self) -> float:
        """Seconds to the first poll: at once, spread a little, for a job of an earlier run."""
        each = self._errand.provider.poll_seconds
        if not self._errand.attempts:
            return self._office.draw(0.0, each)
        return max(each, _EARLIEST * float(self._errand.commission.model.latency.p50))

    async def _polled(self, job: Job) -> tuple[JobState | None, float]:
        """What one poll tells, None for nothing, and the seconds to the next. A poll that fails is no failure of the
        job, and is not made again: the next one comes anyway."""
        wait = self._errand.provider.poll_seconds
        wait = self._office.draw(wait, wait * 1.1)
        try:
            state = await self._errand.line.once(lambda: self._errand.provider.poll(job))
        except CallFailedError as error:
            failure = error.failure
            if failure.cls == "operator":
                raise missed_by(failure, self._purchase) from error
            self._errors += 1
            self._strange += failure.cls not in ("transient", "capacity")
            spread = self._office.draw(0.0, min(60.0, 2.0 ** min(self._errors, 6)))
            return None, max(wait, failure.retry_after or 0.0) + spread
        self._errors = 0
        self._strange = self._strange + 1 if state.status == "unknown" else 0
        self._say(state)
        return state, wait

    def _say(self, state: JobState) -> None:
        said = f"{state.status} {state.progress}"
        if said != self._said and state.status in ("queued", "running"):
            self._said = said
            self._errand.tell("queued" if state.status == "queued" else "running", progress=state.progress)

    async def _lost(self, state: JobState | None) -> MissError:
        """The provider no longer knows the job. It may have been made and billed: it is not bought again."""
        failure = state.failure if state and state.failure else None
        why = str(failure) if failure else f"{self._errand.commission.provider} no longer tells of the job"
        books, ledger = self._office.books, self._office.ledger
        purchase = await books.tell(ledger.unknown, self._purchase.id, why)
        return MissError("unknown", why, *advice_of(purchase), purchase=purchase)


async def _first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Until one of them is over; the others are given up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


async def _told(errand: Errand, purchase: Purchase, state: JobState) -> Purchase:
    """What the job's end means, written down."""
    books, ledger, commission = errand.office.books, errand.office.ledger, errand.commission
    if state.status == "succeeded" and state.result is not None:
        errand.result = result = state.result
        cost = cost_of(commission, state.bill)
        seed, version = result.seed, result.version
        return await books.tell(ledger.known, purchase.id, outputs_of(result), cost, seed=seed, version=version)
    cost = cost_of_failure(commission, state.bill)
    if state.status == "cancelled":
        return await books.tell(ledger.cancelled, purchase.id, "it was cancelled at the provider", cost)
    failure = state.failure or failed(commission.provider, "transient", "the job failed, and nobody says why")
    if failure.cls == "refusal":
        return await books.tell(ledger.refused, purchase.id, str(failure), cost)
    return await books.tell(ledger.failed, purchase.id, failure.cls, str(failure), cost)
