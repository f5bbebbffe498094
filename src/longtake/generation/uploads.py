"""Uploads, each done once: the ledger remembers what a provider was shown, until the provider forgets it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta

from longtake.generation.books import Books
from longtake.generation.clock import Clock
from longtake.generation.provider import Asset, Provider, Uploaded
from longtake.ledger import Upload
from longtake.media import Digest

__all__ = ["Uploads"]

_LEAST_LEFT = timedelta(hours=1)
"""An address must live as long as an order may wait in the provider's queue before the file is read."""


class Uploads:
    """What stands between the caller and `provider.upload`. For one event loop; any number of processes may share the
    ledger, and two that upload the same file at once do no more than that."""

    def __init__(self, books: Books, clock: Clock) -> None:
        self._books, self._clock = books, clock
        self._busy: defaultdict[tuple[Digest, str, str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def put(self, provider: Provider, asset: Asset) -> Uploaded:
        """How an order names the asset: as before where the provider still knows it for an hour, else uploaded now.
        Bytes that go along in the order (`data:`) are not remembered. Raises as `upload` does."""
        account, books = provider.account, self._books
        whose = (asset.digest, account.provider, account.name, account.base)
        async with self._busy[whose]:
            before = await books.tell(books.ledger.upload, *whose)
            if before is not None and self._is_fresh(before):
                return Uploaded(before.address, before.expires)
            done = await provider.upload(asset)
            if not done.address.startswith("data:"):
                await books.tell(books.ledger.uploaded, Upload(*whose, done.address, done.expires))
            return done

    def _is_fresh(self, upload: Upload) -> bool:
        return upload.expires is None or upload.expires - self._clock.today() >= _LEAST_LEFT
