"""A small OpenAI-compatible endpoint on this machine that answers by a script."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Reply", "ScriptedEndpoint", "failure", "film", "says", "serving"]


@dataclass(frozen=True)
class Reply:
    """What one request gets. hangs: nothing is sent until the endpoint closes."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


def says(content: object, *, ending: str = "stop", taken_in: int = 1000, put_out: int = 500, **more: Any) -> Reply:
    """A chat completion with `content`; anything but text is sent as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    message = {"role": "assistant", "content": text, **more}
    usage = {"prompt_tokens": taken_in, "completion_tokens": put_out, "total_tokens": taken_in + put_out}
    choice = {"index": 0, "message": message, "finish_reason": ending}
    return Reply(body=json.dumps({"id": "1", "object": "chat.completion", "choices": [choice], "usage": usage}))


def failure(status: int, message: str = "no", code: str | None = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps({"error": {"message": message, "code": code}}), named)


def film(**more: Any) -> dict[str, Any]:
    """A proposal that holds."""
    scene = {"id": "kitchen", "at": "kitchen", "shots": [{"action": "@mara pours tea.", "camera": "slow dolly-in"}]}
    cast, places = {"mara": {"is": "a woman in her thirties"}}, {"kitchen": {"is": "a small bright kitchen"}}
    return {"title": "Tea", "style": {"look": "quiet"}, "cast": cast, "places": places, "scenes": [scene], **more}


@dataclass
class ScriptedEndpoint:
    """replies: what is left to say. asked: the bodies of the requests so far, with their headers."""

    url: str
    replies: list[Reply]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(*replies: Reply) -> Iterator[ScriptedEndpoint]:
    script = ScriptedEndpoint("", list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            script.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            script.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = script.replies.pop(0)
            if reply.hangs:
                script.closing.wait(20)
                return
            body = reply.body.encode()
            self.send_response(reply.status)
            for name, value in {"content-type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        script.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
