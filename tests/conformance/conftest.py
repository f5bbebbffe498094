"""Environments of the providers' own clients, and an emulator that they are pointed at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from longtake.emulator import Emulator, ManualClock
from needs import need

ROOT = Path(__file__).resolve().parent.parent.parent
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(speed=300)


@pytest.fixture
def stands_still(emulator: Emulator) -> None:
    """No job begins: what is to be cancelled still waits, however slow the machine is."""
    emulator.studio.clock = ManualClock()


@pytest.fixture
def run(emulator: Emulator) -> Iterator[Run]:
    """`run(environment, client, scene)`: what the client said, in a process of that environment."""
    with emulator.running() as address:

        def started(environment: str, client: str, scene: str = "make") -> dict[str, Any]:
            script = Path(__file__).parent / "clients" / f"{client}.py"
            command = [str(_python(environment)), str(script), address, scene]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=_environment())
            assert done.returncode == 0, done.stderr
            said: dict[str, Any] = json.loads(done.stdout)
            return said

        yield started


def _python(environment: str) -> Path:
    folder = Path(os.environ.get("LONGTAKE_CLIENTS") or ROOT / ".clients") / environment
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    need(python.is_file(), f"The providers' clients are not at {folder}: `make clients` installs them.")
    return python


def _environment() -> dict[str, str]:
    """Nothing of ours on the clients' path, and no key of anybody's in their reach."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ}
