"""Uploads: files of the author's that a provider was shown, so that they are not sent again while it knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from longtake.ledger.rows import moment, time_of
from longtake.ledger.tables import uploads
from longtake.media import Digest

__all__ = ["Upload", "upload_of", "write_upload"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file at a provider. digest: of its bytes; provider, account: whose; place: where the provider's interface
    stands, so that an emulator's uploads are its own. address: how an order names the file; expires: when the provider
    forgets it, None where it does not."""

    digest: Digest
    provider: str
    account: str
    place: str
    address: str
    expires: datetime | None = None


def write_upload(connection: Connection, upload: Upload, at: datetime) -> None:
    """Appends a line; the newest of a file and an account counts."""
    row = insert(uploads).values(
        digest=upload.digest,
        provider=upload.provider,
        account=upload.account,
        place=upload.place,
        address=upload.address,
        expires_at=moment(upload.expires) if upload.expires else None,
        at=moment(at),
    )
    connection.execute(row)


def upload_of(connection: Connection, digest: Digest, provider: str, account: str, place: str) -> Upload | None:
    """The newest line about a file on an account, None if there is none."""
    named = (uploads.c.digest == digest, uploads.c.provider == provider)
    whose = (uploads.c.account == account, uploads.c.place == place)
    query = select(uploads).where(*named, *whose).order_by(uploads.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    expires = time_of(row.expires_at) if row.expires_at else None
    return Upload(Digest(row.digest), row.provider, row.account, row.place, row.address, expires)
