"""The emulator as an ASGI application, for clients that call applications in their own process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from longtake.emulator.reception import Reception
from longtake.emulator.reply import Request

__all__ = ["Application"]

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Application:
    """`httpx.ASGITransport(Application(reception))`. Faults of the connection are raised as ConnectionError: only a
    real server can break one off."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        query = scope.get("query_string", b"").decode("latin-1")
        path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
        target = f"{path}?{query}" if query else path
        reply = await self._reception.answer(Request(scope["method"], target, headers, body))
        if reply.is_silent or reply.is_endless or reply.cut_after is not None:
            raise ConnectionError("the emulator broke the connection off, as a fault asked")
        length = {"content-length": str(len(reply.body))} if reply.status != 204 else {}
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in {**reply.headers, **length}.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": pairs})
        await send({"type": "http.response.body", "body": reply.body})
