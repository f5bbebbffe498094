"""Disks that are full, or that fail: at each write on a take's way to its place, one after the other."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from trading import FakeGallery, Trading, film, landed

from longtake.generation.commission import Commission
from longtake.generation.landing import Arrival, Landed, Missed
from longtake.media import ClipFacts, Digest, digest_bytes, digest_file
from longtake.store import TakeStore

WRITES = ("write", "fsync", "replace", "mkdir", "chmod", "ftruncate")


class StoredGallery(FakeGallery):
    """Takes in the workspace's own place for them."""

    @property
    def store(self) -> TakeStore:
        return TakeStore(self.folder / "takes")

    def part(self, token: str) -> Path:
        return self.store.part(token)

    async def held(self, digest: Digest, commission: Commission) -> Arrival | None:
        path = self.store.find(digest)
        return self._arrival(path) if path else None

    def check(self) -> None:
        """R6: what has its name is whole."""
        for path in (self.folder / "takes").rglob("*.mp4"):
            assert digest_bytes(path.read_bytes()) == path.stem

    def _admitted(self, part: Path) -> Arrival:
        return self._arrival(self.store.keep(part, digest_file(part)))

    def _arrival(self, path: Path) -> Arrival:
        digest, size = digest_file(path), path.stat().st_size
        return Arrival(digest, path, size, ClipFacts(digest, size, "mp4", "video"))


class FailingDisk:
    """Says no to the writes from that number on. told: the writes so far, by the name of the call."""

    def __init__(self, patch: pytest.MonkeyPatch, error: int, first: int) -> None:
        self.error, self.first, self.told = error, first, list[str]()
        for name in WRITES:
            patch.setattr(os, name, self._counted(name, getattr(os, name)))

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self.told.append(name)
            if len(self.told) >= self.first:
                raise OSError(self.error, os.strerror(self.error))
            return call(*args, **named)

        return counted


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_says_no_at_any_write_costs_no_take(error: int, folder: Path) -> None:
    for number in count(1):
        (place := folder / f"{number}").mkdir()
        trading = Trading(place)
        trading.gallery = gallery = StoredGallery(place)
        with pytest.MonkeyPatch.context() as patch:
            disk = FailingDisk(patch, error, number)
            (outcome,) = trading.film(film(1))
        gallery.check()
        if len(disk.told) < number:
            break
        assert isinstance(outcome, Missed), disk.told
        assert outcome.why.startswith("kling: ")
        assert os.strerror(error) in outcome.why
        assert outcome.advice
        assert outcome.purchase is not None
        assert outcome.purchase.state == "known"
        assert landed(trading.film(film(1))) == ["s01"]
        gallery.check()
        assert trading.bought == 1
        assert not list((place / "takes" / "parts").iterdir())
    assert isinstance(outcome, Landed)
    assert set(disk.told) >= {"write", "fsync", "replace", "mkdir"}
