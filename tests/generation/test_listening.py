"""The receiver's own server: on this machine alone unless asked, one call a connection, nothing for long."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx
import pytest

from longtake.errors import InputError
from longtake.generation import listening
from longtake.generation.callbacks import LARGEST, Receiver, application

HEADERS = {"content-type": "application/json"}


class Heard(Receiver):
    """Takes every call, and keeps it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Mapping[str, str], bytes]] = []

    def admits(self, method: str) -> Any:
        return None

    async def receive(self, path: str, headers: Mapping[str, str], body: bytes) -> Any:
        from longtake.generation.callbacks import Response

        self.calls.append((path, headers, body))
        return Response(413 if len(body) > LARGEST else 200)


def served(play: Callable[[str, Heard], Awaitable[None]]) -> Heard:
    heard = Heard()

    async def receiver() -> Receiver:
        return heard

    async def close() -> None:
        pass

    async def run() -> None:
        async with listening.serving(application(receiver, close), "127.0.0.1", 0) as address:
            await play(address, heard)

    asyncio.run(run())
    return heard


def test_a_call_arrives_whole_and_the_connection_is_closed() -> None:
    async def play(address: str, heard: Heard) -> None:
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{address}/callbacks/ark/token?x=1", content=b"{}" * 50_000, headers=HEADERS)
        assert (answer.status_code, answer.content, answer.headers["connection"]) == (200, b"", "close")

    heard = served(play)
    ((path, headers, body),) = heard.calls
    assert (path, headers["content-type"], len(body)) == ("/callbacks/ark/token", "application/json", 100_000)


def test_of_a_body_without_end_no_more_is_read_than_shows_that() -> None:
    async def play(address: str, heard: Heard) -> None:
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{address}/callbacks/ark/token", content=bytes(LARGEST + 9), headers=HEADERS)
        assert answer.status_code == 413

    assert len(served(play).calls[0][2]) <= LARGEST + (1 << 17)


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"x" * 200_000, b""])
def test_who_speaks_no_http_is_let_go(sent: bytes) -> None:
    async def play(address: str, heard: Heard) -> None:
        reader, writer = await asyncio.open_connection(*address.removeprefix("http://").split(":"))
        writer.write(sent)
        writer.write_eof()
        with suppress(ConnectionError):
            assert b"200" not in await reader.read()
        writer.close()

    assert served(play).calls == []


def test_who_takes_his_time_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_SECONDS", 0.05)

    async def play(address: str, heard: Heard) -> None:
        reader, writer = await asyncio.open_connection(*address.removeprefix("http://").split(":"))
        writer.write(b"POST /callbacks/ark/token HTTP/1.1\r\nhost: x\r\n")
        assert await reader.read() == b""
        writer.close()

    assert served(play).calls == []


def test_a_body_that_never_comes_is_waited_for_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longtake.generation.callbacks._SECONDS", 0.05)

    async def play(address: str, heard: Heard) -> None:
        reader, writer = await asyncio.open_connection(*address.removeprefix("http://").split(":"))
        writer.write(b"POST /callbacks/ark/token HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{")
        assert (await reader.read()).startswith(b"HTTP/1.1 408")
        writer.close()

    assert served(play).calls == []


def test_more_connections_than_anybody_needs_are_closed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_AT_A_TIME", 1)

    async def play(address: str, heard: Heard) -> None:
        host, port = address.removeprefix("http://").split(":")
        _, first = await asyncio.open_connection(host, port)
        first.write(b"POST")
        await first.drain()
        await asyncio.sleep(0)
        reader, second = await asyncio.open_connection(host, port)
        assert await reader.read() == b""
        first.close()
        second.close()

    served(play)


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        async def run() -> None:
            async with listening.serving(application(None, None), "127.0.0.1", port):  # type: ignore[arg-type]
                pass

        with pytest.raises(InputError, match=rf"127.0.0.1, port {port}, cannot be listened on"):
            asyncio.run(run())


def test_the_application_says_when_it_is_up_and_closes_what_it_opened() -> None:
    """As servers ask that mount it."""
    closed, said = [], []
    told = iter(({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}))

    async def close() -> None:
        closed.append(True)

    async def receive() -> Any:
        return next(told)

    async def send(message: Any) -> None:
        said.append(message["type"])

    asyncio.run(application(None, close)({"type": "lifespan"}, receive, send))  # type: ignore[arg-type]
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert closed == [True]
