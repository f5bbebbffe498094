"""Children that misbehave, for tests of the parent."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_BEGIN = """
import ctypes, json, os, signal, sys, time
from pathlib import Path
sys.path[:0] = {path!r}
settings = json.loads(sys.stdin.readline())
"""
_SERVE = """
def answer(value):
    print(json.dumps(value), flush=True)
answer({"ready": True})
for line in sys.stdin:
    path = Path(json.loads(line)["path"])
    if "bad" in path.name:
        misbehave(path)
    else:
        from longtake.inspection.measuring import measure
        answer({"facts": measure(path).to_json(), "measures": None})
"""


@pytest.fixture
def child_that(tmp_path: Path) -> Callable[[str], list[str]]:
    """The command of a child which runs `code` (one or more lines) for files with "bad" in their name."""

    def command(code: str) -> list[str]:
        script = tmp_path / "child.py"
        body = "".join(f"    {line}\n" for line in code.splitlines())
        script.write_text(_BEGIN.format(path=sys.path) + f"def misbehave(path):\n{body}" + _SERVE)
        return [sys.executable, "-I", str(script)]

    return command
