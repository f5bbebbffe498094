"""A provider's wire format as pure functions: what is sent for what is asked, and what an answer means. A provider is
one class of these, in three parts: who asks (headers), what is said (calls and readings), and its table of errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from longtake.errors import OperatorError
from longtake.generation.failures import Failure, Rule, classified
from longtake.generation.http import Answer
from longtake.generation.provider import Account, Asset, Job, JobState, Order, Reconcile, Status
from longtake.generation.secrets import Secret

__all__ = ["Call", "Deposit", "Found", "Ticket", "Told", "Wire"]


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the account's own interface. path: below its base, or a whole address that the provider gave.
    is_free: whether it commits to nothing, though it is on the way to an order. headers: besides those of who asks."""

    method: str
    path: str
    body: Any = None
    query: Sequence[tuple[str, str]] = ()
    is_free: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deposit:
    """A file that is put at an address of the provider's storage, without the key. Once it lies there the job runs."""

    url: str
    content: bytes
    media_type: str
    job: Job


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says went wrong. codes: the most telling first."""

    what: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to upload one file to `url`, "" where the call took the file itself: as a form with `fields`, or, where
    there are `headers`, the bytes alone with these (PUT). closing: what is then called, and again as `settling` says.
    After that `address` names it for as long as it `lives`, None for ever."""

    url: str
    fields: Mapping[str, str]
    address: str
    lives: timedelta | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    closing: Call | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. jobs: those that may be the order's; is_last: whether there are no more pages. is_sure:
    whether the list tells enough of a job that one which fits is the order's; else a person must say so. next: the
    path of the next page, "" where pages are counted."""

    jobs: tuple[Job, ...] = field(default=())
    is_last: bool = True
    is_sure: bool = True
    next: str = ""


class Wire:
    """The base of all providers. Readings may raise ValueError, LookupError, TypeError or AttributeError where an
    answer has another shape; what is asked raises CannotAskError where there are no words for it."""

    provider: ClassVar[str]
    reconcile: ClassVar[Reconcile] = "blind"
    poll_seconds: ClassVar[float] = 10.0
    remints: ClassVar[bool] = False
    most_inline: ClassVar[int] = 0
    """Bytes of a file that may go along in an order as a `data:` URI; 0 where only addresses are taken."""
    most_answer: ClassVar[int] = 8 << 20
    patience: ClassVar[float] = 60.0
    """Seconds that an answer may take."""
    key_hosts: ClassVar[tuple[str, ...]] = ()
    """Hosts of the provider's besides its base that need the key for downloads."""
    uploads: ClassVar[str] = ""
    """Where files go up, "" for the account's own base. An emulator has both in one."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    words: ClassVar[Mapping[str, Status]] = {}

    def headers(self, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        """Who asks. Raises OperatorError where a key is missing."""
        raise NotImplementedError

    def asking(self, call: Call, account: Account, today: datetime) -> Mapping[str, str | Secret]:
        """Who asks, where each call is signed for itself."""
        return self.headers(account, today)

    def status_of(self, answer: Answer) -> int:
        """The status of HTTP that an answer amounts to, for providers that answer errors with 200."""
        return answer.status

    def placing(self, order: Order, account: Account) -> Call:
        raise NotImplementedError

    def step(self, order: Order, call: Call, answer: Answer) -> Call | Deposit | Job:
        """What comes of a call that was answered well: the job, or what an order of several steps does next."""
        return self.placed(order, answer.json())

    def placed(self, order: Order, body: Any) -> Job:
        raise NotImplementedError

    def adopted(self, job: str, model: str, kind: str) -> Job:
        """The job of which a person knows the id. model, kind: of the order that it was placed for."""
        return Job(job)

    def polling(self, job: Job) -> Call:
        raise NotImplementedError

    def state(self, job: Job, body: Any) -> JobState:
        """What a poll says. A job that has succeeded and has no result yet is fetched at once."""
        raise NotImplementedError

    def over(self, job: Job, answer: Answer) -> JobState | None:
        """What a poll's answer of status 400 and above says of the job; None where it says nothing of it."""
        return None

    def fetching(self, job: Job) -> Call:
        return self.polling(job)

    def fetched(self, job: Job, answer: Answer) -> JobState | None:
        """What the result says; None where the answer is not about the job but a failure of the call."""
        return self.state(job, answer.json()) if answer.status == 200 else None

    def cancelling(self, job: Job, status: Status) -> Call | None:
        """None where a job of that status cannot be cancelled."""
        return None

    def finding(self, order: Order, since: datetime, page: int) -> Call | None:
        """None where there is nothing to look through. page: from 1 on."""
        return None

    def found(self, order: Order, since: datetime, body: Any) -> Found:
        raise NotImplementedError

    def goes_along(self, asset: Asset) -> bool:
        """Whether a file is small enough, and of a kind, to go along in an order."""
        return len(asset.content) <= self.most_inline

    def uploading(self, asset: Asset) -> Call | None:
        """None where files go along in orders only. Raises CannotAskError for a file that is not taken in any way."""
        return None

    def ticket(self, body: Any) -> Ticket:
        raise NotImplementedError

    def settling(self, body: Any) -> Call | None:
        """What is called next, after a while, until an uploaded file can be used; None once it can. Raises
        CallFailedError where it never will."""
        return None

    def address(self, url: str, account: Account) -> str:
        """Where an output is fetched."""
        return url

    def told(self, answer: Answer) -> Told:
        """What an answer of status 400 and above says."""
        raise NotImplementedError

    def job_failure(self, what: str, *codes: str) -> Failure:
        """The failure of a job that the provider declares failed. Without a rule it may be bought again."""
        return classified(self.provider, (*self.rules, Rule("*", "transient")), what=what, codes=(*codes, "failed"))

    def key(self, account: Account, name: str = "key") -> Secret:
        """Raises OperatorError where the account has none of that name."""
        if name not in account.keys:
            raise OperatorError(f"{self.provider} needs a key, and the account {account.name} has no {name}")
        return account.keys[name]

    def status(self, word: str) -> Status:
        """Our word for theirs; unknown for one that is not in the table."""
        return self.words.get(word, "unknown")
