"""How long does a finished film of 500 takes wait when it is made again?

A storyboard of 500 shots is made with takes of an emulator, and then made again by the same command. Its takes are
resumed from the moment that the plan stands to the moment that the last one is here, held against its digest; the
whole second command counts from its start to its end. Connections are what the process asks of its sockets, by
Python's own audit. The takes are small, 0.1 MB each; digests are taken at 1.5 GB/s, so that 500 takes of 10 MB need
some three seconds more. Median of the rounds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measuring import Answer, Result, Row, Settings

ROWS = (
    Row("a finished film of 500 takes, made again: until all takes are here; connections made", "≤ 2 s; none"),
    Row("the whole second command, which finds the film standing", "–"),
)
HERE = Path(__file__).resolve().parent
_SHOTS = 500


def measure(settings: Settings) -> Result:
    count = 8 if settings.quick else _SHOTS
    with tempfile.TemporaryDirectory() as folder:
        storyboard = Path(folder) / "film.yaml"
        storyboard.write_text(_storyboard(count))
        first = _make(storyboard, 2000)
        rounds = [_make(storyboard, 100) for _ in range(settings.rounds_or(5))]
    assert first["landed"] == count, first
    assert first["connections"], "nothing is counted"
    assert all(one["landed"] == one["reused"] == count and one["stands"] for one in rounds), rounds
    takes, whole = (median(one[what] for one in rounds) for what in ("takes", "whole"))
    connections = max(one["connections"] for one in rounds)
    answers = (
        Answer(f"{takes:.2f} s; {connections or 'none'}", takes <= 2.0 and not connections),
        Answer(f"{whole:.1f} s", None),
    )
    return Result(answers, {"first": first, "rounds": rounds})


def _storyboard(shots: int) -> str:
    head = "storyboard: 1\ntitle: Many\nframe: {size: 320x180, rate: 24}\nroute: {final: [kling-3.0]}\n"
    lines = (f"      - {{action: tram {number} crosses a square, for: 2s}}\n" for number in range(shots))
    return f"{head}budget: {shots} USD\nscenes:\n  - id: square\n    shots:\n" + "".join(lines)


def _make(storyboard: Path, speed: int) -> dict[str, float]:
    """What the maker tells, see there. speed: of the emulator, and of what we do by its clock."""
    command = [sys.executable, str(HERE / "maker.py"), str(storyboard), str(speed)]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(made.stdout)
    return told
