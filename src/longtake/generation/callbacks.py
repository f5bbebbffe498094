"""Callbacks: a provider tells an address of ours that a job is over. What it tells is a hint to poll now, never more:
what became of the job, and where its take lies, is asked of the provider; a callback that is lost costs a wait."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from longtake.errors import LedgerError
from longtake.generation.callers import CALLERS
from longtake.generation.clock import Clock
from longtake.generation.hints import CALLBACKS
from longtake.generation.provider import Job
from longtake.generation.signing import ForgedError, KeysMissingError, Signatures
from longtake.ledger import OPEN, Ledger, Purchase
from longtake.media import digest_bytes

__all__ = ["LARGEST", "Application", "Receiver", "Response", "application"]

LARGEST = 1 << 20
"""Bytes of a call's body that are read."""
_SECONDS = 10.0
_PER_MINUTE = 600
_LONGEST_CHALLENGE = 256

_WELL: Mapping[str, bytes] = {"minimax": b'{"status": "success"}'}
"""What a provider wants to hear beside the status."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Mapping[str, Any], Receive, Send], Awaitable[None]]
"""ASGI."""


@dataclass(frozen=True, slots=True)
class Response:
    """What a call is answered with. body: JSON, b"" for nothing: whoever calls learns no more than a status."""

    status: int
    body: bytes = b""


class Receiver:
    """Where calls arrive, for one event loop. signatures: by provider, those that are listened to."""

    def __init__(self, ledger: Ledger, signatures: Mapping[str, Signatures], clock: Clock) -> None:
        self._ledger, self._signatures, self._clock = ledger, signatures, clock
        self._arrived: deque[float] = deque()

    def admits(self, method: str) -> Response | None:
        """What is said to a call of which nothing more is read; None for one that is. Calls are counted over a minute,
        whoever makes them."""
        now = self._clock.now()
        while self._arrived and now - self._arrived[0] > 60:
            self._arrived.popleft()
        self._arrived.append(now)
        if len(self._arrived) > _PER_MINUTE:
            self._arrived.pop()
            return Response(429)
        return None if method == "POST" else Response(405)

    async def receive(self, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """headers: names in small letters. The same call twice changes nothing the second time. Raises
        KeysMissingError, LedgerError where nothing can be told now: the provider may call again."""
        if len(body) > LARGEST:
            return Response(413)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(415)
        provider, token = _named(path)
        signatures = self._signatures.get(provider)
        purchase = await asyncio.to_thread(self._by_token, provider, token) if token else None
        if signatures is None or CALLERS[provider].is_account_wide != (not token) or (token and purchase is None):
            return Response(404)
        try:
            job = await signatures.check(headers, body)
        except ForgedError:
            return Response(401)
        if purchase is None:
            purchase = await asyncio.to_thread(self._ledger.by_job, provider, job) if job else None
        return await self._heard(purchase, job, headers, body)

    async def _heard(self, purchase: Purchase | None, job: str, headers: Mapping[str, str], body: bytes) -> Response:
        if purchase is None or (job and purchase.provider_job and Job.parse(purchase.provider_job).id != job):
            return Response(404)
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return Response(400)
        if (challenge := _challenge(purchase.intent.provider, said)) is not None:
            return Response(200, json.dumps({"challenge": challenge}).encode())
        if purchase.state in OPEN:
            call = digest_bytes(headers.get("webhook-id", "").encode() or body)
            await asyncio.to_thread(self._ledger.heard, purchase.id, call)
        return Response(200, _WELL.get(purchase.intent.provider, b""))

    def _by_token(self, provider: str, token: str) -> Purchase | None:
        """The purchase of a token that this provider was asked for."""
        found = self._ledger.by_token(token)
        return found if found is not None and found.intent.provider == provider else None


def application(receiver: Callable[[], Awaitable[Receiver]], close: Callable[[], Awaitable[None]]) -> Application:
    """The receiver as an ASGI application, to be served, or mounted anywhere, by whatever server the user has.
    receiver: opened at the first call; close: once the server ends, where it says so."""

    async def answer(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send, close)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        else:
            await _tell(send, await _answer(receiver, scope, receive))

    return answer


async def _answer(receiver: Callable[[], Awaitable[Receiver]], scope: Mapping[str, Any], receive: Receive) -> Response:
    try:
        mine = await receiver()
        refused = mine.admits(scope["method"])
        if refused is not None:
            return refused
        async with asyncio.timeout(_SECONDS):
            body = await _body(receive)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        return await mine.receive(scope["path"], headers, body)
    except TimeoutError:
        return Response(408)
    except (KeysMissingError, LedgerError):  # the provider calls again; whoever called learns nothing of it
        return Response(503)


async def _tell(send: Send, response: Response) -> None:
    headers = [(b"content-length", str(len(response.body)).encode())]
    headers += [(b"content-type", b"application/json")] if response.body else []
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


async def _live(receive: Receive, send: Send, close: Callable[[], Awaitable[None]]) -> None:
    """The server's own beginning and end."""
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    with suppress(LedgerError):
        await close()
    await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Receive) -> bytes:
    """What was sent; of a body that is too large, as much as shows that."""
    body, more = b"", True
    while more and len(body) <= LARGEST:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def _challenge(provider: str, said: Any) -> str | None:
    """What MiniMax wants to hear again before it takes an address."""
    text = said.get("challenge") if isinstance(said, dict) and provider == "minimax" else None
    return text if isinstance(text, str) and 0 < len(text) <= _LONGEST_CHALLENGE else None


def _named(path: str) -> tuple[str, str]:
    """Provider and token, wherever the application is mounted; no token in an account's own address."""
    _, found, rest = path.rpartition(f"{CALLBACKS}/")
    provider, _, token = rest.partition("/")
    return (provider, token) if found and "/" not in token else ("", "")
