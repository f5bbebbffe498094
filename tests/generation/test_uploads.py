"""A file is uploaded once for an account, and anew when the provider has forgotten it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from longtake.generation.books import Books
from longtake.generation.provider import Account, Asset, Uploaded
from longtake.generation.uploads import Uploads
from longtake.ledger import Ledger
from longtake.media import digest_bytes

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PORTRAIT = Asset(digest_bytes(b"mara"), "image/png", b"mara")
STREET = Asset(digest_bytes(b"street"), "image/png", b"street")


@dataclass
class Watch:
    """The time of day, as a test sets it."""

    at: datetime = NOON

    def now(self) -> float:
        return self.at.timestamp()

    def today(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Shelf:
    """A provider that takes files, and forgets them after `lives`."""

    watch: Watch
    lives: timedelta | None = timedelta(hours=24)
    name: str = "default"
    base: str = "https://api.example.com"
    is_inline: bool = False
    got: list[Asset] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return Account("shelf", self.name, self.base, {})

    async def upload(self, asset: Asset) -> Uploaded:
        await asyncio.sleep(0)
        self.got.append(asset)
        if self.is_inline:
            return Uploaded("data:image/png;base64,bWFyYQ==")
        return Uploaded(f"shelf://{len(self.got)}", self.watch.at + self.lives if self.lives else None)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


def put(ledger: Ledger, shelf: Shelf, *assets: Asset) -> list[Uploaded]:
    """What one run uploads."""

    async def run() -> list[Uploaded]:
        books = Books(ledger, shelf.watch, 60.0)
        uploads = Uploads(books, shelf.watch)
        try:
            return await asyncio.gather(*(uploads.put(shelf, asset) for asset in assets))  # type: ignore[arg-type]
        finally:
            await books.close()

    return asyncio.run(run())


def test_a_run_after_another_uploads_nothing_again(ledger: Ledger, watch: Watch) -> None:
    shelf = Shelf(watch)
    (first,) = put(ledger, shelf, PORTRAIT)
    with Ledger.open(ledger.path) as other:
        assert put(other, shelf, PORTRAIT) == [first]
    assert first.expires == NOON + timedelta(hours=24)
    assert shelf.got == [PORTRAIT]


def test_shots_that_show_one_file_at_once_upload_it_once(ledger: Ledger, watch: Watch) -> None:
    shelf = Shelf(watch)
    found = put(ledger, shelf, PORTRAIT, STREET, PORTRAIT, PORTRAIT)
    assert sorted(one.content for one in shelf.got) == [b"mara", b"street"]
    assert len({one.address for one in found}) == 2


@pytest.mark.parametrize(("hours", "times"), [(22, 1), (23, 1), (23.5, 2), (25, 2)])
def test_a_file_that_would_expire_while_the_order_waits_is_uploaded_anew(
    ledger: Ledger, watch: Watch, hours: float, times: int
) -> None:
    shelf = Shelf(watch)
    put(ledger, shelf, PORTRAIT)
    watch.at += timedelta(hours=hours)
    (again,) = put(ledger, shelf, PORTRAIT)
    assert (len(shelf.got), again.address) == (times, f"shelf://{times}")
    assert put(ledger, shelf, PORTRAIT) == [again]


def test_a_file_that_is_never_forgotten_is_uploaded_once(ledger: Ledger, watch: Watch) -> None:
    shelf = Shelf(watch, lives=None)
    put(ledger, shelf, PORTRAIT)
    watch.at += timedelta(days=900)
    assert put(ledger, shelf, PORTRAIT) == [Uploaded("shelf://1", None)]


def test_each_account_and_each_place_has_its_own_uploads(ledger: Ledger, watch: Watch) -> None:
    shelf = Shelf(watch)
    put(ledger, shelf, PORTRAIT)
    shelf.name = "work"
    put(ledger, shelf, PORTRAIT)
    shelf.name, shelf.base = "default", "http://127.0.0.1:8099/shelf"
    put(ledger, shelf, PORTRAIT)
    assert len(shelf.got) == 3


def test_bytes_that_go_along_in_the_order_are_not_remembered(ledger: Ledger, watch: Watch) -> None:
    shelf = Shelf(watch, is_inline=True)
    put(ledger, shelf, PORTRAIT)
    assert ledger.upload(PORTRAIT.digest, "shelf", "default", shelf.base) is None
    assert b"bWFyYQ" not in ledger.path.read_bytes()
