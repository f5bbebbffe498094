"""The one door: every byte that goes to a provider or comes from one passes here.

Timeouts for each phase and for the whole, a cap on bytes, no proxies of the environment, no cookies, no redirects of
its own, nothing unpacked, and no address that `guard` refuses. What comes back says whether the request had left us.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

from longtake.errors import GenerationError, MissingExtraError
from longtake.generation.guard import Target, checked_url
from longtake.generation.secrets import Secret

try:
    import httpcore
    import httpx

    from longtake.generation.connecting import GuardedBackend, Resolver, system_resolver
except ImportError as error:
    raise MissingExtraError(
        f"asking providers needs a package that is not here: {error.name}",
        advice=("install it: pip install 'longtake[providers]'",),
    ) from error

__all__ = ["Answer", "Ask", "Door", "Form", "Limits", "NoAnswerError", "Stream", "TooLargeError"]

_FAILURES = (
    httpx.TransportError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
)


_POOL = 8


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
        self._transport = transport or _Network(backend, connections)
        _hush()

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
        except _FAILURES as error:
            was_sent = progress.is_sent and not isinstance(error, _BEFORE_SENDING)
            raise NoAnswerError(f"{host}: {_in_words(error)}", was_sent=was_sent) from error


@dataclass(slots=True)
class _Progress:
    """How far a request has come, told by the pool."""

    is_sent: bool

    async def trace(self, event: str, details: Any) -> None:
        if event.endswith(".send_request_headers.started"):
            self.is_sent = True


class _Network(httpx.AsyncBaseTransport):
    """Connections to checked addresses, some of which are kept.

    A pool looks at each of its connections whenever a request comes or goes; so there are many small ones, filled from
    the first on, which keeps few connections open where little is asked.
    """

    def __init__(self, backend: GuardedBackend, connections: int) -> None:
        context = httpx.create_ssl_context(trust_env=False)
        pool = partial(httpcore.AsyncConnectionPool, context, keepalive_expiry=20.0, network_backend=backend)
        self._kept = [_Pool(pool(max_connections=_POOL)) for _ in range(-(-connections // _POOL))]
        self._fresh = _Pool(pool(max_connections=connections, max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        pool = self._fresh if request.extensions.get("is_fresh") else self._freest()
        return await pool.answered(asked)

    def _freest(self) -> _Pool:
        """The first pool with a connection to spare, or the one with the fewest requests."""
        return next((pool for pool in self._kept if pool.busy < _POOL), None) or min(
            self._kept, key=lambda pool: pool.busy
        )

    async def aclose(self) -> None:
        for pool in (*self._kept, self._fresh):
            await pool.inner.aclose()


class _Pool:
    """A pool, and how many requests it is busy with."""

    def __init__(self, inner: httpcore.AsyncConnectionPool) -> None:
        self.inner, self.busy = inner, 0

    async def answered(self, asked: httpcore.Request) -> httpx.Response:
        self.busy += 1
        try:
            response = await self.inner.handle_async_request(asked)
        except BaseException:
            self.busy -= 1
            raise
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response, self))


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response, pool: _Pool) -> None:
        self._response, self._pool, self._is_open = response, pool, True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        if self._is_open:
            self._is_open = False
            self._pool.busy -= 1
        await self._response.aclose()


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


def _in_words(error: Exception) -> str:
    """What happened; the libraries' own words where they have any."""
    kinds = {
        "ConnectTimeout": "no connection in time",
        "ReadTimeout": "it stopped answering",
        "WriteTimeout": "it stopped listening",
        "PoolTimeout": "no connection was free in time",
    }
    name = type(error).__name__
    return kinds.get(name) or str(error) or {"ConnectError": "no connection"}.get(name, "the connection broke")


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _hush() -> None:
    """The pool's debug log quotes the headers of answers, and so signed addresses: it is off unless asked for by
    name."""
    log = logging.getLogger("httpcore")
    if log.level == logging.NOTSET:
        log.setLevel(logging.WARNING)
