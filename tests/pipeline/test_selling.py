"""Who sells: the accounts of the user's file of keys and addresses, and the user's bucket for what is too large."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from longtake.catalogue import load_catalogue
from longtake.errors import InputError, OperatorError
from longtake.generation.commission import Commission
from longtake.generation.provider import Asset
from longtake.media import digest_bytes
from longtake.pipeline.commissioning import commissions_of
from longtake.pipeline.selling import Sellers, sellers
from longtake.planning import plan
from longtake.storyboard import parse

LARGE = Asset(digest_bytes(b"large"), "video/mp4", bytes(40_000_000))
_Found = TypeVar("_Found")


@pytest.fixture(scope="module")
def commission() -> Commission:
    made = plan(parse("storyboard: 1\nroute: {final: [kling-3.0]}\nscenes: [{shots: [dawn]}]\n"), {}, stage="final")
    (one,) = commissions_of(made, load_catalogue(), {made.shots[0].key})
    return one


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's keys and addresses."""
    for name in ("KLING_API_KEY", "KLING_ACCESS_KEY", "KLING_SECRET_KEY", "LONGTAKE_KLING_URL", "LONGTAKE_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("LONGTAKE_KEYS", raising=False)


def at_market(commission: Commission, ask: Callable[[Sellers], _Found]) -> _Found:
    async def run() -> _Found:
        async with sellers(None, {commission.model.name: commission.model}) as market:
            return ask(market)

    return asyncio.run(run())


async def _shown(commission: Commission) -> str:
    """The address by which the provider sees a file that is too large to go along."""
    async with sellers(None, {commission.model.name: commission.model}) as market:
        return (await market.provider_of(commission).upload(LARGE)).address


def test_a_make_takes_the_key_from_the_file_of_keys(
    commission: Commission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OperatorError, match="kling needs a key"):
        at_market(commission, lambda market: market.check([commission]))
    keys = tmp_path / "longtake" / "keys.toml"
    keys.parent.mkdir()
    keys.write_text('[kling]\nkey = "from-the-file"\n')
    keys.chmod(0o600)
    account = at_market(commission, lambda market: market.provider_of(commission).account)
    assert account.keys["key"].reveal() == "from-the-file"
    assert not account.is_emulated


def test_a_file_that_is_too_large_goes_to_the_bucket_that_the_user_names(
    commission: Commission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KLING_API_KEY", "a-key-that-is-never-sent")
    monkeypatch.setenv("LONGTAKE_BUCKET", "memory://refs")
    with pytest.raises(OperatorError, match="this kind of storage signs no addresses"):
        asyncio.run(_shown(commission))


def test_an_emulator_elsewhere_leaves_the_bucket_alone(commission: Commission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LONGTAKE_KLING_URL", "http://127.0.0.1:9/kling")
    monkeypatch.setenv("LONGTAKE_BUCKET", "s3://nobody-may-touch/this")
    assert asyncio.run(_shown(commission)) == f"https://bucket.example/{LARGE.digest}"


def test_the_speed_of_an_emulator_elsewhere_is_a_number(
    commission: Commission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGTAKE_KLING_URL", "http://127.0.0.1:9/kling")
    monkeypatch.setenv("LONGTAKE_EMULATOR_SPEED", "fast")
    with pytest.raises(InputError, match="so many times as fast as real, and not 'fast'"):
        at_market(commission, lambda market: market.realm)
