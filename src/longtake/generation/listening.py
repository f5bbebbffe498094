"""A small HTTP/1.1 server for the receiver of callbacks: one call a connection, few at a time, none for long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from longtake.errors import InputError, MissingExtraError
from longtake.generation.callbacks import Application

try:
    import h11
except ImportError as error:
    raise MissingExtraError(
        "the receiver of callbacks needs the package h11", advice=("pip install 'longtake[callbacks]'",)
    ) from error

__all__ = ["serving"]

_SECONDS = 15.0
_AT_A_TIME = 64
_READ = 1 << 16


@asynccontextmanager
async def serving(application: Application, host: str, port: int) -> AsyncIterator[str]:
    """Serves while the block runs, and gives the address. port: 0 for any that is free. Raises InputError where the
    port is taken."""
    talks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(talks) >= _AT_A_TIME:
            writer.close()
            return
        talk = asyncio.ensure_future(_Connection(application, reader, writer).talk())
        talks.add(talk)
        talk.add_done_callback(talks.discard)

    try:
        server = await asyncio.start_server(connected, host, port)
    except OSError as error:
        what = f"{host}, port {port}, cannot be listened on: {error.strerror or error}"
        raise InputError(what, advice=("name another with --port",)) from error
    name = f"[{host}]" if ":" in host else host
    try:
        yield f"http://{name}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for talk in list(talks):
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


class _Connection:
    """One connection, one call."""

    def __init__(self, application: Application, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._application, self._reader, self._writer = application, reader, writer
        self._http = h11.Connection(h11.SERVER)

    async def talk(self) -> None:
        """A caller who goes away, speaks no HTTP or takes its time is let go."""
        try:
            with suppress(ConnectionError, TimeoutError, h11.RemoteProtocolError, h11.LocalProtocolError):
                async with asyncio.timeout(_SECONDS):
                    await self._answer()
        finally:
            self._writer.close()

    async def _answer(self) -> None:
        head = await self._event()
        if not isinstance(head, h11.Request):
            return
        target = head.target.decode("latin-1")
        scope = {
            "type": "http",
            "method": head.method.decode(),
            "path": target.partition("?")[0],
            "headers": [(name.lower(), value) for name, value in head.headers],
        }
        await self._application(scope, self._receive, self._send)

    async def _receive(self) -> MutableMapping[str, Any]:
        """See ASGI: a part of the body."""
        event = await self._event()
        if isinstance(event, h11.Data):
            return {"type": "http.request", "body": bytes(event.data), "more_body": True}
        if isinstance(event, h11.EndOfMessage):
            return {"type": "http.request", "body": b"", "more_body": False}
        raise ConnectionAbortedError

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        """See ASGI."""
        if message["type"] == "http.response.start":
            headers = [*message["headers"], (b"connection", b"close")]
            await self._write(h11.Response(status_code=message["status"], headers=headers))
            return
        await self._write(h11.Data(data=message["body"]))
        await self._write(h11.EndOfMessage())

    async def _event(self) -> Any:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                await self._write(h11.InformationalResponse(status_code=100, headers=[]))
            self._http.receive_data(await self._reader.read(_READ))
        return event

    async def _write(self, event: Any) -> None:
        data = self._http.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()
