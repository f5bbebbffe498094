"""Receiving: where providers' calls arrive, and which providers are told the address."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from longtake.errors import ForbiddenAddressError, InputError
from longtake.generation.accounts import emulated_address
from longtake.generation.callers import called_for, callers_of, signatures_of
from longtake.generation.clock import Clock, SystemClock
from longtake.generation.guard import checked_url
from longtake.generation.hints import Hints
from longtake.generation.keyfile import kept_keys
from longtake.ledger import Realm
from longtake.store import open_workspace

if TYPE_CHECKING:
    from longtake.generation.callbacks import Application, Receiver
    from longtake.generation.signing import Signatures
    from longtake.ledger import Ledger

__all__ = ["ADDRESS", "callback_receiver", "hints_for", "receiving"]

ADDRESS = "LONGTAKE_CALLBACK_URL"
"""The variable that names the address under which providers reach our receiver."""


def callback_receiver(workspace: str | Path | None = None) -> Application:
    """An ASGI application that providers call when a job is over, to be served, or mounted anywhere, by whatever server
    you have; `longtake make` then polls that job at once. workspace: where the films are made, as everywhere.

    It believes nothing but that it is time to poll. What stands before it (its mount, a proxy) must reach it at
    `LONGTAKE_CALLBACK_URL` for whoever runs `make`. Raises MissingExtraError, and OperatorError for a secret that is
    none.
    """
    from longtake.generation.callbacks import application

    opened = _Opened(open_workspace(workspace).ledger, os.environ)
    return application(opened.receiver, opened.close)


@asynccontextmanager
async def receiving(workspace: str | Path | None, host: str, port: int) -> AsyncIterator[str]:
    """Serves the receiver while the block runs, and gives its address. Raises as `callback_receiver`, and InputError
    for a port that is taken."""
    from longtake.generation.callbacks import application
    from longtake.generation.listening import serving

    opened = _Opened(open_workspace(workspace).ledger, os.environ)
    try:
        async with serving(application(opened.receiver, opened.close), host, port) as address:
            yield address
    finally:
        await opened.close()


def hints_for(environ: Mapping[str, str], realm: Realm, clock: Clock) -> Hints | None:
    """What `make` tells the providers that it buys from; None where no address of ours is named. Raises InputError for
    one that providers cannot reach: theirs to call is https on the public internet, an emulator's also this machine."""
    base = environ.get(ADDRESS, "")
    if not base:
        return None
    try:
        checked_url(base, allow_loopback=realm == "emulated")
    except ForbiddenAddressError as error:
        advice = (f"unset {ADDRESS}: jobs are polled anyway", "or name the https address of your receiver")
        raise InputError(error.findings[0].message, place=ADDRESS, advice=advice) from None
    listened = callers_of(environ, kept_keys(environ) if realm == "live" else {})
    return Hints(base, [name for name in listened if called_for(name, listened)], clock)


class _Opened:
    """The receiver and what it needs, from its first call on: a server's loop is running only then."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        from longtake.generation.http import Door

        self._path, self._clock = path, SystemClock()
        self._listened = callers_of(environ, kept_keys(environ))
        self._fal = emulated_address("fal", environ)
        self._door_of = partial(Door, allow_loopback=bool(self._fal))
        self._door: Door | None = None
        self._ledger: Ledger | None = None
        self._receiver: Receiver | None = None
        self._signatures_of("fal")  # what is missing is told before anything is served

    async def receiver(self) -> Receiver:
        from longtake.generation.callbacks import Receiver
        from longtake.ledger import Ledger

        if self._receiver is None:
            self._ledger = Ledger.open(self._path)
            self._receiver = Receiver(
                self._ledger, {name: self._signatures_of(name) for name in self._listened}, self._clock
            )
        return self._receiver

    async def close(self) -> None:
        ledger, door = self._ledger, self._door
        self._ledger = self._door = self._receiver = None
        if door is not None:
            await door.aclose()
        if ledger is not None:
            ledger.close()

    def _signatures_of(self, provider: str) -> Signatures:
        if provider != "fal":
            return signatures_of(provider, self._listened[provider], self._clock)
        from longtake.generation.signatures import FAL_KEYS, FalSignatures

        self._door = self._door or self._door_of()
        url = f"{self._fal}/.well-known/jwks.json" if self._fal else FAL_KEYS
        return FalSignatures(self._door, self._clock, url)
