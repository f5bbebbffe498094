"""Where calls arrive: found their route, struck by their fault, carried out, logged."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from longtake.emulator.control import control
from longtake.emulator.faults import Fault
from longtake.emulator.job import Job
from longtake.emulator.multipart import file_told, form_in
from longtake.emulator.reply import Reply, Request, delivered_with, of_bytes, of_json, retry_headers
from longtake.emulator.studio import CallRecord, Studio
from longtake.emulator.takes import Takes
from longtake.emulator.wire import Answer, Call, Callback, Media, Refused, Route, TakeNeeded, Trouble, Wire
from longtake.emulator.wires import WIRES
from longtake.media import digest_bytes, digest_of

__all__ = ["Reception"]

_CONNECTION = ("reset", "lost", "hang", "slow", "garbage", "truncated", "wrong-length", "dead-link", "redirect-private")
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"
_KINDS = {"video": "video/mp4", "frame": "image/png"}
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "testserver")


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A request that found its wire and route."""

    request: Request
    wire: Wire
    route: Route
    path: str
    parts: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    account: str
    host: str


class Reception:
    """Answers requests with what the emulated providers would say."""

    def __init__(self, studio: Studio, more: Sequence[Wire] = ()) -> None:
        """more: interfaces beside those that come with Longtake."""
        self.studio, self.takes, self._wires = studio, Takes(), (*WIRES, *more)

    async def answer(self, request: Request) -> Reply:
        """Never raises for what a caller sends. Takes are made in a thread, since that takes its time."""
        target = urlsplit(request.target)
        path, query = unquote(target.path), {key: tuple(values) for key, values in parse_qs(target.query).items()}
        host = request.headers.get("host", "127.0.0.1")
        if host.rsplit(":", 1)[0] not in _LOOPBACK:
            return of_json(421, {"error": f"this is an emulator on loopback, not {host}"})
        if path.startswith("/_emulator"):
            return control(self.studio, request.method, path, query, request.body)
        wire = next((wire for wire in self._wires if path.startswith(f"{wire.prefix}/")), None)
        if wire is None:
            return of_json(
                404, {"error": f"nothing is emulated at {path}", "prefixes": [one.prefix for one in self._wires]}
            )
        below = path.removeprefix(wire.prefix)
        for route in wire.routes:
            parts = route.match(request.method, below, query)
            if parts is not None:
                account = _account(wire.key(request.headers))
                arrived = _Arrived(request, wire, route, below, parts, query, account, host)
                return await self._struck(arrived)
        return of_json(404, wire.refuse(Trouble("gone", path=below)).body)

    async def _struck(self, arrived: _Arrived) -> Reply:
        """Carries a call out, unless its fault comes first."""
        fault = self._fault(arrived)
        kind = fault.kind if fault else ""
        is_before = fault is not None and not fault.after
        if fault and is_before and kind in ("reset", "dead-link", "redirect-private"):
            reply = delivered_with(Reply(200, {}), fault)
        elif fault and is_before and self._is_answer(kind):
            reply = self._refusal(arrived, fault)
        else:
            reply = await self._carried_out(arrived, fault)
            reply = self._refusal(arrived, fault) if fault and self._is_answer(kind) else reply
            reply = delivered_with(reply, fault) if fault and kind in _CONNECTION else reply
        self._record(arrived, reply, kind)
        return reply

    async def _carried_out(self, arrived: _Arrived, fault: Fault | None) -> Reply:
        try:
            if not arrived.account and not arrived.route.is_open:
                raise Refused("key")
            call = self._call(arrived, fault)
            return await self._served(arrived.request, await self._handled(arrived.route, call))
        except Refused as refused:
            answer = arrived.wire.refuse(Trouble(refused.word, refused.message, arrived.path))
            return of_json(answer.status, answer.body, answer.headers)

    async def _handled(self, route: Route, call: Call) -> Answer:
        while True:
            try:
                return route.handle(call)
            except TakeNeeded as needed:
                await asyncio.to_thread(self.takes.of, needed.job)

    async def _served(self, request: Request, answer: Answer) -> Reply:
        if isinstance(answer.body, bytes):
            return Reply(answer.status, answer.headers, answer.body)
        if not isinstance(answer.body, Media):
            return of_json(answer.status, answer.body, answer.headers)
        job, file = answer.body.job, answer.body.file
        data = await asyncio.to_thread(self.takes.fetched, job, file)
        if job.fate.media == "take-endless":
            return Reply(200, {"content-type": "video/mp4"}, data, is_endless=True)
        kind = {"take-html": "text/html", "take-json": "application/json"}.get(job.fate.media, _KINDS[file])
        return of_bytes(data, kind, digest_bytes(data)[:32], request)

    def _call(self, arrived: _Arrived, fault: Fault | None) -> Call:
        request, base = arrived.request, f"http://{arrived.host}{arrived.wire.prefix}"
        return Call(
            self.studio,
            request.method,
            arrived.path,
            arrived.parts,
            arrived.query,
            request.headers,
            _read(request),
            base,
            arrived.account,
            self._take,
            fault,
        )

    async def call_of(self, job: Job, base: str, is_forged: bool) -> Callback | None:
        """What the provider of a job sends to the address that the order named; None where it never calls. base: where
        the order came in."""
        wire = self._wire_at(base)
        if wire.calls is None:
            return None
        call = Call(self.studio, "POST", "", {"id": job.id}, {}, {}, None, base, job.account, self._take)
        while True:
            try:
                return wire.calls(call, job, is_forged)
            except TakeNeeded as needed:
                await asyncio.to_thread(self.takes.of, needed.job)

    def challenges(self, base: str) -> bool:
        """Whether the provider there tries an address before it calls it."""
        return self._wire_at(base).challenges

    def _wire_at(self, base: str) -> Wire:
        return next(wire for wire in self._wires if base.endswith(wire.prefix))

    def _take(self, job: Job) -> bytes:
        made = self.takes.kept(job)
        if made is None:
            raise TakeNeeded(job)
        return made

    def _fault(self, arrived: _Arrived) -> Fault | None:
        request = arrived.request
        call = digest_of([request.method, request.target, digest_bytes(request.body)])
        nth = self.studio.times_asked(f"call {call}")
        job = arrived.parts.get("id", "")
        return self.studio.faults.next(arrived.wire.name, arrived.route.kind, job, call, nth)

    def _is_answer(self, kind: str) -> bool:
        """Whether the fault is an error that the provider itself answers."""
        return bool(kind) and kind not in _CONNECTION and not kind.startswith(("job-", "take-", "callback-"))

    def _refusal(self, arrived: _Arrived, fault: Fault) -> Reply:
        if fault.kind == "bad-gateway":
            return of_json(502, _BAD_GATEWAY)
        answer = arrived.wire.refuse(Trouble(fault.kind, path=arrived.path, wait=fault.retry_after))
        waits = retry_headers(fault.retry_after, time.time())
        return of_json(answer.status, answer.body, {**answer.headers, **waits})

    def _record(self, arrived: _Arrived, reply: Reply, fault: str) -> None:
        route, status = arrived.route, 0 if reply.is_silent or reply.cut_after == -1 else reply.status
        job = arrived.parts.get("id", "")
        name, method, path = arrived.wire.name, arrived.request.method, arrived.path
        now = self.studio.clock.now()
        self.studio.record(CallRecord(now, name, route.kind, method, path, arrived.account, job, status, fault))


def _account(key: str) -> str:
    """A digest that stands for a key; "" for none, and for one that says that it is wrong."""
    return "" if not key or key.startswith("wrong") else digest_of(["account", key])[:16]


def _read(request: Request) -> Any:
    """The body as JSON, the fields of a form with files, a sound file as data, or the text of XML; None for none and
    for what is neither. Raises Refused("invalid")."""
    kind = request.headers.get("content-type", "json")
    try:
        if request.body and kind.startswith("multipart/"):
            return form_in(kind, request.body)
        if kind.startswith("audio/"):
            return file_told(kind, request.body)
        if "xml" in kind:
            return request.body.decode()
        return json.loads(request.body) if request.body and "json" in kind else None
    except ValueError:
        raise Refused("invalid", "the body cannot be read") from None
