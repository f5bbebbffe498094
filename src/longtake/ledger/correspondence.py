"""The part of the ledger that keeps what was shown to providers, and their calls."""

from __future__ import annotations

from longtake.ledger.book import Book
from longtake.ledger.news import News, newest_news, news_after, write_news
from longtake.ledger.upload import Upload, upload_of, write_upload
from longtake.media import Digest

__all__ = ["Correspondence"]


class Correspondence(Book):
    """Uploads, and calls that are hints to poll."""

    def uploaded(self, upload: Upload) -> None:
        """A provider was shown a file, and names it so."""
        with self._write("uploaded") as connection:
            write_upload(connection, upload, self._around.now())

    def upload(self, digest: Digest, provider: str, account: str, place: str) -> Upload | None:
        """How a provider names a file of that digest, whether it has expired or not; None if it was never shown it."""
        with self._read() as connection:
            return upload_of(connection, digest, provider, account, place)

    def heard(self, purchase: int, call: Digest) -> bool:
        """A provider has called about a purchase: a hint to poll, and no fact. call: the digest of what was sent, by
        which the same call is known. Whether this is news."""
        with self._write("heard") as connection:
            return write_news(connection, purchase, call, self._around.now())

    def newest_news(self) -> int:
        """The number of the last call; those that come later have higher ones."""
        with self._read() as connection:
            return newest_news(connection)

    def news(self, after: int) -> tuple[News, ...]:
        """The calls after that number, oldest first."""
        with self._read() as connection:
            return news_after(connection, after)
