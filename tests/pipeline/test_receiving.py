"""Where calls arrive, and who is told of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from ledgers import an_intent, usd

import longtake
from longtake.errors import InputError
from longtake.generation.clock import SystemClock
from longtake.ledger import Ledger, Purchase, this_owner
from longtake.pipeline.receiving import ADDRESS, hints_for, receiving
from longtake.store import open_workspace

JSON = {"content-type": "application/json"}


def a_purchase(provider: str) -> Purchase:
    with Ledger.open(open_workspace(None).ledger) as ledger:
        ledger.set_budget("film", usd("10"))
        bought = ledger.intend(an_intent(provider=provider), "film", ledger.hold_for(this_owner(), 60))
    assert isinstance(bought, Purchase)
    return bought


def news() -> int:
    with Ledger.open(open_workspace(None).ledger) as ledger:
        return ledger.newest_news()


def test_the_application_is_mounted_and_writes_into_the_workspace_s_ledger(workspace: Path) -> None:
    bought = a_purchase("ark")

    async def run() -> int:
        transport = httpx.ASGITransport(app=longtake.callback_receiver(workspace))
        async with httpx.AsyncClient(transport=transport, base_url="https://me.example") as client:
            return (await client.post(f"/mine/callbacks/ark/{bought.token}", content=b"{}", headers=JSON)).status_code

    assert asyncio.run(run()) == 200
    assert news() == 1


def test_it_is_served_on_this_machine(workspace: Path) -> None:
    bought = a_purchase("ark")

    async def run() -> int:
        async with receiving(workspace, "127.0.0.1", 0) as address, httpx.AsyncClient() as client:
            assert address.startswith("http://127.0.0.1:")
            url = f"{address}/callbacks/ark/{bought.token}"
            return (await client.post(url, content=b"{}", headers=JSON)).status_code

    assert asyncio.run(run()) == 200
    assert news() == 1


def test_without_an_address_nobody_is_told_of_one() -> None:
    assert hints_for({}, "live", SystemClock()) is None


@pytest.mark.parametrize("base", ["http://me.example", "https://localhost/x", "http://10.0.0.1", "nonsense"])
def test_an_address_that_no_provider_can_reach_is_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=ADDRESS):
        hints_for({ADDRESS: base, "LONGTAKE_KEYS": str(tmp_path)}, "live", SystemClock())


def test_an_emulator_may_call_this_machine(tmp_path: Path) -> None:
    hints = hints_for({ADDRESS: "http://127.0.0.1:8098/"}, "emulated", SystemClock())
    assert hints is not None
    assert hints.address("kling", "token") == "http://127.0.0.1:8098/callbacks/kling/token"
    assert hints.address("replicate", "token") == ""
    assert hints.address("runway", "token") == ""
