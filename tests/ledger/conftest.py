"""A ledger in a folder of its own, in a world that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledgers import World, usd

from longtake.ledger import Ledger


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ledger(tmp_path: Path, world: World) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite", world.around()) as opened:
        opened.set_budget("film", usd("10"))
        yield opened
