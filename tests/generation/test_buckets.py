"""A bucket of the user's own gets what a provider takes by address only."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from exchanges import FakeClock, adapter

from longtake.errors import InputError, MissingExtraError, OperatorError
from longtake.generation.adapter import Adapter
from longtake.generation.provider import Asset, Uploaded
from longtake.generation.providers import wire_of
from longtake.media import digest_bytes
from needs import need

try:
    from fsspec.implementations.memory import MemoryFileSystem

    from longtake.generation.buckets import SignedBucket, bucket_of
except ImportError:
    need(False, "fsspec is not here: pip install 'longtake[bucket]'.")

PORTRAIT = Asset(digest_bytes(b"mara"), "image/png", b"mara")


class Signing(MemoryFileSystem):
    """A storage in memory that signs addresses as real ones do."""

    protocol = "signing"
    host = "https://bucket.example"

    def sign(self, path: str, expiration: int = 100, **kwargs: Any) -> str:
        return f"{self.host}{path}?expires={expiration}&signature=c0ffee"


class Denied(MemoryFileSystem):
    protocol = "denied"

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **kwargs: Any) -> None:
        raise PermissionError("Access Denied")


def put(files: Any) -> Uploaded:
    return asyncio.run(SignedBucket(files, "/refs", FakeClock()).put(PORTRAIT))


def test_a_file_lies_in_the_bucket_by_its_digest_and_is_open_for_a_day() -> None:
    files = Signing()
    done = put(files)
    assert files.cat_file(f"/refs/{PORTRAIT.digest}.png") == b"mara"
    assert done.address == f"https://bucket.example/refs/{PORTRAIT.digest}.png?expires=86400&signature=c0ffee"
    assert done.expires is not None
    assert done.expires - FakeClock().today() == timedelta(days=1)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (MemoryFileSystem(), "signs no addresses[\\s\\S]*name an s3://"),
        (Denied(), "PermissionError: Access Denied[\\s\\S]*may write"),
        (type("Inner", (Signing,), {"host": "http://10.0.0.7"})(), "is not asked[\\s\\S]*over the internet, by https"),
    ],
)
def test_a_bucket_that_is_of_no_use_says_why(files: Any, says: str) -> None:
    with pytest.raises(OperatorError, match=f"bucket: [\\s\\S]*{says}"):
        put(files)


def test_a_provider_without_uploads_of_its_own_is_shown_the_bucket() -> None:
    large = bytes(11 << 20)
    wire, account = wire_of("ark", "dreamina-seedance-2-0-260128"), adapter("ark", None).account  # type: ignore[arg-type]
    provider = Adapter(wire, account, None, FakeClock(), SignedBucket(Signing(), "/refs", FakeClock()))  # type: ignore[arg-type]
    done = asyncio.run(provider.upload(Asset(digest_bytes(large), "video/mp4", large)))
    assert done.address.startswith("https://bucket.example/refs/")
    small = asyncio.run(provider.upload(PORTRAIT))
    assert small.address.startswith("data:image/png;base64,")


def test_the_bucket_is_named_in_the_environment() -> None:
    assert bucket_of({}, FakeClock()) is None
    assert bucket_of({"LONGTAKE_BUCKET": "memory://refs"}, FakeClock()) is not None


@pytest.mark.parametrize("address", ["refs", "s3://", "s3://key:secret@bucket", "/refs"])
def test_an_address_that_is_no_bucket_is_refused_without_being_quoted(address: str) -> None:
    with pytest.raises(InputError, match=r"LONGTAKE_BUCKET: [\s\S]*names no bucket[\s\S]*s3://bucket/folder") as caught:
        bucket_of({"LONGTAKE_BUCKET": address}, FakeClock())
    assert "secret" not in str(caught.value)


def test_a_storage_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="LONGTAKE_BUCKET: nothing here knows nope://"):
        bucket_of({"LONGTAKE_BUCKET": "nope://bucket"}, FakeClock())


def test_the_package_of_a_storage_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(address: str) -> Any:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("longtake.generation.buckets.url_to_fs", missing)
    with pytest.raises(MissingExtraError, match=r"a bucket at s3:// needs [\s\S]*s3fs[\s\S]*beside longtake\[bucket\]"):
        bucket_of({"LONGTAKE_BUCKET": "s3://bucket"}, FakeClock())
