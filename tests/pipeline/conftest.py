"""A user whose takes an emulator makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from emulated_world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    from emulated_world import SPEED, World  # here: most tests of this room buy nothing

    from longtake.emulator import environment

    made = World(tmp_path)
    with made.emulator.running() as address:
        for name, value in environment(address, SPEED).items():
            monkeypatch.setenv(name, value)
        yield made
