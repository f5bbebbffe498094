"""The network behind the door: pools of connections to checked addresses, and what goes wrong on the way."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from functools import partial

import httpcore
import httpx

from longtake.generation.connecting import GuardedBackend

__all__ = ["BEFORE_SENDING", "FAILURES", "Network", "hush", "in_words"]

FAILURES = (
    httpx.TransportError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
)

_POOL = 8


class Network(httpx.AsyncBaseTransport):
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


def in_words(error: Exception) -> str:
    """What happened; the libraries' own words where they have any."""
    kinds = {
        "ConnectTimeout": "no connection in time",
        "ReadTimeout": "it stopped answering",
        "WriteTimeout": "it stopped listening",
        "PoolTimeout": "no connection was free in time",
    }
    name = type(error).__name__
    return kinds.get(name) or str(error) or {"ConnectError": "no connection"}.get(name, "the connection broke")


def hush() -> None:
    """The pool's debug log quotes the headers of answers, and so signed addresses: it is off unless asked for by
    name."""
    log = logging.getLogger("httpcore")
    if log.level == logging.NOTSET:
        log.setLevel(logging.WARNING)
