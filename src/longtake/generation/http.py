"""The one door: every byte that goes to a provider or comes from one passes here.

Timeouts for each phase and for the whole, a cap on bytes, no proxies of the environment, no cookies, no redirects of
its own, nothing unpacked, and no address that `guard` refuses. What comes back says whether the request had left us.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from longtake.errors import GenerationError, MissingExtraError
from longtake.generation.guard import Target, checked_url
from longtake.generation.secrets import Secret

try:
    import httpx

    from longtake.generation.connecting import GuardedBackend, Resolver, system_resolver
    from longtake.generation.network import BEFORE_SENDING, FAILURES, Network, hush, in_words
except ImportError as error:
    raise MissingExtraError(
        f"asking providers needs a package that is not here: {error.name}",
        advice=("install it: pip install 'longtake[providers]'",),
    ) from error

__all__ = ["Answer", "Ask", "Door", "Form", "Limits", "NoAnswerError", "Stream", "TooLargeError"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two reads or writes, and in all; the most bytes of an answer."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 60.0
    most_bytes: int = 8 << 20


@dataclass(frozen=True, slots=True)
class Form:
    """A form with one file at most, as uploads are sent. fields: text by name; name: of the file, "" for none; field:
    that it stands in."""

    fields: Mapping[str, str]
    name: str = ""
    media_type: str = ""
    content: bytes = b""
    field: str = "file"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. body: a value that becomes JSON, a form, bytes as they are, or None. is_fresh: sent over a connection
    of its own, since one that was kept may die just then, and then nobody knows whether the request had arrived."""

    method: str
    url: str
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    body: Any = None
    limits: Limits = Limits()
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. headers: names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises ValueError where it is none."""
        return json.loads(self.body, parse_constant=_no_number)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class NoAnswerError(GenerationError):
    """No whole answer came. was_sent: whether the request, or a part of it, had left: then it may have been acted
    on."""

    def __init__(self, what: str, *, was_sent: bool) -> None:
        super().__init__(what)
        self.was_sent = was_sent


class TooLargeError(NoAnswerError):
    """The answer has more bytes than are taken."""


class Stream:
    """An answer that is being read."""

    def __init__(self, response: httpx.Response, most_bytes: int) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}
        self._response, self._most = response, most_bytes
        if self.headers.get("content-encoding", "identity") != "identity":
            raise NoAnswerError("the answer is packed, though that was not asked for", was_sent=True)

    @property
    def announced(self) -> int | None:
        """The bytes that the answer says it has; None where it says nothing that can be read."""
        told = self.headers.get("content-length", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come. Raises TooLargeError past the limit, NoAnswerError where there are fewer than
        announced."""
        got = 0
        if (self.announced or 0) > self._most:
            raise self._too_large(self.announced)
        async for chunk in self._response.aiter_raw():
            got += len(chunk)
            if got > self._most:
                raise self._too_large(got)
            yield chunk
        if self.announced is not None and got != self.announced:
            raise NoAnswerError(f"the answer ended after {got} of {self.announced} bytes", was_sent=True)

    async def whole(self) -> bytes:
        return b"".join([chunk async for chunk in self.chunks()])

    def _too_large(self, found: int | None) -> TooLargeError:
        return TooLargeError(f"the answer has {found} bytes or more; at most {self._most} are taken", was_sent=True)


class Door:
    """The way out. One for an event loop; close it, or use it with `async with`.

    allow_loopback: this machine may be asked too (an emulator). own: servers on this machine that may be asked, and
    nothing else there. resolver: finds addresses. transport: takes requests
    in place of the network, such as `httpx.ASGITransport`; addresses are then not looked up. connections: at most, at
    once.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        own: Collection[Target] = (),
        resolver: Resolver = system_resolver,
        transport: httpx.AsyncBaseTransport | None = None,
        connections: int = 200,
    ) -> None:
        self._allow_loopback, self._own = allow_loopback, frozenset(own)
        self._is_traced = transport is None
        backend = GuardedBackend(resolver, allow_loopback=allow_loopback, own=own)
        self._transport = transport or Network(backend, connections)
        hush()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def ask(self, ask: Ask) -> Answer:
        """The whole answer, whatever its status. Raises NoAnswerError, and ForbiddenAddressError before anything is
        sent."""
        async with self.opened(ask) as stream:
            return Answer(stream.status, stream.headers, await stream.whole())

    @asynccontextmanager
    async def opened(self, ask: Ask) -> AsyncIterator[Stream]:
        """The answer, to be read while the context lasts. Raises as `ask` does, within the context too."""
        host = checked_url(ask.url, allow_loopback=self._allow_loopback, own=self._own)
        progress = _Progress(is_sent=not self._is_traced)
        try:
            async with asyncio.timeout(ask.limits.total):
                response = await self._transport.handle_async_request(_request(ask, progress))
                progress.is_sent = True
                try:
                    yield Stream(response, ask.limits.most_bytes)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            what = f"{host} did not answer within {ask.limits.total:g} s"
            raise NoAnswerError(what, was_sent=progress.is_sent) from error
        except FAILURES as error:
            was_sent = progress.is_sent and not isinstance(error, BEFORE_SENDING)
            raise NoAnswerError(f"{host}: {in_words(error)}", was_sent=was_sent) from error


@dataclass(slots=True)
class _Progress:
    """How far a request has come, told by the pool."""

    is_sent: bool

    async def trace(self, event: str, details: Any) -> None:
        if event.endswith(".send_request_headers.started"):
            self.is_sent = True


def _request(ask: Ask, progress: _Progress) -> httpx.Request:
    headers = {name: value.reveal() if isinstance(value, Secret) else value for name, value in ask.headers.items()}
    headers |= {"accept-encoding": "identity", "user-agent": "longtake"}
    content: dict[str, Any] = {}
    if isinstance(ask.body, Form):
        form = ask.body
        file = {form.field: (form.name, form.content, form.media_type)} if form.name else {}
        content = {"files": {**{name: (None, text) for name, text in form.fields.items()}, **file}}
    elif isinstance(ask.body, bytes):
        content = {"content": ask.body}
    elif ask.body is not None:
        headers["content-type"] = "application/json"
        content = {"content": json.dumps(ask.body, ensure_ascii=False, allow_nan=False).encode()}
    limits = ask.limits
    timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.total}
    extensions = {"timeout": timeouts, "trace": progress.trace, "is_fresh": ask.is_fresh}
    return httpx.Request(ask.method, ask.url, headers=headers, extensions=extensions, **content)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")
