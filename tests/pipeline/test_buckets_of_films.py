"""A film's files that a provider takes by address only lie in the user's bucket; an emulator is shown an address."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from longtake.generation.failures import CallFailedError
from longtake.generation.provider import Asset, Uploaded
from longtake.media import digest_bytes
from longtake.pipeline.selling import sellers
from needs import need

CLIP = Asset(digest_bytes(b"clip"), "video/mp4", b"clip")
MOTION: Any = SimpleNamespace(provider="kling", model=SimpleNamespace(wire_name="motion-control/kling-v3"))


def uploaded(speed: int | None) -> Uploaded:
    async def run() -> Uploaded:
        async with sellers(speed, {}) as market:
            return await market.provider_of(MOTION).upload(CLIP)

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_API_KEY", "k")
    for name in ("LONGTAKE_BUCKET", "LONGTAKE_KEYS", "LONGTAKE_KLING_URL"):
        monkeypatch.setenv(name, "")


def test_an_emulator_is_shown_an_address_without_a_bucket() -> None:
    assert uploaded(1000).address == f"https://bucket.example/{CLIP.digest}"


def test_a_real_provider_is_shown_what_lies_in_the_users_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        import fsspec  # noqa: F401
    except ImportError:
        need(False, "fsspec is not here: pip install 'longtake[bucket]'.")
    monkeypatch.setenv("LONGTAKE_BUCKET", "memory://refs")
    with pytest.raises(CallFailedError, match="this kind of storage signs no addresses"):
        uploaded(None)


def test_without_a_bucket_the_file_is_refused_with_what_to_do() -> None:
    with pytest.raises(CallFailedError, match="name a bucket of yours"):
        uploaded(None)
