"""An emulator whose clock stands still, and the providers' exchanges as they are written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from longtake.emulator import Emulator, ManualClock, Reply, Request

WIRE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "wire"
PREFIXES = {"omni": "gemini", "h3": "minimax", "kling-acting": "kling"}
_BOUNDARY = "8f3e2a1c"


@dataclass(frozen=True)
class Exchange:
    """One file of fixtures/wire."""

    folder: str
    name: str
    given: str
    job: str
    request: Mapping[str, Any]
    response: Mapping[str, Any]

    @property
    def is_legacy(self) -> bool:
        return self.name.startswith("legacy-")


def exchange(folder: str, name: str) -> Exchange:
    data = json.loads((WIRE / folder / f"{name}.json").read_text("utf-8"))
    return Exchange(folder, name, data["given"], data.get("job", ""), data["request"], data["response"])


def exchanges() -> Iterator[Exchange]:
    for path in sorted(WIRE.glob("*/*.json")):
        yield exchange(path.parent.name, path.stem)


def packed(body: Any) -> tuple[bytes, str]:
    """A written body as it goes over the wire, and of which kind it is."""
    if not isinstance(body, dict) or "$form" not in body:
        return b"" if body is None else json.dumps(body).encode(), "application/json"
    parts = []
    for name, value in body["$form"].items():
        is_file = isinstance(value, dict)
        file = f'; filename="{value["name"]}"\r\ncontent-type: {value["type"]}' if is_file else ""
        content = "a picture" if is_file else value
        parts.append(f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"{file}\r\n\r\n{content}\r\n')
    return "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode(), f"multipart/form-data; boundary={_BOUNDARY}"


class Bench:
    """An emulator and what a test does with it, without a connection."""

    def __init__(self, clock: ManualClock | None = None, **named: Any) -> None:
        self.clock = clock or ManualClock()
        self.emulator = Emulator(clock=self.clock, **named)
        self.studio = self.emulator.studio

    def call(
        self, method: str, target: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[Reply, Any]:
        """The reply, and its body as JSON where it is JSON."""
        data, kind = packed(body)
        head = {"host": "127.0.0.1:8099", "content-type": kind, **(headers or {})}
        reply = asyncio.run(self.emulator.answer(Request(method, target, head, data)))
        is_json = reply.headers.get("content-type") == "application/json"
        return reply, json.loads(reply.body) if is_json else reply.body

    def play(self, written: Exchange, job: str = "") -> tuple[Reply, Any]:
        """Sends a written request. job: takes the place of the written job's id, wherever it stands."""
        request = json.loads(json.dumps(written.request).replace(written.job, job)) if job else written.request
        query = urlencode([(key, value) for key, value in request["query"].items()], doseq=True)
        path = f"/{PREFIXES.get(written.folder, written.folder)}{quote(request['path'], safe='/:%')}"
        target = f"{path}?{query}" if query else path
        return self.call(request["method"], target, request["body"], request["headers"])

    def fetch(self, link: str, headers: Mapping[str, str] | None = None) -> Reply:
        """What lies behind a link that an answer gave."""
        parts = urlsplit(link)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self.call("GET", target, headers=headers)[0]

    def fault(self, kind: str, **named: Any) -> None:
        reply, told = self.call("POST", "/_emulator/faults", {"kind": kind, **named})
        assert reply.status == 200, told

    def finish(self) -> None:
        """Lets time pass until every job is over."""
        ends = [job.ends for job in self.studio.jobs()]
        self.clock.advance(max(max(ends) - self.clock.now(), 0) + 1)
