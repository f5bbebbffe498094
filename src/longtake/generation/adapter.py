"""A provider, made of its wire format, an account and the door. It decides nothing and tries nothing again."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from longtake.errors import ForbiddenAddressError
from longtake.generation.backoff import date_of, retry_after
from longtake.generation.clock import Clock
from longtake.generation.download import Link
from longtake.generation.failures import CallFailedError, Failure, FailureClass, Rule, classified, failed, raised, short
from longtake.generation.guard import checked_url
from longtake.generation.http import Answer, Ask, Door, Limits, NoAnswerError
from longtake.generation.provider import Account, Asset, Cancelled, Job, JobState, Order, Output, Result, Uploaded
from longtake.generation.secrets import Secret, scrubbed
from longtake.generation.shaping import CannotAskError
from longtake.generation.storing import deposited, stored
from longtake.generation.wire import Call, Deposit, Found, Told, Wire

__all__ = ["Adapter", "Bucket"]

_Read = TypeVar("_Read")
_MOST_PAGES = 50
_APART = timedelta(minutes=1)
"""What lies between two clocks that are both right, and the time that an answer takes."""
_MOST_LOOKS = 60
_PLACING = (Rule("404", "invalid"), Rule("410", "invalid"))
"""An order's own address is never one that has vanished: what is not there is the model."""


class Bucket(Protocol):
    """A user's own storage, for providers that take addresses only."""

    async def put(self, asset: Asset) -> Uploaded: ...


