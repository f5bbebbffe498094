"""How long after its first take has landed can a film be watched while it is made?

A film of three shots at 1280×720 is bought from an emulator in another process and made by one worker. CPU of the
maker and its workers is counted from the moment that the take of the first shot is here to the moment that the preview
can be played, against what it costs to encode the preview's first segment in every rung, with its sound, in a process
that has done so before: decoding included. A round in which the other takes were here before it is played again: then
there is nothing to wait for. Median of the rounds.
Wall seconds stand among the figures: on a machine with nothing else to do they are told as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measuring import Answer, Result, Row, Settings

from longtake.emulator import Emulator

ROWS = (
    Row("first picture of the live preview after the first take has landed, CPU, against its first segment", "≤ 3×"),
)
HERE = Path(__file__).resolve().parent
_SPEED = 20
_FILM = """
storyboard: 1
title: A tram
frame: {size: 1280x720, rate: 24}
route: {final: [kling-3.0]}
scenes:
  - id: square
    shots:
      - {action: a tram crosses a square, for: 5s}
      - {action: it stops, for: 5s}
      - {action: doors open, for: 5s}
"""


def measure(settings: Settings) -> Result:
    rounds = [_round() for _ in range(settings.rounds_or(5))]
    ratio = median(one["cpu"] / one["segment"] for one in rounds)
    return Result((Answer(f"{ratio:.2f}×", ratio <= 3),), {"rounds": rounds})


def _round() -> dict[str, float]:
    """What the maker tells, see there."""
    while True:
        with Emulator(speed=_SPEED).running() as address, tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "film.yaml").write_text(_FILM)
            command = [sys.executable, str(HERE / "maker.py"), address, str(_SPEED), folder]
            made = subprocess.run(command, check=True, capture_output=True, text=True)
        told: dict[str, float] = json.loads(made.stdout)
        if told["landed"] < 3:
            return told
