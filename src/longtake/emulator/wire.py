"""What a provider's interface is made of: routes, calls, answers. Knows no server."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from longtake.emulator.asked import Asked
from longtake.emulator.faults import CallKind, Fault, fate_of
from longtake.emulator.job import Fate, Job, State
from longtake.emulator.limits import refusal
from longtake.emulator.offers import model_of
from longtake.emulator.studio import Studio
from longtake.media import Digest, digest_of

__all__ = [
    "Answer",
    "Call",
    "Callback",
    "Media",
    "Refused",
    "Route",
    "TakeNeeded",
    "Trouble",
    "Wire",
    "hexadecimal_uuid",
]


_CALLBACKS = ("callback_url", "callBackUrl", "webhook", "webhook_url")


@dataclass(frozen=True, slots=True)
class Media:
    """A take as the body of an answer. file: `video` or `frame`."""

    job: Job
    file: str = "video"


@dataclass(frozen=True, slots=True)
class Answer:
    """body: JSON, a text, bytes, `Media`, or None for nothing."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Callback:
    """A call to an address that an order named. body: JSON as it is sent, for signatures are of bytes."""

    headers: Mapping[str, str]
    body: bytes


class Refused(Exception):
    """A call that is answered with an error of the provider's table. word, message: as in `Trouble`."""

    def __init__(self, word: str, message: str = "") -> None:
        self.word, self.message = word, message
        super().__init__(f"{word}: {message}")


class TakeNeeded(Exception):
    """An answer holds a take that is not made yet."""

    def __init__(self, job: Job) -> None:
        self.job = job
        super().__init__(job.id)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error to be told. word: a fault's name. message: "" for the usual. path: that was called. wait: until another
    try, as a fault's `retry_after`."""

    word: str
    message: str = ""
    path: str = ""
    wait: str = ""


@dataclass(frozen=True)
class Call:
    """One call of a provider's interface. parts: of the path, by the route's names. query: each key with its values.
    headers: by names in small letters. base: the address at which the caller reached this provider. account: a digest
    of the key. take: the bytes of a job's take; raises TakeNeeded."""

    studio: Studio
    method: str
    path: str
    parts: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    body: Any
    base: str
    account: str
    take: Callable[[Job], bytes]
    fault: Fault | None = None

    @cached_property
    def now(self) -> int:
        return self.studio.clock.now()

    @property
    def fate(self) -> Fate:
        return fate_of(self.fault)

    @cached_property
    def request(self) -> Digest:
        """The digest of what is asked for, whoever asks."""
        return digest_of([self.path, _exact(self.body)])

    def one(self, key: str, default: str = "") -> str:
        """A value of the query."""
        return next(iter(self.query.get(key, ())), default)

    def ordered(self, asked: Asked, name: Callable[[Digest, int], str]) -> Job:
        """A new job. name: makes its id from a digest of its own and the time. Raises Refused("invalid") where the
        catalogue's model does not make that; a model that is not in the catalogue makes anything."""
        model = model_of(self.studio.catalogue, asked)
        if model is not None and (why := refusal(model, asked)):
            raise Refused("invalid", why)
        job = self.studio.order(replace(asked, callback=self._callback()), self.account, self.fate, name)
        if job.asked.callback:
            self.studio.to_call.append((job.id, job.provider, self.base))
        return job

    def _callback(self) -> str:
        """The address that the order names to be called, wherever its provider has a place for it."""
        body = self.body if isinstance(self.body, dict) else {}
        options = body.get("options")
        places = (body, options if isinstance(options, dict) else {})
        named = (place.get(key) for place in places for key in _CALLBACKS)
        return self.one("fal_webhook") or next((url for url in named if isinstance(url, str)), "")

    def known(self, job: Job | None) -> tuple[Job, State]:
        """A job of this account with its state. Raises Refused where the provider does not know it (any more)."""
        if job is None or job.account != self.account or job.state(self.now) == "vanished":
            raise Refused("gone")
        return job, job.state(self.now)


@dataclass(frozen=True, slots=True)
class Route:
    """pattern: `/v1/tasks/{id}`; `{rest:path}` takes slashes too. is_open: needs no key. asks: a key of the query and
    its value, where one path has several routes."""

    kind: CallKind
    method: str
    pattern: str
    handle: Callable[[Call], Answer]
    is_open: bool = False
    asks: tuple[str, str] | None = None

    def match(self, method: str, path: str, query: Mapping[str, tuple[str, ...]]) -> Mapping[str, str] | None:
        is_asked = self.asks is None or self.asks[1] in query.get(self.asks[0], ())
        found = re.fullmatch(_regex(self.pattern), path) if method == self.method and is_asked else None
        return found.groupdict() if found else None


@dataclass(frozen=True, slots=True)
class Wire:
    """One provider's interface. prefix: its part of the emulator's path. key: the caller's key in the headers, "" for
    none. refuse: how an error is told. calls: what is sent once a job is over, genuine or forged; None for a provider
    that never calls. challenges: an address is called from the first only if it repeats a word."""

    name: str
    prefix: str
    routes: tuple[Route, ...]
    key: Callable[[Mapping[str, str]], str]
    refuse: Callable[[Trouble], Answer]
    calls: Callable[[Call, Job, bool], Callback] | None = None
    challenges: bool = False


def hexadecimal_uuid(mine: Digest) -> str:
    """A digest in the form of a UUID of version 4."""
    return f"{mine[:8]}-{mine[8:12]}-4{mine[13:16]}-9{mine[17:20]}-{mine[20:32]}"


def _regex(pattern: str) -> str:
    parts = re.split(r"(\{\w+(?::path)?\})", pattern)
    return "".join(_part(part) if part.startswith("{") else re.escape(part) for part in parts)


def _part(part: str) -> str:
    name, _, kind = part[1:-1].partition(":")
    return f"(?P<{name}>{'.+' if kind else '[^/]+'})"


def _exact(value: Any) -> Any:
    """JSON with its floats as text: a digest is of what has one spelling."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {f"-{key}": _exact(item) for key, item in value.items()}
    return [_exact(item) for item in value] if isinstance(value, list) else value
