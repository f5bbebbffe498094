"""The door: what leaves, what is taken, and what is known when no answer comes."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from loopback import HERE, Heard, Server, resolving, serving

from longtake.errors import ForbiddenAddressError
from longtake.generation.http import Answer, Ask, Door, Form, Limits, NoAnswerError, TooLargeError
from longtake.generation.secrets import Secret

QUICK = Limits(connect=1.0, read=0.2, total=0.4, most_bytes=1000)


def asked(handler: Callable[[Heard], Awaitable[None]], *asks: Ask, path: str = "/x") -> tuple[list[Any], Server]:
    """What comes back for each request, answers and errors alike. A request without an address goes to the server."""

    async def run() -> tuple[list[Any], Server]:
        async with serving(handler) as server, Door(allow_loopback=True, resolver=HERE) as door:
            made = [
                Ask(one.method, one.url or server.url + path, one.headers, one.body, one.limits, one.is_fresh)
                for one in asks or (Ask("GET", "", limits=QUICK),)
            ]
            back: list[Any] = []
            for one in made:
                try:
                    back.append(await door.ask(one))
                except (NoAnswerError, ForbiddenAddressError) as error:
                    back.append(error)
            return back, server

    return asyncio.run(run())


def no_answer(handler: Callable[[Heard], Awaitable[None]], limits: Limits = QUICK) -> NoAnswerError:
    (error,), _ = asked(handler, Ask("POST", "", body={}, limits=limits))
    assert isinstance(error, NoAnswerError)
    return error


async def well(heard: Heard) -> None:
    await heard.answer(200, b'{"ok": true}', content_type="application/json")


def test_an_answer_comes_back_whole_whatever_its_status() -> None:
    async def teapot(heard: Heard) -> None:
        await heard.answer(418, b'{"short": 1}', X_Said="Yes")

    (answer,), server = asked(teapot, Ask("POST", "", {"authorization": Secret("k").after("Key ")}, {"a": "é"}))
    assert isinstance(answer, Answer)
    assert (answer.status, answer.json(), answer.headers["x-said"]) == (418, {"short": 1}, "Yes")
    (heard,) = server.heard
    assert heard.body == '{"a": "é"}'.encode()
    assert heard.headers["authorization"] == "Key k"
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["host"] == f"127.0.0.1:{server.port}"
    assert (heard.headers["accept-encoding"], heard.headers["user-agent"]) == ("identity", "longtake")


def test_a_form_is_sent_with_its_fields_before_its_file() -> None:
    _, server = asked(well, Ask("POST", "", body=Form({"key": "k1"}, "a.png", "image/png", b"\x89PNG")))
    body = server.heard[0].body
    assert body.index(b'name="key"') < body.index(b'name="file"; filename="a.png"') < body.index(b"\x89PNG")


def test_cookies_are_not_kept_and_redirects_not_followed() -> None:
    async def leading(heard: Heard) -> None:
        await heard.answer(302, b"", location="http://127.0.0.1:1/", set_cookie="a=b")

    back, server = asked(leading, Ask("GET", ""), Ask("GET", ""))
    assert [answer.status for answer in back] == [302, 302]
    assert "cookie" not in server.heard[1].headers


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    (answer,), _ = asked(well)
    assert answer.status == 200


def test_connections_are_kept_for_polls_and_not_for_orders() -> None:
    _, server = asked(well, *[Ask("GET", "")] * 3)
    assert server.connections == 1
    _, server = asked(well, *[Ask("POST", "", body={}, is_fresh=True)] * 3)
    assert server.connections == 3


def test_an_order_over_a_closed_port_was_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        ask = Ask("POST", f"http://127.0.0.1:{taken.getsockname()[1]}/x", body={}, limits=QUICK)
        (error,), _ = asked(well, ask)
    assert isinstance(error, NoAnswerError)
    assert not error.was_sent


@pytest.mark.parametrize("name", ["localhost", "take.localhost"])
def test_a_name_that_is_not_found_was_not_asked(name: str) -> None:
    async def run() -> None:
        async with Door(allow_loopback=True, resolver=resolving()) as door:
            with pytest.raises(NoAnswerError, match="was not found") as caught:
                await door.ask(Ask("POST", f"http://{name}:9/x", body={}))
            assert not caught.value.was_sent

    asyncio.run(run())


def test_a_look_up_that_hangs_ends_in_time() -> None:
    async def hanging(host: str, port: int) -> Any:
        await asyncio.Event().wait()

    async def run() -> None:
        async with Door(allow_loopback=True, resolver=hanging) as door:
            with pytest.raises(NoAnswerError) as caught:
                await door.ask(Ask("GET", "http://localhost:9/x", limits=Limits(connect=0.05)))
            assert not caught.value.was_sent

    asyncio.run(run())


def test_an_address_is_looked_up_once_and_all_of_it_is_checked() -> None:
    resolver = resolving(**{"cdn.example": ["1.1.1.1", "10.0.0.1"]})

    async def run() -> None:
        async with Door(resolver=resolver) as door:
            with pytest.raises(ForbiddenAddressError, match=r"leads to 10\.0\.0\.1, which is no public address"):
                await door.ask(Ask("GET", "https://cdn.example/take.mp4"))

    asyncio.run(run())
    assert resolver.calls == ["cdn.example"]


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    async def run() -> Heard:
        names = resolving(**{"hub.localhost": "127.0.0.1"})
        async with serving(well) as server, Door(allow_loopback=True, resolver=names) as door:
            await door.ask(Ask("GET", f"http://hub.localhost:{server.port}/x"))
            assert names.calls == ["hub.localhost"]
            return server.heard[0]

    heard = asyncio.run(run())
    assert heard.headers["host"].startswith("hub.localhost:")


def test_tls_is_for_the_name_and_what_is_no_tls_gets_no_request() -> None:
    greetings: list[bytes] = []

    async def greeted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        greetings.append(await reader.read(4096))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        writer.close()

    async def run() -> NoAnswerError:
        names = resolving(**{"hub.localhost": "127.0.0.1"})
        listening = await asyncio.start_server(greeted, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        async with listening, Door(allow_loopback=True, resolver=names) as door:
            with pytest.raises(NoAnswerError) as caught:
                await door.ask(Ask("POST", f"https://hub.localhost:{port}/x", body={}))
        return caught.value

    assert not asyncio.run(run()).was_sent
    (greeting,) = greetings
    assert b"hub.localhost" in greeting
    assert b"POST" not in greeting


def test_the_second_address_is_tried_where_the_first_does_not_listen() -> None:
    async def run() -> int:
        names = resolving(**{"hub.localhost": ["127.0.0.99", "127.0.0.1"]})
        async with serving(well) as server, Door(allow_loopback=True, resolver=names) as door:
            return (await door.ask(Ask("GET", f"http://hub.localhost:{server.port}/x", limits=QUICK))).status

    assert asyncio.run(run()) == 200


def test_nothing_on_this_machine_is_asked_unless_that_is_allowed() -> None:
    async def run() -> None:
        async with Door(resolver=HERE) as door:
            with pytest.raises(ForbiddenAddressError, match="leads to this machine"):
                await door.ask(Ask("GET", "http://127.0.0.1:9/x"))

    asyncio.run(run())


def test_an_order_that_was_heard_and_never_answered_was_sent() -> None:
    async def silent(heard: Heard) -> None:
        await asyncio.Event().wait()

    error = no_answer(silent)
    assert error.was_sent


def test_an_order_that_was_heard_before_the_line_broke_was_sent() -> None:
    async def breaking(heard: Heard) -> None:
        heard.writer.close()

    error = no_answer(breaking)
    assert error.was_sent


async def dripping(heard: Heard, start: bytes) -> None:
    await heard.send(start)
    while True:
        await heard.send(b"x")
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nx-slow: ", b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n"])
def test_headers_or_a_body_that_drip_end_at_the_deadline_of_the_whole(start: bytes) -> None:
    began = time.monotonic()
    error = no_answer(lambda heard: dripping(heard, start))
    assert "within 0.4 s" in str(error)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 5000000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"0" * 5000,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1388\r\n" + b"0" * 5000 + b"\r\n0\r\n\r\n",
    ],
)
def test_an_answer_that_is_too_large_is_left(head: bytes) -> None:
    async def pouring(heard: Heard) -> None:
        await heard.send(head)
        heard.writer.close()

    assert isinstance(no_answer(pouring), TooLargeError)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd",
        b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcd",
    ],
)
def test_an_answer_that_is_cut_packed_or_no_http_is_none(said: bytes) -> None:
    async def saying(heard: Heard) -> None:
        await heard.send(said)
        heard.writer.close()

    assert no_answer(saying).was_sent


def test_numbers_that_json_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match="NaN is no number"):
        Answer(200, {}, b'{"credits": NaN}').json()


def test_neither_key_nor_signed_address_is_logged_even_in_full_detail(caplog: pytest.LogCaptureFixture) -> None:
    async def leading(heard: Heard) -> None:
        await heard.answer(302, b"", location="https://cdn.example/a?X-Signature=s3cr3t")

    with caplog.at_level(logging.DEBUG):
        asked(leading, Ask("GET", "", {"authorization": Secret("canary-key").after("Bearer ")}), path="/x?token=s3cr3t")
    assert "canary-key" not in caplog.text
    assert "s3cr3t" not in caplog.text
