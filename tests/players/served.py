"""A film's folder on loopback, as a web server would give it: ranges, right MIME types, gzip for playlists.

python served.py FOLDER
"""

from __future__ import annotations

import gzip
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

MIME_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".mpd": "application/dash+xml",
    ".vtt": "text/vtt",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
}
TEXT = {".m3u8", ".mpd", ".vtt", ".json", ".html"}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address, `http://127.0.0.1:PORT`, for as long as the context lasts."""
    with FilmServer(("127.0.0.1", 0), partial(FilmHandler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, name="film server")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class FilmServer(ThreadingHTTPServer):
    """Threads for requests; a player that hangs up is no error."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FilmHandler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD for files only: 200, 206 with Content-Range, 416 for a range outside the file, 404."""

    protocol_version = "HTTP/1.1"
    extensions_map = MIME_TYPES

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the player's report lists the requests that went wrong."""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = path.read_bytes()
        status, headers, body = self._part(path, body)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body)), "Content-Type": _mime(path)}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _part(self, path: Path, body: bytes) -> tuple[HTTPStatus, dict[str, str], bytes]:
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if wanted and wanted.group(0) != "bytes=-":
            return _ranged(body, wanted.group(1), wanted.group(2))
        if path.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", ""):
            return HTTPStatus.OK, {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, gzip.compress(body, mtime=0)
        return HTTPStatus.OK, {"Accept-Ranges": "bytes"}, body


def _ranged(body: bytes, first: str, last: str) -> tuple[HTTPStatus, dict[str, str], bytes]:
    size = len(body)
    start = int(first) if first else max(0, size - int(last))
    end = min(size - 1, int(last)) if first and last else size - 1
    if start > end:
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{size}"}, b""
    return HTTPStatus.PARTIAL_CONTENT, {"Content-Range": f"bytes {start}-{end}/{size}"}, body[start : end + 1]


def _mime(path: Path) -> str:
    return MIME_TYPES.get(path.suffix, "application/octet-stream")


if __name__ == "__main__":
    with served(Path(sys.argv[1])) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        threading.Event().wait()
