"""A server on this machine that does what a test says, byte by byte, so that it can also misbehave."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from longtake.generation.guard import Address

Handler = Callable[["Heard"], Awaitable[None]]


@dataclass
class Heard:
    """One request, and the way to answer it. head: the request line and its headers, as they came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    writer: asyncio.StreamWriter = field(repr=False)

    async def send(self, *parts: bytes) -> None:
        self.writer.write(b"".join(parts))
        await self.writer.drain()

    async def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        named = {"content-length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        await self.send(f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode(), body)


class Server:
    """Where it listens, and what it heard. connections: how many were made to it."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.heard: list[Heard] = []
        self.connections = 0
        self.port = 0
        self._talks: list[asyncio.Task[None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._talks.append(asyncio.create_task(self._talk(reader, writer)))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    one = await _read(reader, writer)
                    self.heard.append(one)
                    await self._handler(one)
        finally:
            writer.close()

    async def end(self) -> None:
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    method, target, _ = head[0].split()
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Heard(method, target, headers, body, writer)


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[Server]:
    server = Server(handler)
    listening = await asyncio.start_server(server.meet, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await server.end()


def resolving(**names: str | Sequence[str]) -> Any:
    """A look-up of its own that counts: `resolving(localhost="127.0.0.1")`; `calls` is what was asked."""
    calls: list[str] = []

    async def resolver(host: str, port: int) -> Sequence[Address]:
        calls.append(host)
        if host not in names:
            raise OSError(f"{host} is not known")
        found = names[host]
        return [ip_address(one) for one in ([found] if isinstance(found, str) else found)]

    resolver.calls = calls  # type: ignore[attr-defined]
    return resolver


HERE = resolving(**{"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "other.localhost": "127.0.0.1"})
