"""As a user does it: an emulator in one terminal, a make in another, which the variables lead to it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TEXT = """
storyboard: 1
title: Tram
frame: {size: 320x180, rate: 24}
route: {final: [kling-3.0]}
scenes:
  - shots:
      - {action: a tram crosses a square, for: 2s}
      - {action: it stops, for: 2s, join: continue}
"""


@pytest.fixture
def variables() -> Iterator[dict[str, str]]:
    """Of an emulator that runs in another process."""
    command = [sys.executable, "-m", "longtake", "emulate", "--port", "0", "--speed", "1000", "--print-env"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found: dict[str, str] = {}
            while "KLING_API_KEY" not in found:
                name, _, value = process.stdout.readline().removeprefix("export ").strip().partition("=")
                assert value, "the emulator said something else, or nothing"
                found[name] = value
            yield found
        finally:
            process.send_signal(signal.SIGINT)


def made(folder: Path, variables: dict[str, str]) -> str:
    command = [sys.executable, "-m", "longtake", "make", "film.yaml", "-o", "out", "--workspace", "space"]
    environ = {**os.environ, **variables}
    done = subprocess.run(
        [*command, "--final", "--rungs", "180"], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_make_buys_from_the_emulator_that_the_variables_name(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "film.yaml").write_text(TEXT)
    told = made(tmp_path, variables)
    assert re.search(r"plan      Tram: 2 shots, 0:04, 0\.50 USD\n", told)
    assert "0.50 USD, of an emulator's money." in told
    shots = json.loads((tmp_path / "out" / "manifest.json").read_text())["shots"]
    assert [shot["take"]["realm"] for shot in shots] == ["emulated", "emulated"]
