"""Callbacks: a provider tells an address of ours that a job is over. What it tells is a hint to poll now, never more:
what became of the job, and where its take lies, is asked of the provider; a callback that is lost costs a wait."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol

from longtake.errors import InputError, LedgerError
from longtake.generation.clock import Clock
from longtake.generation.guard import checked_url
from longtake.generation.provider import Job
from longtake.generation.signatures import ForgedError, KeysMissingError
from longtake.ledger import OPEN, Ledger, Purchase

__all__ = ["Callback", "Callbacks", "Signatures", "application"]

_PATH = "/callbacks"
_LARGEST = 1 << 20
_PER_MINUTE = 600

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Callback:
    """A call that its provider signed. token: of the purchase, from the address; job: the provider's id of it."""

    provider: str
    token: str
    job: str


class Signatures(Protocol):
    """How one provider's calls are told from anybody else's."""

    async def check(self, headers: Mapping[str, str], body: bytes) -> str:
        """The provider's id of the job. Raises ForgedError, KeysMissingError."""
        ...


class Callbacks:
    """Where calls arrive, for one event loop. base: the address of ours, by https, under which `application` can be
    reached from outside; signatures: by provider, those that are listened to."""

    def __init__(self, base: str, ledger: Ledger, signatures: Mapping[str, Signatures], clock: Clock) -> None:
        """Raises ForbiddenAddressError for a base that no provider could call."""
        checked_url(base, allow_loopback=True)
        self._base, self._ledger, self._signatures, self._clock = base.rstrip("/"), ledger, signatures, clock
        self._called: dict[str, asyncio.Event] = {}
        self._heard: set[Callback] = set()
        self._arrived: deque[float] = deque()

    def address(self, provider: str, token: str) -> str:
        """Where the provider is to call for one purchase; "" for a provider that is not listened to."""
        return f"{self._base}{_PATH}/{provider}/{token}" if provider in self._signatures else ""

    def called(self, token: str) -> asyncio.Event:
        """Is set once the provider has called for this purchase, also if that was before anybody asked."""
        return self._called.setdefault(token, asyncio.Event())

    async def receive(self, path: str, headers: Mapping[str, str], body: bytes) -> int:
        """The status of HTTP that a call is answered with; nothing else is said. headers: names in small letters. The
        same call twice changes nothing the second time."""
        if self._are_too_many():
            return 429
        if len(body) > _LARGEST:
            return 413
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415
        provider, token = _named(path)
        purchase = await self._purchase(provider, token)
        if purchase is None:
            return 404
        try:
            job = await self._signatures[provider].check(headers, body)
        except ForgedError:
            return 401
        return self._hear(Callback(provider, token, job), purchase, body)

    def _hear(self, call: Callback, purchase: Purchase, body: bytes) -> int:
        if purchase.provider_job is not None and Job.parse(purchase.provider_job).id != call.job:
            return 404
        try:
            json.loads(body)
        except ValueError:
            return 400
        if call not in self._heard and purchase.state in OPEN:
            self._heard.add(call)
            self.called(call.token).set()
        return 200

    async def _purchase(self, provider: str, token: str) -> Purchase | None:
        """The purchase of a token that this provider was asked for."""
        if provider not in self._signatures or not token:
            return None
        found = await asyncio.to_thread(self._ledger.by_token, token)
        return found if found is not None and found.intent.provider == provider else None

    def _are_too_many(self) -> bool:
        """Calls are counted over a minute, whoever makes them."""
        now = self._clock.now()
        while self._arrived and now - self._arrived[0] > 60:
            self._arrived.popleft()
        self._arrived.append(now)
        return len(self._arrived) > _PER_MINUTE


def application(callbacks: Callbacks) -> Callable[[Mapping[str, Any], Receive, Send], Awaitable[None]]:
    """The receiver as an ASGI application, to be served, or mounted at its base, by whatever server the user has."""

    async def answer(scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise InputError(
                f"callbacks arrive over HTTP, not as {scope['type']!r}", advice=("serve with lifespan off",)
            )
        body = await _body(receive)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            status = await callbacks.receive(scope["path"], headers, body) if scope["method"] == "POST" else 405
        except (KeysMissingError, LedgerError):  # the provider calls again; whoever called learns nothing of it
            status = 503
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return answer


async def _body(receive: Receive) -> bytes:
    """What was sent; of a body that is too large, as much as shows that."""
    body, more = b"", True
    while more and len(body) <= _LARGEST:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def _named(path: str) -> tuple[str, str]:
    """Provider and token, wherever the application is mounted."""
    parts = path.split("/")
    if len(parts) < 4 or f"/{parts[-3]}" != _PATH:
        return "", ""
    return parts[-2], parts[-1]
