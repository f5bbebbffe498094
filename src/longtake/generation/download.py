"""A take's bytes, from a provider's address to a file beside its place: limited, checked, resumed, fetched at once.

A download that fails is never a take that failed: the take is paid for and still there, and what is raised says whether
asking the provider for a fresh address may help.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from longtake.errors import ForbiddenAddressError, GenerationError
from longtake.generation.backoff import Backoff, Draw, retry_after
from longtake.generation.clock import Clock
from longtake.generation.guard import checked_url
from longtake.generation.http import Ask, Door, Limits, NoAnswerError, Stream, TooLargeError
from longtake.generation.secrets import Secret
from longtake.media import Digest

__all__ = ["DOWNLOAD", "Download", "DownloadFailedError", "Downloads", "Link"]

_BACKOFF = Backoff()
DOWNLOAD = Limits(connect=10.0, read=30.0, total=900.0, most_bytes=4 << 30)
_HOPS = 5

Why = Literal["expired", "cut", "content", "too large", "refused", "forbidden", "disk"]
"""expired: the address is gone, a fresh one may help. cut: it never came whole. content: it is no media. forbidden: it
leads where nothing is asked."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a take lies. headers: what its own host needs (a key), never sent to another; content: the bytes
    themselves, where they came inside an answer."""

    url: str = ""
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """What was written and synced to disk. media_type: as the server says, "" where it says nothing."""

    digest: Digest
    size: int
    media_type: str


Remint = Callable[[], Awaitable[Link]]


class DownloadFailedError(GenerationError):
    """The bytes did not come; the take is still at the provider, unless it is `expired`."""

    def __init__(self, why: Why, message: str, *advice: str) -> None:
        super().__init__(message, advice=advice)
        self.why = why


@dataclass(frozen=True, slots=True)
class Downloads:
    """How takes are fetched. limits: for each, over all tries together; draw: chance, for the waits between tries."""

    door: Door
    clock: Clock
    draw: Draw
    limits: Limits = DOWNLOAD
    backoff: Backoff = _BACKOFF

    async def fetch(self, link: Link, part: Path, remint: Remint | None = None) -> Download:
        """Writes the take into `part`, which is made anew, and is gone again unless all is well. remint: asks the
        provider for a fresh address once this one has expired; None where it gives no other. Raises
        DownloadFailedError."""
        with _Part(part) as file:
            if link.content is not None:
                file.check(link.content[:512], "")
                file.write(link.content)
                return await file.finished("")
            return await _Fetch(self, link, file, remint).run()


class _Fetch:
    """One download, over as many tries as it takes."""

    def __init__(self, how: Downloads, link: Link, file: _Part, remint: Remint | None) -> None:
        self._how, self._link, self._file, self._remint = how, link, file, remint
        self._etag = ""
        self._told: float | None = None

    async def run(self) -> Download:
        began, tried = self._how.clock.now(), 0
        while True:
            left = self._how.limits.total - (self._how.clock.now() - began)
            try:
                return await self._once(replace(self._how.limits, total=max(0.0, left)))
            except DownloadFailedError as error:
                failure = error
            if failure.why == "expired" and self._remint is not None:
                self._link, self._remint = await self._remint(), None
                continue
            tried += 1
            await self._wait(failure, tried, self._how.clock.now() - began)

    async def _wait(self, failure: DownloadFailedError, tried: int, spent: float) -> None:
        """Until the next try; raises the failure where there is none."""
        wait = None if failure.why not in _AGAIN else self._how.backoff.wait(tried, spent, self._told, self._how.draw)
        if wait is None or spent + wait >= self._how.limits.total:
            raise failure
        await self._how.clock.sleep(wait)

    async def _once(self, limits: Limits) -> Download:
        self._told, link = None, self._link
        try:
            for _ in range(_HOPS + 1):
                async with self._how.door.opened(Ask("GET", link.url, self._headers(link), limits=limits)) as stream:
                    if stream.status not in _REDIRECTS:
                        self._see(stream)
                        return await self._take(stream)
                    link = _redirected(link, stream)
        except ForbiddenAddressError as error:
            raise DownloadFailedError("forbidden", str(error), _REPORT) from error
        except TooLargeError as error:
            raise DownloadFailedError("too large", f"the take is too large: {error}", _REPORT) from error
        except NoAnswerError as error:
            raise DownloadFailedError("cut", f"the take did not come whole: {error}", _AGAIN_ADVICE) from error
        raise DownloadFailedError("refused", f"the take's address leads on more than {_HOPS} times", _REPORT)

    def _headers(self, link: Link) -> dict[str, str | Secret]:
        is_begun = self._etag and self._file.size
        return {**link.headers, **({"range": f"bytes={self._file.size}-", "if-range": self._etag} if is_begun else {})}

    def _see(self, stream: Stream) -> None:
        """Raises where the status is none that brings bytes."""
        self._told = retry_after(stream.headers, b"", self._how.clock.today())
        if stream.status in (200, 206):
            return
        if stream.status in (403, 404, 410):
            raise DownloadFailedError("expired", f"the take's address is gone (HTTP {stream.status})", *_EXPIRED)
        if stream.status == 416:
            self._restart()
        why: Why = "cut" if stream.status in (408, 416, 425, 429) or stream.status >= 500 else "refused"
        raise DownloadFailedError(why, f"the take's host answers HTTP {stream.status}", _AGAIN_ADVICE)

    async def _take(self, stream: Stream) -> Download:
        """Reads on where the last try ended, if the bytes are still the same ones; else from the start."""
        etag, told = stream.headers.get("etag", ""), stream.headers.get("content-range", "")
        is_rest = etag == self._etag != "" and told.startswith(f"bytes {self._file.size}-")
        if stream.status == 206 and not is_rest:
            self._restart()
            raise DownloadFailedError("cut", "the take's host sent another part than was asked for", _AGAIN_ADVICE)
        if stream.status == 200:
            self._restart()
        self._etag = "" if etag.startswith("W/") else etag
        media_type = stream.headers.get("content-type", "").partition(";")[0].strip().lower()
        async for chunk in stream.chunks():
            if not self._file.size:
                self._file.check(chunk[:512], media_type)
            if self._file.size + len(chunk) > self._how.limits.most_bytes:
                raise TooLargeError(f"at most {self._how.limits.most_bytes} bytes are taken", was_sent=True)
            self._file.write(chunk)
        return await self._file.finished(media_type)

    def _restart(self) -> None:
        self._etag = ""
        self._file.restart()


class _Part:
    """The file that is being written, with the digest of what is in it. It is removed unless it was finished."""

    def __init__(self, path: Path) -> None:
        self._path, self._is_finished = path, False
        self.size, self._hash = 0, hashlib.sha256()

    def __enter__(self) -> _Part:
        with self._disk():
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
        if not self._is_finished:
            with contextlib.suppress(OSError):
                self._path.unlink()

    def restart(self) -> None:
        with self._disk():
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
        self.size, self._hash = 0, hashlib.sha256()

    def check(self, first: bytes, media_type: str) -> None:
        """Raises where the bytes are a page or a message rather than media. What they are for sure, the admission finds
        out when it decodes them."""
        begins = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if media_type.startswith("text/") or media_type.endswith(("json", "xml")) or begins in (b"<", b"{", b"["):
            kind = media_type or "text"
            raise DownloadFailedError("content", f"the take's address holds {kind} and no video", _AGAIN_ADVICE)

    def write(self, chunk: bytes) -> None:
        with self._disk():
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(self._file, rest) :]
        self._hash.update(chunk)
        self.size += len(chunk)

    async def finished(self, media_type: str) -> Download:
        if not self.size:
            raise DownloadFailedError("content", "the take's address holds no bytes at all", _AGAIN_ADVICE)
        with self._disk():
            await asyncio.to_thread(os.fsync, self._file)
        self._is_finished = True
        return Download(Digest(self._hash.hexdigest()), self.size, media_type)

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            advice = (
                "free some space and run the same command again" if error.errno == errno.ENOSPC else "see to the disk"
            )
            message = f"the take cannot be written to {self._path}: {error.strerror}"
            raise DownloadFailedError("disk", message, f"{advice}: the take is kept by its provider for now") from error


def _redirected(link: Link, stream: Stream) -> Link:
    """Where it leads on. What the first host was told is not for another one."""
    url = urljoin(link.url, stream.headers.get("location", ""))
    if urlsplit(link.url).scheme == "https" != urlsplit(url).scheme:
        raise DownloadFailedError("forbidden", "the take's address leads from https to something else", _REPORT)
    is_same = checked_url(url, allow_loopback=True) == checked_url(link.url, allow_loopback=True)
    return Link(url, link.headers if is_same else {})


_AGAIN = ("cut", "content")
_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN_ADVICE = "run the same command again: the take is paid for and is fetched, not made again"
_EXPIRED = (
    "run the same command again: it asks the provider for another address",
    "the provider keeps takes for a limited time: see in its console whether this one is still there",
)
_REPORT = "the take is paid for: fetch it in the provider's console"