class Adapter:
    """See `provider.Provider`."""

    def __init__(self, wire: Wire, account: Account, door: Door, clock: Clock, bucket: Bucket | None = None) -> None:
        self.account, self.reconcile = account, wire.reconcile
        self.poll_seconds, self.remints = wire.poll_seconds, wire.remints
        self._wire, self._door, self._clock, self._bucket = wire, door, clock, bucket
        self._base = checked_url(account.base, allow_loopback=True)
        self._uploads = "" if account.is_emulated else wire.uploads
        self._hosts = (self._base, *([checked_url(self._uploads)] if self._uploads else ()))

    async def upload(self, asset: Asset) -> Uploaded:
        if self._wire.goes_along(asset):
            return Uploaded(f"data:{asset.media_type};base64,{base64.b64encode(asset.content).decode()}")
        if (call := self._said(lambda: self._wire.uploading(asset))) is not None:
            answer = await self._ask(replace(call, path=self._uploads + call.path))
            ticket = self._read(lambda: self._wire.ticket(answer.json()), "transient")
            if ticket.url:
                send = partial(self._sent, is_placing=False)
                await stored(send, self._wire.provider, ticket, call.body["filename"], asset)
            await self._settled(ticket.closing)
            expires = None if ticket.lives is None else self._clock.today() + ticket.lives
            return Uploaded(ticket.address, expires)
        if self._bucket is not None:
            return await self._bucket.put(asset)
        size, most, step = len(asset.content), self._wire.most_inline, "name a bucket of yours: LONGTAKE_BUCKET"
        what = f"a file of {size} bytes of the kind {asset.media_type} cannot go along; only its address is taken"
        if most and size > most:
            what = f"a file of {size} bytes is too large to go along; {most} are taken"
            step = f"make the file smaller, or {step}"
        raise raised(failed(self._wire.provider, "invalid", what, step))

    async def submit(self, order: Order) -> Job:
        call = self._said(lambda: self._wire.placing(order, self.account))
        while True:
            answer = await self._ask(call, is_placing=not call.is_free)
            otherwise: FailureClass = "transient" if call.is_free else "unknown"
            after = self._read(partial(self._stepped, order, call, answer), otherwise)
            if isinstance(after, Deposit):
                return await deposited(partial(self._sent, is_placing=True), self._wire.provider, after)
            if isinstance(after, Job):
                return after
            call = after

    async def poll(self, job: Job) -> JobState:
        try:
            answer = await self._answered(self._wire.polling(job))
            if answer.status >= 400 and (ended := self._ended(job, answer)) is not None:
                return self._plain(ended)
            self._checked(answer)
        except CallFailedError as error:
            if error.failure.cls != "unknown":
                raise
            return JobState("unknown", failure=error.failure)
        state = self._read(lambda: self._wire.state(job, answer.json()), "transient")
        if state.status == "succeeded" and state.result is None:
            return await self._fetched(state.further or job)
        return self._plain(state)

    async def find(self, order: Order, since: datetime, known: Collection[str]) -> Job | None:
        found: dict[str, Job] = {}
        is_sure = True
        following = ""
        for page in range(1, _MOST_PAGES + 1):
            call = Call("GET", following) if following else self._wire.finding(order, since, page)
            if call is None:
                raise raised(
                    failed(self._wire.provider, "unknown", "an order whose answer was lost cannot be looked up")
                )
            answer = await self._answered(call)
            if answer.status == 404:
                break
            self._checked(answer)
            part = self._read(partial(self._found, order, since, answer), "transient")
            found |= {job.id: job for job in part.jobs if job.id not in known}
            is_sure = is_sure and part.is_sure
            following = part.next
            if part.is_last:
                break
        if len(found) > 1 or (found and not is_sure):
            many = f"{len(found)} jobs" if len(found) > 1 else "1 job"
            what = f"{many} may be the one that was ordered: {', '.join(found)}"
            raise raised(failed(self._wire.provider, "unknown", what))
        return next(iter(found.values()), None)

    async def cancel(self, job: Job) -> Cancelled:
        """The job is polled first: some providers delete a job that is done when they are asked to cancel it, and the
        take with it."""
        state = await self.poll(job)
        if state.is_over:
            return "too late"
        call = self._wire.cancelling(job, state.status)
        if call is None:
            return "not offered"
        answer = await self._answered(call)
        if answer.status in (400, 404, 409, 410):
            return "too late"
        self._checked(answer)
        return "asked"

    async def fetch(self, job: Job) -> Result:
        state = await self._fetched(job)
        if state.result is None:
            failure = state.failure or failed(
                self._wire.provider, "unknown", f"the job is {state.status}, and has no result"
            )
            raise raised(failure)
        return state.result

    async def bought(self, call: Call) -> Answer:
        """The answer to a call that is paid for by itself and names no job. Raises CallFailedError."""
        return await self._ask(call, is_placing=True)

    async def asked(self, call: Call) -> Answer:
        """What is answered to a call, whatever its status. Raises CallFailedError where nothing is."""
        return await self._answered(call)

    def failure(self, answer: Answer) -> Failure:
        """What an answer of status 400 and above means."""
        return self._failure(answer, ())

    def link(self, output: Output) -> Link:
        if output.content is not None:
            return Link(content=output.content)
        url = self._wire.address(output.url, self.account)
        target = checked_url(url, allow_loopback=self._base.is_local)
        is_theirs = target == self._base or (target.scheme == "https" and target.host in self._wire.key_hosts)
        return Link(url, self._wire.headers(self.account, self._clock.today()) if is_theirs else {})

    async def _settled(self, call: Call | None) -> None:
        """Waits until an uploaded file can be used."""
        for _ in range(_MOST_LOOKS):
            if call is None:
                return
            answer = await self._ask(call)
            call = self._read(partial(self._settling, answer), "transient")
            if call is not None:
                await self._clock.sleep(self._wire.poll_seconds)
        raise raised(failed(self._wire.provider, "transient", "a file that was uploaded is not ready yet"))

    def _settling(self, answer: Answer) -> Call | None:
        return self._wire.settling(answer.json())

    def _stepped(self, order: Order, call: Call, answer: Answer) -> Call | Deposit | Job:
        try:
            return self._wire.step(order, call, answer)
        except CannotAskError as error:
            raise raised(failed(self._wire.provider, "invalid", str(error))) from error

    def _found(self, order: Order, since: datetime, answer: Answer) -> Found:
        return self._wire.found(order, self._theirs(since, answer), answer.json())

    def _theirs(self, since: datetime, answer: Answer) -> datetime:
        """A moment of ours by the provider's clock, which its answer tells: ours may be wrong. One that is still to
        come there was read from a clock that has been set right since, and says nothing: a day is looked through."""
        told = date_of(answer.headers.get("date", ""))
        if told is None:
            return since
        theirs = since + (told - self._clock.today())
        return theirs if theirs <= told + _APART else told - timedelta(days=1)

    async def _fetched(self, job: Job) -> JobState:
        answer = await self._answered(self._wire.fetching(job))
        state = self._read(lambda: self._wire.fetched(job, answer), "transient")
        if state is None:
            self._checked(answer)
            raise raised(failed(self._wire.provider, "transient", f"HTTP {answer.status} with no result"))
        return await self._fetched(state.further) if state.further else self._plain(state)

    def _ended(self, job: Job, answer: Answer) -> JobState | None:
        try:
            return self._wire.over(job, answer)
        except _SHAPES:
            return None

    def _plain(self, state: JobState) -> JobState:
        """The state, with no key in what the provider says of its failure."""
        if state.failure is None:
            return state
        return replace(state, failure=replace(state.failure, what=short(self._scrubbed(state.failure.what, {}))))

    def _said(self, saying: Callable[[], _Read]) -> _Read:
        """What is said for what is asked. Raises CallFailedError where there are no words for it."""
        try:
            return saying()
        except CannotAskError as error:
            raise raised(failed(self._wire.provider, "invalid", str(error))) from error

    async def _ask(self, call: Call, *, is_placing: bool = False) -> Answer:
        return self._checked(await self._answered(call, is_placing=is_placing), is_placing=is_placing)

    async def _answered(self, call: Call, *, is_placing: bool = False) -> Answer:
        """Whatever is answered. The key goes along, and to nobody but the account's own host."""
        url = call.path if "://" in call.path else self.account.base + call.path
        if call.query:
            url += f"?{urlencode(call.query)}"
        if "://" in call.path and checked_url(url, allow_loopback=True) not in self._hosts:
            raise raised(failed(self._wire.provider, "unknown", f"its answer leads to another host than {self._base}"))
        headers = {**self._wire.asking(call, self.account, self._clock.today()), **call.headers}
        patience = self._wire.patience
        limits = Limits(read=patience / 2, total=patience, most_bytes=self._wire.most_answer)
        ask = Ask(call.method, url, headers, call.body, limits, is_placing)
        answer = await self._sent(ask, is_placing=is_placing)
        return replace(answer, status=self._wire.status_of(answer))

    async def _sent(self, ask: Ask, *, is_placing: bool) -> Answer:
        try:
            return await self._door.ask(ask)
        except ForbiddenAddressError as error:
            raise raised(
                failed(self._wire.provider, "operator", str(error), "see to the address of the account")
            ) from error
        except NoAnswerError as error:
            cls: FailureClass = "unknown" if is_placing and error.was_sent else "transient"
            raise raised(failed(self._wire.provider, cls, self._scrubbed(str(error), ask.headers))) from error

    def _checked(self, answer: Answer, *, is_placing: bool = False) -> Answer:
        """The answer, if it is a good one. Raises CallFailedError. An order that was answered with a fault of the
        provider's may have been taken all the same."""
        if 200 <= answer.status < 300:
            return answer
        failure = self._failure(answer, _PLACING if is_placing else ())
        if is_placing and failure.cls == "transient" and (answer.status >= 500 or answer.status == 408):
            failure = failed(self._wire.provider, "unknown", f"{failure.what} (HTTP {answer.status})")
        raise raised(failure)

    def _failure(self, answer: Answer, more: tuple[Rule, ...]) -> Failure:
        try:
            told = self._wire.told(answer)
        except _SHAPES:
            told = Told(answer.text)
        headers = self._wire.headers(self.account, self._clock.today())
        failure = classified(
            self._wire.provider,
            (*self._wire.rules, *more),
            what=self._scrubbed(told.what, headers),
            codes=told.codes,
            status=answer.status,
            retry_after=retry_after(answer.headers, answer.body, self._clock.today()),
        )
        return replace(failure, what=short(failure.what))

    def _scrubbed(self, text: str, headers: Mapping[str, str | Secret]) -> str:
        sent = (value for value in headers.values() if isinstance(value, Secret))
        return scrubbed(text, (*self.account.keys.values(), *sent))

    def _read(self, reading: Callable[[], _Read], otherwise: FailureClass) -> _Read:
        """What is read from an answer. otherwise: the class of the failure where the answer has another shape."""
        try:
            return reading()
        except _SHAPES as error:
            what = f"its answer has not the shape that was expected ({type(error).__name__}: {error})"
            raise raised(failed(self._wire.provider, otherwise, self._scrubbed(what, {}))) from error


_SHAPES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
