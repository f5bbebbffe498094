"""A line to one account: the one place where a call that failed is made again, and where a provider in trouble, or one
that needs its user, is left alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from longtake.errors import OperatorError
from longtake.generation.backoff import Draw, RetryBudget
from longtake.generation.breaker import Breaker
from longtake.generation.clock import Clock
from longtake.generation.failures import CallFailedError, Failure, failed, raised
from longtake.generation.patience import Patience
from longtake.generation.waits import Waits

__all__ = ["Line"]

_Answer = TypeVar("_Answer")


class Line:
    """The line to one account of a provider, in one run. stopped: the failure after which no order is placed."""

    def __init__(self, provider: str, patience: Patience, clock: Clock, waits: Waits, draw: Draw) -> None:
        self._provider, self._patience, self._clock, self._waits, self._draw = provider, patience, clock, waits, draw
        self._breaker, self._retries, self._quiet_until = Breaker(), RetryBudget(), 0.0
        self.stopped: Failure | None = None

    async def place(self, call: Callable[[], Awaitable[_Answer]], note: Callable[[str], None]) -> _Answer:
        """The answer to an order, and to what is done for one that is still to be sent: while the provider is in
        trouble it waits. Raises as `ask` does, and CallFailedError where no order is placed any more."""
        return await self._answer(call, note, is_order=True)

    async def ask(self, call: Callable[[], Awaitable[_Answer]], note: Callable[[str], None]) -> _Answer:
        """The answer to a call that may be made again. note: is told why it waits. Raises CallFailedError for what is
        not tried again, or was too often, and StoppedError only while nothing is asked."""
        return await self._answer(call, note, is_order=False)

    async def once(self, call: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """The answer to a call that comes again by itself where it fails. Raises CallFailedError."""
        try:
            return await call()
        except CallFailedError:
            raise
        except OperatorError as error:
            raise raised(failed(self._provider, "operator", error.findings[0].message)) from error

    def stop(self, failure: Failure) -> None:
        """No order is placed on this account any more in this run."""
        self.stopped = failure

    async def _answer(
        self, call: Callable[[], Awaitable[_Answer]], note: Callable[[str], None], *, is_order: bool
    ) -> _Answer:
        began, tried = self._clock.now(), 0
        self._retries.earn()
        while True:
            if is_order:
                await self._turn()
            self._waits.check()
            try:
                answer = await self.once(call)
            except CallFailedError as error:
                failure = error.failure
            else:
                self._learn(None, is_order)
                return answer
            self._learn(failure, is_order)
            tried += failure.cls == "transient"
            wait = self._wait(failure, tried, self._clock.now() - began)
            if wait is None:
                raise raised(failure)
            note(str(failure))
            await self._waits.sleep(wait)

    async def _turn(self) -> None:
        """Until this one may be sent. Raises CallFailedError where none may any more."""
        while True:
            now = self._clock.now()
            if self.stopped is None and self._breaker.lasts(now) > self._patience.outage:
                minutes = round(self._breaker.lasts(now) / 60)
                self.stop(failed(self._provider, "transient", f"it has taken nothing for {minutes} minutes"))
            if self.stopped is not None:
                raise raised(self.stopped)
            wait = max(self._quiet_until - now, 0.0) or self._breaker.wait(now)
            if not wait:
                return
            await self._waits.sleep(wait + self._draw(0.0, min(1.0, wait)))

    def _learn(self, failure: Failure | None, is_order: bool) -> None:
        """What came of one order says something to those that come after it."""
        now = self._clock.now()
        if not is_order:
            return
        if failure and (failure.cls == "unknown" or (failure.cls == "transient" and failure.retry_after is None)):
            self._breaker.failed(now)
            return
        self._breaker.answered()
        if failure and failure.retry_after is not None:
            told = min(failure.retry_after, self._patience.sending.most_told)
            self._quiet_until = max(self._quiet_until, now + told)

    def _wait(self, failure: Failure, tried: int, spent: float) -> float | None:
        """Seconds to the next try; None where there is none. What a provider asks to wait costs no retry."""
        if failure.cls == "capacity" and spent < self._patience.job:
            pause = failure.retry_after or self._patience.capacity
            return pause + self._draw(0.0, pause)
        if failure.cls != "transient":
            return None
        wait = self._patience.sending.wait(tried, spent, failure.retry_after, self._draw)
        is_told = failure.retry_after is not None
        return wait if wait is not None and (is_told or self._retries.spend()) else None
