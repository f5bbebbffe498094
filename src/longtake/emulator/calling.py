"""Calling back: once a job is over, its provider tells the address that the order named; or too late, too early, more
than once, not at all, or somebody else does. Only addresses on this machine are called."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

from longtake.emulator.job import Job
from longtake.emulator.reception import Reception
from longtake.emulator.studio import CallRecord
from longtake.emulator.wire import Callback
from longtake.errors import MissingExtraError
from longtake.media import digest_of

__all__ = ["Calling", "Due", "due_of"]

_LATE = 600_000
_LOOKS = 0.02
_SECONDS = 5.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """A call to be made. at: the emulator's milliseconds."""

    at: int
    is_forged: bool = False


def due_of(job: Job) -> tuple[Due, ...]:
    """The calls of a job, as its fate lets them come."""
    match job.fate.callback:
        case "callback-lost":
            return ()
        case "callback-late":
            return (Due(job.ends + _LATE),)
        case "callback-doubled":
            return (Due(job.ends),) * 3
        case "callback-early":
            return Due(job.ordered), Due(job.starts), Due(job.ends)
        case "callback-forged":
            return tuple(Due(at, is_forged=True) for at in (job.ordered, job.starts, job.ends))
    return (Due(job.ends),)


class Calling:
    """Makes the calls of all jobs while it runs."""

    def __init__(self, reception: Reception) -> None:
        self._reception, self._studio = reception, reception.studio
        self._open: list[tuple[Job, str, Due]] = []

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_LOOKS)
            while self._studio.to_call:
                await self._begin(*self._studio.to_call.pop(0))
            now = self._studio.clock.now()
            ready = [one for one in self._open if one[2].at <= now]
            self._open = [one for one in self._open if one[2].at > now]
            await asyncio.gather(*(self._call(*one) for one in ready))

    async def _begin(self, name: str, provider: str, base: str) -> None:
        """Plans the calls of a job, if whoever stands at its address is the one that asked for them."""
        job = self._studio.job(name, provider)
        if job is None:
            return
        if self._reception.challenges(base):
            word = digest_of(["challenge", job.id])[:16]
            status, said = await self._sent(job, job.asked.callback, Callback({}, _json({"challenge": word})))
            if status != 200 or said != _json({"challenge": word}):
                return
        self._open += [(job, base, due) for due in due_of(job)]

    async def _call(self, ordered: Job, base: str, due: Due) -> None:
        job = self._studio.job(ordered.id, ordered.provider)
        if job is None or job.state(self._studio.clock.now()) in ("cancelled", "vanished"):
            return
        try:
            callback = await self._reception.call_of(job, base, due.is_forged)
        except MissingExtraError as error:
            _LOG.warning("%s is not called back: %s", job.provider, error)
            return
        if callback is not None:
            is_guessed = due.is_forged and not callback.headers
            await self._sent(job, _guessed(job.asked.callback) if is_guessed else job.asked.callback, callback)

    async def _sent(self, job: Job, url: str, callback: Callback) -> tuple[int, bytes]:
        status, said = await _posted(url, callback)
        path, fate, at = urlsplit(url).path, job.fate.callback, self._studio.clock.now()
        self._studio.record(CallRecord(at, job.provider, "callback", "POST", path, job.account, job.id, status, fate))
        return status, said


def _json(said: Mapping[str, str]) -> bytes:
    return json.dumps(said).encode()


def _guessed(url: str) -> str:
    """An address as somebody who does not know it would guess it."""
    return f"{url.rpartition('/')[0]}/longtake-0000"


async def _posted(url: str, callback: Callback) -> tuple[int, bytes]:
    """The answer's status and body; 0 for none, and for an address that is not on this machine."""
    target = urlsplit(url)
    if target.scheme != "http" or target.hostname not in _LOOPBACK:
        return 0, b""
    try:
        async with asyncio.timeout(_SECONDS):
            reader, writer = await asyncio.open_connection(target.hostname, target.port or 80)
            try:
                return await _asked(reader, writer, target.netloc, target.path, callback)
            finally:
                writer.close()
    except (OSError, TimeoutError, h11.RemoteProtocolError):
        return 0, b""


async def _asked(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, path: str, callback: Callback
) -> tuple[int, bytes]:
    http, length = h11.Connection(h11.CLIENT), str(len(callback.body))
    said = {"content-type": "application/json", "content-length": length, **callback.headers}
    headers = [("host", host), ("connection", "close"), *said.items()]
    for sent in (
        h11.Request(method="POST", target=path, headers=headers),
        h11.Data(data=callback.body),
        h11.EndOfMessage(),
    ):
        writer.write(http.send(sent) or b"")
    await writer.drain()
    status, body = 0, b""
    while not isinstance(event := http.next_event(), h11.EndOfMessage | h11.ConnectionClosed):
        if event is h11.NEED_DATA:
            http.receive_data(await reader.read(1 << 16))
        status = int(event.status_code) if isinstance(event, h11.Response) else status
        body += event.data if isinstance(event, h11.Data) else b""
    return status, body
