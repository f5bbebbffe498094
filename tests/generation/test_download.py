"""A take's bytes come whole, or the error says why; what is paid for is never called lost."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exchanges import FakeClock
from loopback import HERE, Heard, Server, serving

from longtake.generation.backoff import Backoff
from longtake.generation.download import Download, DownloadFailedError, Downloads, Link
from longtake.generation.http import Door, Limits
from longtake.generation.secrets import Secret
from longtake.media import digest_bytes

TAKE = b"\0\0\0 ftypisom" + bytes(range(256)) * 40
QUICK = Limits(connect=1.0, read=0.3, total=5.0, most_bytes=1 << 20)
NO_DRAW = Backoff(tries=4)

Handler = Callable[[Heard], Awaitable[None]]


class Fetched:
    """What a download came to: the file or the error, what the server heard, and the waits."""

    def __init__(self, outcome: Any, server: Server, clock: FakeClock, part: Path) -> None:
        self.outcome, self.server, self.clock, self.part = outcome, server, clock, part

    @property
    def why(self) -> str:
        assert isinstance(self.outcome, DownloadFailedError), self.outcome
        assert not self.part.exists()
        assert self.outcome.findings[0].advice
        return self.outcome.why

    @property
    def bytes(self) -> bytes:
        assert isinstance(self.outcome, Download), self.outcome
        return self.part.read_bytes()


def fetched(
    handler: Handler,
    folder: Path,
    *,
    link: Callable[[str], Link] = lambda url: Link(f"{url}/take.mp4"),
    remint: Callable[[str], Link] | None = None,
    limits: Limits = QUICK,
) -> Fetched:
    part, clock = folder / "take.part", FakeClock()

    async def run() -> Fetched:
        async with serving(handler) as server, Door(allow_loopback=True, resolver=HERE) as door:
            how = Downloads(door, clock, lambda low, high: high / 2, limits, NO_DRAW)

            async def minted() -> Link:
                assert remint is not None
                return remint(server.url)

            try:
                outcome: Any = await how.fetch(link(server.url), part, minted if remint else None)
            except DownloadFailedError as error:
                outcome = error
            return Fetched(outcome, server, clock, part)

    return asyncio.run(run())


async def whole(heard: Heard) -> None:
    await heard.answer(200, TAKE, content_type="video/mp4", etag='"v1"')


def test_a_take_is_written_whole_with_its_digest(tmp_path: Path) -> None:
    done = fetched(whole, tmp_path)
    assert done.bytes == TAKE
    assert done.outcome == Download(digest_bytes(TAKE), len(TAKE), "video/mp4")
    assert done.part.stat().st_mode & 0o777 == 0o600


def test_bytes_that_came_inside_an_answer_are_written_alike(tmp_path: Path) -> None:
    done = fetched(whole, tmp_path, link=lambda url: Link(content=TAKE))
    assert (done.bytes, done.server.heard) == (TAKE, [])


def test_what_was_left_of_an_earlier_try_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "take.part").write_bytes(b"x" * 99999)
    assert fetched(whole, tmp_path).bytes == TAKE


def cutting(*cuts: int, etag: str = '"v1"', then: Handler = whole) -> Handler:
    """Breaks the line after so many bytes, one cut a request; ranges are honoured."""
    left = list(cuts)

    async def handler(heard: Heard) -> None:
        start = int(heard.headers.get("range", "bytes=0-")[6:-1])
        if not left:
            await then(heard) if not start else await part(heard, start)
            return
        stop = left.pop(0)
        said = f"HTTP/1.1 {206 if start else 200} OK\r\ncontent-length: {len(TAKE) - start}\r\netag: {etag}\r\n"
        ranged = f"content-range: bytes {start}-{len(TAKE) - 1}/{len(TAKE)}\r\n" if start else ""
        await heard.send(f"{said}{ranged}content-type: video/mp4\r\n\r\n".encode(), TAKE[start:stop])
        heard.writer.close()

    async def part(heard: Heard, start: int) -> None:
        ranged = f"bytes {start}-{len(TAKE) - 1}/{len(TAKE)}"
        await heard.answer(206, TAKE[start:], content_type="video/mp4", etag=etag, content_range=ranged)

    return handler


@pytest.mark.parametrize("cut", [0, 1, len(TAKE) // 2, len(TAKE) - 1])
def test_a_download_that_is_cut_goes_on_where_it_ended(cut: int, tmp_path: Path) -> None:
    done = fetched(cutting(cut), tmp_path)
    assert done.bytes == TAKE
    again = done.server.heard[1].headers
    assert (again.get("range"), again.get("if-range")) == ((f"bytes={cut}-", '"v1"') if cut else (None, None))
    assert done.outcome.digest == hashlib.sha256(TAKE).hexdigest()
    assert done.clock.waits == [0.5]


def test_it_goes_on_twice_where_it_is_cut_twice(tmp_path: Path) -> None:
    done = fetched(cutting(1000, 5000), tmp_path)
    assert done.bytes == TAKE
    assert [heard.headers.get("range") for heard in done.server.heard] == [None, "bytes=1000-", "bytes=5000-"]


@pytest.mark.parametrize("etag", ['W/"v1"', ""])
def test_without_a_strong_tag_it_begins_again(etag: str, tmp_path: Path) -> None:
    done = fetched(cutting(1000, etag=etag), tmp_path)
    assert done.bytes == TAKE
    assert "range" not in done.server.heard[1].headers


def test_other_bytes_under_the_same_address_are_taken_from_their_start(tmp_path: Path) -> None:
    other = TAKE[:12] + bytes(500)

    async def changed(heard: Heard) -> None:
        await heard.answer(200, other, content_type="video/mp4", etag='"v2"')

    async def handler(heard: Heard) -> None:
        await (first if "range" not in heard.headers else changed)(heard)

    first = cutting(1000)
    assert fetched(handler, tmp_path).bytes == other


def test_a_part_that_is_not_the_rest_is_never_joined_on(tmp_path: Path) -> None:
    async def wrong(heard: Heard) -> None:
        if "range" not in heard.headers:
            await first(heard)
        else:
            ranged = f"bytes 0-{len(TAKE) - 1}/{len(TAKE)}"
            await heard.answer(206, TAKE, content_type="video/mp4", etag='"v1"', content_range=ranged)

    first = cutting(1000)
    assert fetched(wrong, tmp_path).bytes == TAKE


def test_a_download_that_is_cut_each_time_is_given_up_after_its_tries(tmp_path: Path) -> None:
    done = fetched(cutting(*[10] * 9, etag=""), tmp_path)
    assert done.why == "cut"
    assert len(done.server.heard) == NO_DRAW.tries
    assert done.clock.waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "text/html"),
        (b"  \n<html>", "video/mp4"),
        (b'{"error": "gone"}', "application/json"),
        (b'\xef\xbb\xbf{"error": 1}', "application/octet-stream"),
        (b"[1]", ""),
        (TAKE, "text/html; charset=utf-8"),
        (b"", "video/mp4"),
    ],
)
def test_a_page_a_message_or_nothing_is_no_take(body: bytes, media_type: str, tmp_path: Path) -> None:
    async def saying(heard: Heard) -> None:
        await heard.answer(200, body, content_type=media_type)

    assert fetched(saying, tmp_path).why == "content"


@pytest.mark.parametrize("status", [403, 404, 410])
def test_an_address_that_has_expired_is_asked_for_anew(status: int, tmp_path: Path) -> None:
    async def expiring(heard: Heard) -> None:
        await (whole(heard) if heard.target == "/fresh.mp4" else heard.answer(status))

    assert fetched(expiring, tmp_path).why == "expired"
    done = fetched(expiring, tmp_path, remint=lambda url: Link(f"{url}/fresh.mp4"))
    assert done.bytes == TAKE
    assert not done.clock.waits
    dead = fetched(expiring, tmp_path, remint=lambda url: Link(f"{url}/stale.mp4"))
    assert dead.why == "expired"
    assert len(dead.server.heard) == 2


def test_a_host_that_is_busy_is_asked_again_when_it_says(tmp_path: Path) -> None:
    answers = iter([429, 503])

    async def busy(heard: Heard) -> None:
        status = next(answers, 200)
        await (whole(heard) if status == 200 else heard.answer(status, b"", retry_after="2"))

    done = fetched(busy, tmp_path, limits=replace(QUICK, total=60.0))
    assert done.bytes == TAKE
    assert done.clock.waits == [2.5, 3.0]


@pytest.mark.parametrize("status", [400, 401, 418])
def test_a_host_that_refuses_is_not_asked_again(status: int, tmp_path: Path) -> None:
    async def refusing(heard: Heard) -> None:
        await heard.answer(status)

    done = fetched(refusing, tmp_path)
    assert done.why == "refused"
    assert len(done.server.heard) == 1


def endless(length: str) -> Handler:
    async def pouring(heard: Heard) -> None:
        await heard.send(f"HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\n{length}\r\n".encode())
        while True:
            await heard.send(bytes(1 << 16))

    return pouring


@pytest.mark.parametrize("length", ["content-length: 10000000000\r\n", ""])
def test_ten_gigabytes_of_zeros_are_left_at_the_limit(length: str, tmp_path: Path) -> None:
    done = fetched(endless(length), tmp_path)
    assert done.why == "too large"
    assert len(done.server.heard) == 1


def test_a_take_that_drips_ends_at_the_deadline_of_all_tries(tmp_path: Path) -> None:
    async def dripping(heard: Heard) -> None:
        await heard.send(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\ncontent-type: video/mp4\r\n\r\n")
        while True:
            await heard.send(b"\0")
            await asyncio.sleep(0.02)

    done = fetched(dripping, tmp_path, limits=Limits(read=0.2, total=0.3, most_bytes=1 << 20))
    assert done.why == "cut"


def test_a_redirect_to_another_host_takes_no_key_along(tmp_path: Path) -> None:
    async def leading(heard: Heard) -> None:
        if heard.target == "/take.mp4":
            port = heard.headers["host"].partition(":")[2]
            return await heard.answer(302, location=f"http://other.localhost:{port}/b.mp4", set_cookie="a=b")
        return await whole(heard)

    key = {"x-goog-api-key": Secret("canary-key")}
    done = fetched(leading, tmp_path, link=lambda url: Link(f"{url}/take.mp4", key))
    assert done.bytes == TAKE
    first, second = (heard.headers for heard in done.server.heard)
    assert first["x-goog-api-key"] == "canary-key"
    assert second["host"].startswith("other.localhost")
    assert not {"x-goog-api-key", "authorization", "cookie", "referer"} & set(second)


def test_a_redirect_on_the_same_host_keeps_the_key(tmp_path: Path) -> None:
    async def leading(heard: Heard) -> None:
        await (whole(heard) if heard.target == "/b.mp4" else heard.answer(302, location="/b.mp4"))

    done = fetched(leading, tmp_path, link=lambda url: Link(f"{url}/take.mp4", {"x-goog-api-key": Secret("k")}))
    assert done.bytes == TAKE
    assert done.server.heard[1].headers["x-goog-api-key"] == "k"


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://10.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
    ],
)
def test_a_redirect_into_an_inner_network_is_not_followed(location: str, tmp_path: Path) -> None:
    async def leading(heard: Heard) -> None:
        await heard.answer(302, location=location)

    assert fetched(leading, tmp_path).why == "forbidden"


def test_redirects_come_to_an_end(tmp_path: Path) -> None:
    async def round_and_round(heard: Heard) -> None:
        await heard.answer(302, location=f"{heard.target}x")

    done = fetched(round_and_round, tmp_path)
    assert done.why == "refused"
    assert len(done.server.heard) == 6


def test_an_address_on_the_inner_network_is_not_asked(tmp_path: Path) -> None:
    assert fetched(whole, tmp_path, link=lambda url: Link("https://10.0.0.1/take.mp4")).why == "forbidden"


@pytest.mark.parametrize("call", ["write", "fsync", "open"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_says_no_is_named_and_leaves_nothing_behind(
    call: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = str(tmp_path / "take.part")
    real, ours = getattr(os, call), set()

    def failing(subject: Any, *rest: Any, **more: Any) -> Any:
        is_ours = subject in ours or (call == "open" and str(subject) == part)
        if is_ours:
            raise OSError(code, os.strerror(code))
        return real(subject, *rest, **more)

    opening = os.open

    def opened(path: Any, *rest: Any, **more: Any) -> int:
        file = opening(path, *rest, **more)
        if str(path) == part:
            ours.add(file)
        return file

    if call == "open":
        monkeypatch.setattr(os, "open", failing)
    else:
        monkeypatch.setattr(os, "open", opened)
        monkeypatch.setattr(os, call, failing)
    done = fetched(whole, tmp_path)
    assert done.why == "disk"
    assert os.strerror(code) in str(done.outcome)
    assert ("free some space" in str(done.outcome)) == (code == errno.ENOSPC)


def test_a_link_in_the_place_of_the_file_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "take.part").symlink_to(tmp_path / "secret")
    outcome = fetched(whole, tmp_path).outcome
    assert isinstance(outcome, DownloadFailedError)
    assert (tmp_path / "secret").read_text() == "mine"


def test_a_download_that_is_cancelled_leaves_nothing_behind(tmp_path: Path) -> None:
    async def run() -> None:
        begun = asyncio.Event()

        async def half(heard: Heard) -> None:
            await heard.send(b"HTTP/1.1 200 OK\r\ncontent-length: 9000\r\ncontent-type: video/mp4\r\n\r\n", TAKE[:99])
            begun.set()
            await asyncio.Event().wait()

        async with serving(half) as server, Door(allow_loopback=True, resolver=HERE) as door:
            how = Downloads(door, FakeClock(), max, QUICK)
            fetching = asyncio.create_task(how.fetch(Link(f"{server.url}/a.mp4"), tmp_path / "take.part"))
            await begun.wait()
            fetching.cancel()
            with pytest.raises(asyncio.CancelledError):
                await fetching

    asyncio.run(run())
    assert not list(tmp_path.iterdir())
