"""A small HTTP/1.1 server on loopback, by h11: it can break off, drip, fall silent and lie about lengths."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from longtake.emulator.calling import Calling
from longtake.emulator.reception import Reception
from longtake.emulator.reply import Reply, Request
from longtake.errors import InputError, MissingExtraError

try:
    import h11
except ImportError as error:
    raise MissingExtraError(
        "the emulator's server needs the package h11", advice=("pip install 'longtake[emulator]'",)
    ) from error

__all__ = ["serving"]

_HOST = "127.0.0.1"
_READ = 2**16
_LARGEST = 256 * 2**20
_DRIPS = 20


@asynccontextmanager
async def serving(reception: Reception, port: int = 0) -> AsyncIterator[str]:
    """Serves on loopback while the block runs, and gives the address. port: 0 for any that is free.

    Raises InputError where the port is taken.
    """
    talks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.ensure_future(_Connection(reception, reader, writer).talk())
        talks.add(talk)
        talk.add_done_callback(talks.discard)

    try:
        server = await asyncio.start_server(connected, _HOST, port)
    except OSError as error:
        raise InputError(
            f"port {port} cannot be listened on: {error.strerror}", advice=("name another with --port",)
        ) from error
    address = f"http://{_HOST}:{server.sockets[0].getsockname()[1]}"
    calling = asyncio.create_task(Calling(reception).run())
    try:
        yield address
    finally:
        server.close()
        calling.cancel()
        for talk in list(talks):
            talk.cancel()
        await asyncio.gather(calling, *talks, return_exceptions=True)


class _Connection:
    """One connection, request after request."""

    def __init__(self, reception: Reception, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reception, self._reader, self._writer = reception, reader, writer
        self._http = h11.Connection(h11.SERVER)

    async def talk(self) -> None:
        """Answers until either side has had enough; a caller who goes away or speaks no HTTP is let go."""
        try:
            with suppress(ConnectionError, h11.RemoteProtocolError):
                await self._answer_all()
        finally:
            self._writer.close()

    async def _answer_all(self) -> None:
        while (request := await self._request()) is not None:
            await self._deliver(await self._reception.answer(request))
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return
            self._http.start_next_cycle()

    async def _request(self) -> Request | None:
        head, body = None, b""
        while True:
            event = await self._event()
            if isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > _LARGEST:
                    raise ConnectionAbortedError
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                headers = {name.decode().lower(): value.decode("latin-1") for name, value in head.headers}
                return Request(head.method.decode(), head.target.decode("latin-1"), headers, body)
            else:
                return None

    async def _event(self) -> Any:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                await self._send(h11.InformationalResponse(status_code=100, headers=[]))
            self._http.receive_data(await self._reader.read(_READ))
        return event

    async def _deliver(self, reply: Reply) -> None:
        if reply.is_silent:
            await self._reader.read()  # until the caller has had enough
            return
        if reply.cut_after == -1:
            self._writer.transport.abort()
            return
        headers = dict(reply.headers)
        if not reply.is_endless and reply.status != 204:
            headers["content-length"] = str(len(reply.body) if reply.declared is None else reply.declared)
        await self._send(h11.Response(status_code=reply.status, headers=list(headers.items())))
        await self._send_body(reply)

    async def _send_body(self, reply: Reply) -> None:
        body = reply.body if reply.cut_after is None else reply.body[: reply.cut_after]
        size = max(-(-len(body) // _DRIPS), 1) if reply.drip else _READ
        for start in range(0, len(body), size):
            await self._send(h11.Data(data=body[start : start + size]))
            await asyncio.sleep(reply.drip / 1000 / _DRIPS)
        while reply.is_endless:
            await self._send(h11.Data(data=bytes(_READ)))
        if reply.cut_after is not None:
            self._writer.transport.abort()
            return
        await self._send(h11.EndOfMessage())

    async def _send(self, event: Any) -> None:
        data = self._http.send(event)
        if data:
            self._writer.write(data)
            await self._writer.drain()
